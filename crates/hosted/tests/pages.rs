//! What holds for every page, in every language and every state of the preview.

#![cfg(test)]

use std::collections::BTreeSet;

use hosted::{CONTENT_SECURITY_POLICY, Language, assets, paths};

#[path = "../examples/hosted-preview/sample/mod.rs"]
mod sample;

#[path = "support/html.rs"]
mod html;

use html::{attributes, tags, text_of, value};

fn check(holds: impl Fn(&str, Language, &str)) {
    for language in Language::ALL {
        for page in sample::pages(language) {
            holds(
                &format!("{} ({})", page.address, language.tag()),
                language,
                &page.html,
            );
        }
    }
}

#[test]
fn has_a_language_a_title_and_one_first_heading() {
    check(|name, language, page| {
        let start = format!("<!DOCTYPE html><html lang=\"{}\">", language.tag());
        assert!(page.starts_with(&start), "{name}");
        assert_eq!(page.matches("<h1").count(), 1, "{name}");
        assert_eq!(page.matches("<main").count(), 1, "{name}");
        let title = text_of(page, "title");
        assert!(title.ends_with(" · Bookshop"), "{name}: {title}");
        let has_problem = page.contains("id=\"problems\"");
        assert_eq!(title.contains(": "), has_problem, "{name}: {title}");
    });
}

#[test]
fn skips_no_level_of_heading() {
    check(|name, _, page| {
        let levels: Vec<u32> = page
            .split("<h")
            .skip(1)
            .filter_map(|rest| rest.chars().next()?.to_digit(10))
            .collect();
        assert_eq!(levels.first(), Some(&1), "{name}");
        for pair in levels.windows(2) {
            assert!(pair[1] <= pair[0] + 1, "{name}: {levels:?}");
        }
    });
}

#[test]
fn lives_under_the_strict_policy() {
    assert!(!CONTENT_SECURITY_POLICY.contains("unsafe"));
    assert!(CONTENT_SECURITY_POLICY.contains("default-src 'none'"));
    check(|name, _, page| {
        for forbidden in [
            " style=",
            "<style",
            " onclick=",
            " onload=",
            "javascript:",
            "http:",
            "https:",
        ] {
            assert!(!page.contains(forbidden), "{name} has {forbidden}");
        }
        for script in page.split("<script").skip(1) {
            let (start, rest) = script.split_once('>').unwrap();
            assert!(start.contains(" src=\"/hosted/"), "{name}: {start}");
            assert!(rest.starts_with("</script>"), "{name}: the script has a body");
        }
        for path in attributes(page, "href") {
            let good = path.starts_with('/') || path.starts_with('#') || path.starts_with("otpauth://");
            assert!(good && !path.starts_with("//"), "{name}: {path}");
        }
        for path in attributes(page, "src") {
            let good = path.starts_with(paths::ASSETS) || path.starts_with("data:image/svg+xml;base64,");
            assert!(good, "{name}: {path}");
        }
    });
}

#[test]
fn changes_things_by_posting_only() {
    check(|name, _, page| {
        for form in tags(page, "form") {
            assert_eq!(value(form, "method"), Some("post"), "{name}: {form}");
            let action = value(form, "action").unwrap();
            assert!(
                action.starts_with('/') && !action.starts_with("//"),
                "{name}: {action}"
            );
        }
        for form in page.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap();
            assert!(
                form.contains("<input type=\"hidden\" name=\"csrf\" value=\"c5f0a1\">"),
                "{name}: a form does not say where it comes from"
            );
        }
    });
}

#[test]
fn every_field_has_a_label() {
    check(|name, _, page| {
        let labelled: BTreeSet<&str> = attributes(page, "for").into_iter().collect();
        for tag in ["input", "select"] {
            for field in tags(page, tag) {
                if value(field, "type") == Some("hidden") {
                    continue;
                }
                let by_id = value(field, "id").is_some_and(|id| labelled.contains(id));
                // Choices stand inside their label.
                let inside = page
                    .split("<label class=\"choice\"")
                    .skip(1)
                    .any(|label| label.split("</label>").next().unwrap().contains(field));
                assert!(by_id || inside, "{name}: {field}");
            }
        }
    });
}

