//! What holds for every page of the console, empty or full.

#![cfg(test)]

use std::collections::BTreeSet;

use maud::Markup;
use server::console::error::Failure;
use server::console::views::{
    Account, Accounts, Attention, Decision, Erased, Exposure, Frame, Home, Journey, Log, Promise, Refusal,
    Step,
};
use server::console::{
    account, accounts, assets, attention, decision, enter, error, exposure, home, journey, log, paths,
    promise, words,
};
use vocabulary::AccountId;

#[path = "../examples/preview/sample/mod.rs"]
mod sample;

mod every_page {
    use super::*;

    fn full() -> Vec<(&'static str, String)> {
        let frame = sample::frame().unwrap();
        let closed = sample::closed_frame().unwrap();
        text(vec![
            ("home", home::page(&frame, &sample::home().unwrap())),
            ("sign-in", journey::page(&frame, &sample::sign_in().unwrap())),
            ("checkout", journey::page(&frame, &sample::checkout().unwrap())),
            (
                "promise",
                promise::page(&frame, &sample::promise_at_risk().unwrap()),
            ),
            ("unmeasured", promise::page(&frame, &sample::promise_unmeasured())),
            ("accounts", accounts::page(&frame, &sample::accounts().unwrap())),
            ("account", account::page(&frame, &sample::account().unwrap())),
            (
                "end-sessions",
                account::confirm::page(&frame, &sample::confirm().unwrap()),
            ),
            (
                "attention",
                attention::page(&frame, &sample::attention().unwrap()),
            ),
            ("exposure", exposure::page(&frame, &sample::exposure().unwrap())),
            ("decision", decision::page(&frame, &sample::decision().unwrap())),
            ("log", log::page(&frame, &sample::log().unwrap())),
            ("enter", enter::page(&closed, "owner-key")),
            (
                "missing",
                error::page(
                    &frame,
                    Failure::Missing {
                        what: "an account called acc_43",
                    },
                ),
            ),
            ("failed", error::page(&frame, Failure::Ours { id: "req_1" })),
        ])
    }

    fn empty() -> Vec<(&'static str, String)> {
        let frame = Frame::default();
        let stepless = Journey {
            steps: vec![Step::default()],
            ..Journey::default()
        };
        let mut bare = sample::decision().unwrap();
        bare.covered_by = None;
        bare.promise = None;
        bare.entry.promise_says = None;
        bare.entry.record.judgement = None;
        let unknown = Account::unknown(AccountId::new("acc_42").unwrap());
        text(vec![
            ("home", home::page(&frame, &Home::default())),
            ("journey", journey::page(&frame, &Journey::default())),
            ("step", journey::page(&frame, &stepless)),
            ("promise", promise::page(&frame, &Promise::default())),
            ("accounts", accounts::page(&frame, &Accounts::default())),
            ("account", account::page(&frame, &unknown)),
            ("attention", attention::page(&frame, &Attention::default())),
            ("exposure", exposure::page(&frame, &Exposure::default())),
            ("decision", decision::page(&frame, &bare)),
            ("erased", decision::erased(&frame, &Erased::default())),
            ("log", log::page(&frame, &Log::default())),
            ("expired", enter::refused(&frame, Refusal::Expired)),
            ("used", enter::refused(&frame, Refusal::Used)),
            ("unknown", enter::refused(&frame, Refusal::Unknown)),
            ("forbidden", error::page(&frame, Failure::Forbidden)),
            ("nameless", error::page(&frame, Failure::Missing { what: "" })),
        ])
    }

    fn text(pages: Vec<(&'static str, Markup)>) -> Vec<(&'static str, String)> {
        pages
            .into_iter()
            .map(|(name, page)| (name, page.into_string()))
            .collect()
    }

    fn check(holds: impl Fn(&str, &str)) {
        for (name, page) in full().into_iter().chain(empty()) {
            holds(name, &page);
        }
    }

    /// The values of an attribute, in the order of the page.
    fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
        let start = format!(" {name}=\"");
        page.split(start.as_str())
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect()
    }

