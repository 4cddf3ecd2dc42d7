//! User agents, as far as a person needs them: `Firefox on Linux`.
//!
//! Agents are what the other side says of itself, so this recognises the common ones and claims nothing more.

/// What a user agent says it is, such as `Firefox on Linux`; a program's own name where it is no browser.
pub fn agent(sent: &str) -> String {
    // Order matters: nearly every browser also claims to be Safari, and most claim to be Chrome.
    let browser = [
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
    // Android says Linux and an iPad may say Mac OS X, so the narrower names come first.
    let system = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let find = |names: &[(&str, &'static str)]| {
        names
            .iter()
            .find(|(mark, _)| sent.contains(mark))
            .map(|(_, name)| *name)
    };
    match (find(&browser), find(&system)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(system)) => format!("an app on {system}"),
        (None, None) => program(sent),
    }
}

/// The first word of the agent up to its version, cut to a length that fits a line.
fn program(sent: &str) -> String {
    let name = sent.split(['/', ' ']).next().unwrap_or_default();
    let short: String = name.chars().take(30).collect();
    if short.is_empty() {
        "an unnamed program".to_owned()
    } else {
        format!("a program called {short}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_agents_are_named_as_people_name_them() {
        let check = |sent: &str, words: &str| assert_eq!(agent(sent), words);
        check(
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        );
        check(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        );
        check(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        );
        check(
            "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36",
            "Chrome on Android",
        );
        check("curl/8.9.1", "a program called curl");
        check("", "an unnamed program");
        check("ShopApp (Android 14)", "an app on Android");
    }
}
