//! User agents, as far as a person needs them: "Firefox on Linux".
//!
//! Agents are what the other side says of itself, so this recognises the common ones and claims nothing more.

use super::Words;

/// Order matters: nearly every browser also claims to be Safari, and most claim to be Chrome.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Android says Linux and an iPad may say Mac OS X, so the narrower names come first.
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

impl Words {
    /// What a user agent says it is; a program's own name where it is no browser.
    pub fn agent(self, sent: &str) -> String {
        let find = |names: &[(&str, &'static str)]| {
            names
                .iter()
                .find(|(mark, _)| sent.contains(mark))
                .map(|(_, name)| *name)
        };
        match (find(&BROWSERS), find(&SYSTEMS)) {
            (Some(browser), Some(system)) => self.tell(
                "agent-browser",
                &[("browser", browser.into()), ("system", system.into())],
            ),
            (Some(browser), None) => browser.to_owned(),
            (None, Some(system)) => self.tell("agent-app", &[("system", system.into())]),
            (None, None) => self.program(sent),
        }
    }

    /// The first word of the agent up to its version, cut to a length that fits a line.
    fn program(self, sent: &str) -> String {
        let name = sent.split(['/', ' ']).next().unwrap_or_default();
        let short: String = name.chars().take(30).collect();
        if short.is_empty() {
            self.say("agent-unnamed")
        } else {
            self.tell("agent-program", &[("name", short.into())])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn common_agents_are_named_as_people_name_them() {
        let check = |sent: &str, said: &str| assert_eq!(Words::of(Language::English).agent(sent), said);
        check(
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        );
        check(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        );
        check(
            "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36",
            "Chrome on Android",
        );
        check("ShopApp (Android 14)", "App on Android");
        check("curl/8.9.1", "Program “curl”");
        check("", "Unnamed program");
    }
}