    #[test]
    fn has_one_heading_a_title_and_a_language() {
        check(|name, page| {
            assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">"), "{name}");
            assert_eq!(page.matches("<h1").count(), 1, "{name}");
            assert_eq!(page.matches("<main").count(), 1, "{name}");
            let title = page
                .split("<title>")
                .nth(1)
                .unwrap()
                .split("</title>")
                .next()
                .unwrap();
            assert!(title.ends_with(" · Safeconduct"), "{name}: {title}");
        });
    }

    #[test]
    fn skips_no_level_of_heading() {
        check(|name, page| {
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
        check(|name, page| {
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
            let scripts: Vec<&str> = page.split("<script").skip(1).collect();
            assert_eq!(scripts.len(), 1, "{name}");
            assert!(scripts[0].contains("></script>"), "{name}: the script has a body");
            for path in attributes(page, "src")
                .into_iter()
                .chain(attributes(page, "href"))
            {
                assert!(
                    path.starts_with("/console") || path.starts_with('#'),
                    "{name}: {path}"
                );
            }
            for path in attributes(page, "action") {
                assert!(path.starts_with("/console"), "{name}: {path}");
            }
        });
    }

    #[test]
    fn names_every_id_once_and_refers_to_none_that_is_missing() {
        check(|name, page| {
            let ids = attributes(page, "id");
            let unique: BTreeSet<&str> = ids.iter().copied().collect();
            assert_eq!(ids.len(), unique.len(), "{name}: {ids:?}");
            let labels = attributes(page, "aria-labelledby");
            let copied = attributes(page, "data-copy");
            let anchors = attributes(page, "href")
                .into_iter()
                .filter_map(|path| path.strip_prefix('#'));
            for id in labels
                .into_iter()
                .chain(copied)
                .chain(anchors)
                .chain(attributes(page, "for"))
            {
                assert!(unique.contains(id), "{name}: nothing is called {id:?}");
            }
        });
    }

    #[test]
    fn loads_only_assets_that_exist() {
        check(|name, page| {
            let mut loaded = 0;
            for path in attributes(page, "src")
                .into_iter()
                .chain(attributes(page, "href"))
            {
                if let Some(asset) = path.strip_prefix(paths::ASSETS) {
                    assert!(assets::find(asset).is_some(), "{name}: {path}");
                    loaded += 1;
                }
            }
            assert_eq!(loaded, 3, "{name}");
        });
    }

    #[test]
    fn uses_only_classes_that_the_style_sheet_knows() {
        let css = include_str!("../assets/console.css");
        let mut unknown = BTreeSet::new();
        for (_, page) in full().into_iter().chain(empty()) {
            for class in attributes(&page, "class")
                .iter()
                .flat_map(|classes| classes.split(' '))
            {
                let is_styled = css.split(&format!(".{class}")).skip(1).any(|rest| {
                    !rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '-' || next == '_')
                });
                if !is_styled {
                    unknown.insert(class.to_owned());
                }
            }
        }
        assert_eq!(unknown, BTreeSet::new());
    }

    #[test]
    fn never_shows_good_where_nothing_is_known() {
        for (name, page) in empty() {
            // The legend explains every sign, the good one too.
            let page = page.split("<details class=\"legend\"").next().unwrap();
            assert!(!page.contains("class=\"state state-kept\""), "{name}");
            assert!(!page.contains("Yes, all of them."), "{name}");
        }
    }
}

mod text_from_outside {
    use super::*;

    const HOSTILE: &str = "\"'><script>alert(1)</script>&amp;";

    #[test]
    fn is_shown_and_never_obeyed() {
        let frame = sample::frame().unwrap();
        let check = |name: &str, page: Markup| {
            let page = page.into_string();
            assert!(!page.contains("<script>alert"), "{name}");
            assert!(!page.contains("\"'>"), "{name}: an attribute was left");
            assert!(
                page.contains("&lt;script&gt;alert(1)") || page.contains("%3Cscript%3E"),
                "{name}: it is not shown"
            );
        };
        let id = AccountId::new(HOSTILE).unwrap();

        let mut view = sample::accounts().unwrap();
        view.query = HOSTILE.to_owned();
        view.after = Some(HOSTILE.to_owned());
        view.rows[0].id = id.clone();
        check("accounts", accounts::page(&frame, &view));

        let mut view = sample::account().unwrap();
        view.id = id.clone();
        view.sessions[0].agent = Some(HOSTILE.to_owned());
        view.devices[0].id = HOSTILE.to_owned();
        view.timeline[3].record.event.from.agent = Some(HOSTILE.into());
        check("account", account::page(&frame, &view));

        let mut view: Decision = sample::decision().unwrap();
        view.entry.record.event.account = id;
        view.entry.promise_says = Some(HOSTILE.to_owned());
        check("decision", decision::page(&frame, &view));

        let mut view = sample::sign_in().unwrap();
        view.name = HOSTILE.to_owned();
        view.steps[0].id = HOSTILE.to_owned();
        view.steps[0].promises[0].id = HOSTILE.to_owned();
        view.steps[0].gives[0].keep = HOSTILE.to_owned();
        check("journey", journey::page(&frame, &view));

        check("enter", enter::page(&frame, HOSTILE));
        check("error", error::page(&frame, Failure::Missing { what: HOSTILE }));
    }
}

mod the_fragment {
    use super::*;

    #[test]
    fn is_what_the_page_shows_in_its_place() {
        let frame = sample::frame().unwrap();
        let view = sample::home().unwrap();
        let fragment = home::just_now(frame.now, &view.today, &view.just_now).into_string();
        let page = home::page(&frame, &view).into_string();
        assert!(page.contains(&fragment));
        assert!(fragment.contains("data-live-list") && fragment.contains("aria-live=\"polite\""));
        assert_eq!(fragment.matches("data-entry=").count(), view.just_now.len());
        for entry in &view.just_now {
            assert!(fragment.contains(&words::told(&entry.record).replace('"', "&quot;")));
        }
    }
}
