//! Which program on which system, without versions: an update does not make a stranger of anybody.

use serde::{Deserialize, Serialize};

/// A program and a system, such as Firefox on Linux.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Agent {
    program: u8,
    system: u8,
}

// The order matters: the first match names the program, and Edge, Opera and Samsung's browser also say
// "Chrome", which also says "Safari".
const PROGRAMS: [(&str, &str); 14] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "a headless browser"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("python", "a Python program"),
    ("okhttp/", "an Android app"),
    ("Go-http-client", "a Go program"),
];
const SYSTEMS: [(&str, &str); 8] = [
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Mac OS X", "a Mac"),
    ("CrOS", "a Chromebook"),
    ("Linux", "Linux"),
    ("SSH", "SSH"),
];
const UNKNOWN: u8 = u8::MAX;

impl Agent {
    /// Reads a user agent. What is not recognised is one family of its own, so that an odd program still
    /// differs from every ordinary one.
    pub fn read(user_agent: &str) -> Self {
        let find = |names: &[(&str, &str)]| {
            let place = names.iter().position(|(mark, _)| user_agent.contains(mark));
            place
                .and_then(|place| u8::try_from(place).ok())
                .unwrap_or(UNKNOWN)
        };
        Self {
            program: find(&PROGRAMS),
            system: find(&SYSTEMS),
        }
    }

    /// `Firefox on Linux`, for sentences.
    pub fn in_words(self) -> String {
        let name = |names: &[(&'static str, &'static str)], place: u8| {
            names.get(usize::from(place)).map(|(_, name)| *name)
        };
        match (name(&PROGRAMS, self.program), name(&SYSTEMS, self.system)) {
            (Some(program), Some(system)) => format!("{program} on {system}"),
            (Some(one), None) | (None, Some(one)) => one.to_owned(),
            (None, None) => "a program that we do not know".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_and_systems_are_told_apart_without_versions() {
        let check = |text: &str, words: &str| assert_eq!(Agent::read(text).in_words(), words, "{text}");
        check(
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        );
        check(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0 Safari/537.36 Edg/139.0",
            "Edge on Windows",
        );
        check(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari on an iPhone",
        );
        check(
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/139.0 Mobile Safari/537.36",
            "Chrome on Android",
        );
        check("curl/8.5.0", "curl");
        check("", "a program that we do not know");
        let (old, new) = (
            "Mozilla/5.0 (X11; Linux) Firefox/140.0",
            "Mozilla/5.0 (X11; Linux) Firefox/150.0",
        );
        assert_eq!(Agent::read(old), Agent::read(new));
    }
}