#[test]
fn names_every_id_once_and_refers_to_none_that_is_missing() {
    check(|name, _, page| {
        let ids = attributes(page, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: {ids:?}");
        let anchors = attributes(page, "href")
            .into_iter()
            .filter_map(|path| path.strip_prefix('#'));
        let mut referred: Vec<&str> = anchors.collect();
        for attribute in [
            "for",
            "aria-labelledby",
            "aria-controls",
            "data-copy",
            "data-reveal",
        ] {
            referred.extend(attributes(page, attribute));
        }
        for described in attributes(page, "aria-describedby") {
            referred.extend(described.split(' '));
        }
        for id in referred {
            assert!(unique.contains(id), "{name}: nothing is called {id:?}");
        }
    });
}

#[test]
fn loads_only_assets_that_exist() {
    let theme = sample::theme();
    check(|name, _, page| {
        let loaded: Vec<&str> = attributes(page, "src")
            .into_iter()
            .chain(attributes(page, "href"))
            .filter_map(|path| path.strip_prefix(paths::ASSETS))
            .collect();
        assert_eq!(loaded.len(), 6, "{name}: {loaded:?}");
        for asset in loaded {
            assert!(assets::find(asset, &theme).is_some(), "{name}: {asset}");
        }
    });
}

#[test]
fn says_what_is_wrong_at_the_top_and_at_the_field() {
    check(|name, _, page| {
        let problems = page.split("id=\"problems\"").nth(1);
        let Some(problems) = problems.map(|rest| rest.split("</div>").next().unwrap()) else {
            return;
        };
        assert!(page.contains("role=\"alert\""), "{name}");
        for field in attributes(problems, "href") {
            let id = field.strip_prefix('#').unwrap();
            assert!(
                page.contains(&format!("{id}-error")),
                "{name}: {id} does not say what is wrong"
            );
        }
    });
}

#[test]
fn is_shown_in_every_language() {
    let [english, german, spanish] = Language::ALL.map(sample::pages);
    for ((english, german), spanish) in english.iter().zip(&german).zip(&spanish) {
        let [english_main, german_main, spanish_main] =
            [english, german, spanish].map(|page| text_of(&page.html, "main"));
        assert_ne!(english_main, german_main, "{}", english.address);
        assert_ne!(english_main, spanish_main, "{}", english.address);
        assert_ne!(german_main, spanish_main, "{}", english.address);
    }
}

#[test]
fn every_page_has_a_sample() {
    let shown: BTreeSet<String> = sample::pages(Language::English)
        .into_iter()
        .map(|page| page.address.split('?').next().unwrap_or_default().to_owned())
        .collect();
    for path in [
        paths::SIGN_UP,
        paths::SIGN_UP_CONTINUE,
        paths::SIGN_UP_PROTECT,
        paths::SIGN_UP_PASSPHRASE,
        paths::SIGN_UP_APP,
        paths::SIGN_UP_CODES,
        paths::SIGN_IN,
        paths::SIGN_IN_SECOND,
        paths::PROVE,
        paths::RECOVER,
        paths::RECOVER_CONTINUE,
        paths::RECOVER_METHODS,
        paths::RECOVER_WAITING,
        paths::RECOVER_FINISH,
        paths::RECOVER_PASSPHRASE,
        paths::RECOVER_APP,
        paths::RECOVER_CODES,
        paths::ACCOUNT,
        paths::ACCOUNT_CONFIRM,
        paths::ACCOUNT_ADD,
        paths::ADD_PASSKEY,
        paths::ADD_SECURITY_KEY,
        paths::ADD_APP,
        paths::ADD_PASSPHRASE,
        paths::ADD_CODES,
        paths::ACCOUNT_REMOVE,
        paths::TOKENS,
        paths::ADDRESSES,
        paths::ADDRESSES_CONTINUE,
        paths::EVENTS,
        paths::NOT_ME,
        paths::VETO,
        paths::OBJECT,
    ] {
        assert!(shown.contains(path), "{path} is in no preview and in no test");
    }
}
