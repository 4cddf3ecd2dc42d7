//! The report of the journeys that ship with the program, and of journeys that mean harm: what its pages say, and
//! what they must never hold.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use exchange::export::Figures;
use journey::{Finding, Journeys, Options, SourceFile};
use report::{Counted, Extent, File, Form, Material, files};
use vocabulary::{Moment, Span};

const FORMS: [Form; 2] = [Form::Html, Form::Markdown];

fn now() -> Moment {
    Moment::parse("2026-11-22T12:00:00Z").unwrap()
}

fn shipped() -> Vec<SourceFile> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../journeys");
    let mut files: Vec<SourceFile> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            SourceFile::new(name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort_by(|left, right| left.name.cmp(&right.name));
    files
}

fn read(sources: &[SourceFile]) -> (Journeys, Vec<Finding>) {
    let (journeys, mut findings) = journey::load(sources);
    let options = Options {
        now: Some(now()),
        ..Options::default()
    };
    findings.extend(journey::check(&journeys, &options));
    (journeys, findings)
}

fn written(sources: &[SourceFile], figures: Option<&str>, form: Form, extent: Extent) -> Vec<File> {
    let (journeys, findings) = read(sources);
    let figures = figures.map(|json| Figures::from_answer(json).unwrap());
    let material = Material {
        name: Some("Meadow Shop"),
        journeys: &journeys,
        now: now(),
        counted: figures.as_ref().map(|figures| Counted {
            figures,
            at: Some(now()),
        }),
        evidence: None,
        stale_after: Span::from_days(30),
        findings: &findings,
    };
    files(&material, form, extent).unwrap()
}

fn page<'a>(files: &'a [File], path: &str) -> &'a str {
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let file = files.iter().find(|file| file.path == path);
    file.map_or_else(
        || panic!("there is no {path} among {paths:?}"),
        |file| file.text.as_str(),
    )
}

#[test]
fn every_page_of_the_shipped_journeys_says_what_it_is_there_for() {
    let files = written(&shipped(), None, Form::Html, Extent::Whole);
    let check = |path: &str, parts: &[&str]| {
        for part in parts {
            assert!(page(&files, path).contains(part), "{path} does not say `{part}`");
        }
    };
    check(
        "index.html",
        &[
            "14 promises are stated; nothing is measured here.",
            "To get into my account quickly, and be the only person who can.",
            "href=\"journeys/sign-in.html\"",
            "<time datetime=\"2027-03-31\">31 March 2027</time>",
            "20 controls",
        ],
    );
    check(
        "journeys/checkout.html",
        &[
            "I enter my card and press Pay.",
            "The page hangs, I press again, and rent day bounces because I paid twice.",
            "You pay once, exactly the amount you saw.",
            "at least 99.99\u{a0}% over 30 days",
            "No promise stands against this yet; it is owed.",
            "jo@example.com",
        ],
    );
    check(
        "controls.html",
        &["junit:auth/second_factor", "no results were given"],
    );
    check(
        "our-promises.html",
        &["Our promises", "We will mend this by 30 June 2027."],
    );
    check(
        "auditor/promises.md",
        &["`stolen-password-useless`", "Kept by: `second-factor`"],
    );
    check("auditor/debts.md", &["Until 31 March 2027", "SEC-412"]);
    check("auditor/assessment-results.json", &["oscal-version"]);
    check("auditor/plan-of-action.json", &["oscal-version"]);
    assert_eq!(files[0].path, "index.html");
}

#[test]
fn what_was_not_counted_is_never_shown_as_kept() {
    for form in FORMS {
        for file in written(&shipped(), None, form, Extent::Whole) {
            // The signs are explained on every page; the explanation itself is no claim.
            let claims = file.text.split("How to read this").next().unwrap();
            assert!(!claims.contains("class=\"state state-kept\""), "{}", file.path);
            assert!(!claims.contains("● kept"), "{}", file.path);
        }
    }
}

#[test]
fn figures_give_each_promise_its_state() {
    let check = |state: &str, word: &str, class: &str| {
        let figures = format!(
            r#"{{"journeys": [{{"promises": [{{"id": "checkout/charged-once", "state": "{state}", "valid": 40210,
                "good": 40209, "in_words": "40209 of 40210 <b>"}}]}}]}}"#
        );
        let html = written(&shipped(), Some(&figures), Form::Html, Extent::Whole);
        let checkout = page(&html, "journeys/checkout.html");
        assert!(
            checkout.contains(&format!("class=\"promise {class}\" id=\"promise-charged-once\"")),
            "{state}"
        );
        assert!(checkout.contains("40209 of 40210 &lt;b&gt;"));
        let markdown = written(&shipped(), Some(&figures), Form::Markdown, Extent::Public);
        assert!(
            page(&markdown, "our-promises.md").contains(&format!("{word}: Our aim")),
            "{state}"
        );
    };
    check("kept", "● kept", "state-kept");
    check("at-risk", "◐ at risk", "state-at-risk");
    check("broken", "■ broken", "state-broken");
    check("unproven", "◌ unproven", "state-unproven");
    check("stated-debt", "◣ stated debt", "state-debt");
}

#[test]
fn the_public_page_names_nobody_and_nothing_internal() {
    let sources = shipped();
    let (journeys, _) = read(&sources);
    for form in FORMS {
        let files = written(&sources, None, form, Extent::Public);
        assert_eq!(files.len(), 1);
        let text = files[0].text.split("</style>").last().unwrap();
        let check = |inner: &str| assert!(!text.contains(inner), "`{inner}` stands on the public page");
        for (name, control) in &journeys.controls {
            check(name);
            check(&control.does);
        }
        for journey in &journeys.journeys {
            for (_, worst) in journey.worst() {
                check(&worst.story);
            }
            for debt in &journey.debt {
                for internal in [&debt.why, &debt.owner, &debt.accepted_by, &debt.track] {
                    check(internal.as_ref().unwrap());
                }
            }
            check(journey.owners.engineering.as_ref().unwrap());
        }
        check("@");
        check("index.");
        check("journeys/");
    }
}

fn is(file: &File, ending: &str) -> bool {
    Path::new(&file.path)
        .extension()
        .is_some_and(|found| found == ending)
}

/// Pages load nothing and run nothing, whatever the journeys say.
fn assert_stands_alone(file: &File) {
    let text = &file.text;
    for loads in [
        "<script",
        "<link rel=\"stylesheet",
        "src=",
        "@import",
        "url(",
        "<iframe",
        "<img",
        "srcset",
        "javascript:",
    ] {
        assert!(!text.contains(loads), "{} has `{loads}`", file.path);
    }
    for (at, _) in text.match_indices("href=\"") {
        let target = text[at + 6..].split('"').next().unwrap();
        let is_outside = target.contains("//") && !target.starts_with("data:");
        let is_shown = text[..at].ends_with("<a class=\"out\" ");
        assert!(!is_outside || is_shown, "{} refers to {target}", file.path);
    }
}

#[test]
fn no_page_asks_anybody_for_anything() {
    for file in written(&shipped(), None, Form::Html, Extent::Whole) {
        if is(&file, "html") {
            assert_stands_alone(&file);
        }
    }
}

const HARM: &str =
    r#"<script>alert(1)</script>"><img src=x onerror=alert(1)> [a](javascript:alert(1)) `|` # * _"#;

fn harmful() -> Vec<SourceFile> {
    let harm = HARM.replace('\'', "''");
    let journey = format!(
        "journey: '{harm}'\nid: a\nwho: '{harm}'\nwants: '{harm}'\nowners: {{ product: '{harm}', engineering: '{harm}' }}\nsteps:\n  - id: s\n    does: '{harm}'\n    gives: [email]\n    worst:\n      - {{ id: w, story: '{harm}', harm: severe }}\n    promises:\n      - {{ id: p, says: '{harm}', against: [w], kept_by: [c] }}\nguardrails:\n  - {{ id: g, says: '{harm}', watches: [c] }}\ndebt:\n  - {{ id: d, weakens: [p, w], owe: '{harm}', why: '{harm}', owner: '{harm}', accepted_by: '{harm}', until: \"2027-01-01\", track: 'https://example.com/{harm}' }}\n"
    );
    let controls = format!(
        "controls:\n  c: {{ does: '{harm}', type: prevent, enforced_by: '{harm}', rests_on: ['{harm}'], proof: ['junit:{harm}'] }}\n"
    );
    let data = format!("data:\n  email: {{ kind: personal, keep: '{harm}' }}\n");
    vec![
        SourceFile::new("a.journey.yaml", journey),
        SourceFile::new("controls.yaml", controls),
        SourceFile::new("data.yaml", data),
    ]
}

#[test]
fn no_text_of_a_journey_becomes_markup() {
    for file in written(&harmful(), None, Form::Html, Extent::Whole) {
        if is(&file, "html") {
            let lower = file
                .text
                .replace("src=x onerror", "")
                .replace("javascript:alert", "");
            assert_stands_alone(&File {
                path: file.path.clone(),
                text: lower,
            });
            assert!(
                file.text.contains("&lt;script&gt;") || file.path == "findings.html",
                "{}",
                file.path
            );
        }
    }
    for file in written(&harmful(), None, Form::Markdown, Extent::Whole) {
        if !is(&file, "md") {
            continue;
        }
        // What stands between backticks is code, where nothing means anything.
        let outside: String = file.text.lines().map(without_code).collect();
        for (at, _) in outside.match_indices(['<', '[']) {
            let ours = [".md)", "[assessment-results.json]", "[plan-of-action.json]"];
            let is_ours =
                outside[at..].starts_with('[') && ours.iter().any(|link| outside[at..].contains(link));
            assert!(
                outside[..at].ends_with('\\') || is_ours,
                "{}: {}",
                file.path,
                outside[at..].lines().next().unwrap()
            );
        }
    }
}

/// A line of Markdown without its code spans: from a run of backticks to the next run of as many.
fn without_code(line: &str) -> String {
    let run = |text: &str| text.len() - text.trim_start_matches('`').len();
    let (mut out, mut rest) = (String::new(), line);
    while let Some(letter) = rest.chars().next() {
        let length = run(rest);
        if letter == '\\' {
            let escaped: String = rest.chars().take(2).collect();
            rest = &rest[escaped.len()..];
            out.push_str(&escaped);
        } else if length > 0 {
            let mut inside = &rest[length..];
            while let Some(at) = inside.find('`') {
                let found = run(&inside[at..]);
                inside = &inside[at + found..];
                if found == length {
                    break;
                }
            }
            rest = inside;
        } else {
            out.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    out + "\n"
}

#[test]
fn the_same_material_gives_the_same_bytes_and_sound_paths() {
    for form in FORMS {
        let first = written(&shipped(), None, form, Extent::Whole);
        assert_eq!(first, written(&shipped(), None, form, Extent::Whole));
        let mut paths: Vec<&str> = first.iter().map(|file| file.path.as_str()).collect();
        for path in &paths {
            let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-./".contains(letter);
            assert!(path.chars().all(is_plain) && !path.contains(".."), "{path}");
        }
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), first.len());
    }
}

/// Every link between the pages leads to a page, and to a place on it.
#[test]
fn no_link_leads_nowhere() {
    let figures = r#"{"journeys": []}"#;
    let files = written(&shipped(), Some(figures), Form::Html, Extent::Whole);
    for file in files.iter().filter(|file| is(file, "html")) {
        for (at, _) in file.text.match_indices("<a ") {
            let tag = file.text[at..].split('>').next().unwrap();
            let target = tag.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
            let (path, place) = target.split_once('#').unwrap_or((target, ""));
            let path = match (path, file.path.contains('/')) {
                ("", _) => file.path.clone(),
                (path, true) => path.trim_start_matches("../").to_owned(),
                (path, false) => path.to_owned(),
            };
            let text = page(&files, &path);
            assert!(
                place.is_empty() || text.contains(&format!("id=\"{place}\"")),
                "{}: {target}",
                file.path
            );
        }
    }
}

#[test]
fn many_journeys_make_many_pages() {
    let journey = |number: usize| {
        let text = format!(
            "journey: Journey {number}\nid: j-{number}\nwho: I\nwants: To.\nowners: {{ product: p }}\nsteps:\n  - id: s\n    does: I do.\n    promises:\n      - {{ id: p, says: You can. }}\n"
        );
        SourceFile::new(format!("j-{number}.journey.yaml"), text)
    };
    let sources: Vec<SourceFile> = (0..200).map(journey).collect();
    let files = written(&sources, None, Form::Html, Extent::Whole);
    assert_eq!(
        files
            .iter()
            .filter(|file| file.path.starts_with("journeys/"))
            .count(),
        200
    );
    assert!(page(&files, "index.html").contains("200 promises are stated"));
}
