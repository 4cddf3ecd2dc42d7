//! Random journey files: every key, with values that often meet.

use proptest::prelude::*;

use super::Files;

/// One of some words.
fn word(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(words)
}

/// A line `key: value`, or none.
fn maybe(key: &'static str, values: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![1 => Just(String::new()), 2 => word(values).prop_map(move |value| format!(", {key}: {value}"))]
}

/// Some of some names, as a flow list.
fn some(names: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::subsequence(names, 0..=names.len()).prop_map(|names| format!("[{}]", names.join(", ")))
}

const TARGETS: &[&str] = &["90%", "99%", "99.9%", "100%"];
const SPANS: &[&str] = &["1m", "60s", "90s", "7d", "30d"];
const DATA: &[&str] = &["d0", "d1"];
const DAYS: &[&str] = &["2027-01-31", "2027-06-30", "2028-01-31"];
const OF: &[&str] = &[
    "\"sign_in.finished\"",
    "\"sign_in.finished where device = new\"",
    "\"sign_in.finished where device != known\"",
    "\"sign_in.finished where device = new and password = correct\"",
    "\"sign_in.finished where device = new or verdict = owner\"",
];
const GOOD: &[&str] = &[
    "\"outcome = refused\"",
    "\"outcome = refused or second_factor = passed\"",
    "\"outcome != allowed\"",
    "\"blocked = no and verdict = owner\"",
];
const NEVER: &[&str] = &[
    "card_number.seen",
    "\"order.placed where card = saved\"",
    "\"order.placed where card = saved and address = new\"",
    "\"order.placed where card != saved or card = saved\"",
];
const USERS: &[&str] = &[
    "users",
    "\"users where active_days >= 1\"",
    "\"users where active_days > 7\"",
];
const WAYS: &[&str] = &[
    "\"weakest_way_in = passkey\"",
    "\"weakest_way_in in [passkey, totp]\"",
];
const ENDS: &[&str] = &["session.ended", "\"session.ended where session_id = a\""];
const DRILLS: &[&str] = &["a every 7d", "a every 30d", "b every 7d"];

fn measure() -> BoxedStrategy<String> {
    let least = &["20", "30", "500"][..];
    prop_oneof![
        1 => Just(String::new()),
        3 => (word(OF), word(GOOD), word(TARGETS), maybe("over", SPANS), maybe("min_events", least), maybe("drill", DRILLS))
            .prop_map(|(of, good, target, over, least, drill)| {
                format!(", measure: {{ kind: ratio, of: {of}, good: {good}, target: {target}{over}{least}{drill} }}")
            }),
        2 => (word(ENDS), word(&["session_id", "account_id"]), word(SPANS), word(TARGETS), maybe("over", SPANS))
            .prop_map(|(to, same, limit, target, over)| format!(
                ", measure: {{ kind: within, from: session.went_odd, to: {to}, same: {same}, limit: {limit}, target: {target}{over} }}"
            )),
        2 => (word(USERS), word(WAYS), word(TARGETS), maybe("by", DAYS))
            .prop_map(|(of, good, target, by)| format!(", measure: {{ kind: share, of: {of}, good: {good}, target: {target}{by} }}")),
        1 => (word(USERS), word(WAYS), word(DAYS), word(&["10%", "50%"]), word(&["2026-01-31", "2026-06-30"]))
            .prop_map(|(of, good, by, from, since)| format!(
                ", measure: {{ kind: share, of: {of}, good: {good}, target: 90%, by: {by}, glide: {{ from: {from}, since: {since} }} }}"
            )),
        2 => (word(NEVER), maybe("drill", DRILLS))
            .prop_map(|(event, drill)| format!(", measure: {{ kind: never, event: {event}{drill} }}")),
    ]
    .boxed()
}

/// Some of a list of names.
type Mask = u16;

/// A thing with its place among its like, before it is known what it can refer to.
#[derive(Debug, Clone)]
struct Raw {
    /// Which step it belongs to, of those that there are.
    step: usize,
    /// What it refers to: two lists.
    refers: (Mask, Mask),
    /// What comes before the references, and behind them.
    text: (String, String),
}

impl Raw {
    /// As an item of a list; `keys` are the keys of its references, each with the names that there are.
    fn item(&self, indent: &str, keys: &[(&str, &[&str])]) -> String {
        let masks = [self.refers.0, self.refers.1];
        let lists: Vec<String> = keys
            .iter()
            .zip(masks)
            .map(|((key, names), mask)| format!(", {key}: [{}]", picked(names, mask).join(", ")))
            .collect();
        format!(
            "{indent}- {{ {}{}{} }}\n",
            self.text.0,
            lists.concat(),
            self.text.1
        )
    }
}

fn picked<'a>(names: &[&'a str], mask: Mask) -> Vec<&'a str> {
    let all = names.iter().enumerate();
    all.filter(|(at, _)| mask >> at & 1 == 1)
        .map(|(_, name)| *name)
        .collect()
}

/// Some of the named things, each made in its own way.
fn things(
    names: &'static [&'static str],
    one: impl Strategy<Value = (String, String)> + Clone + 'static,
) -> impl Strategy<Value = Vec<(&'static str, Raw)>> {
    let raw =
        (0..3_usize, any::<(Mask, Mask)>(), one).prop_map(|(step, refers, text)| Raw { step, refers, text });
    (prop::collection::vec(raw, names.len()), any::<Mask>()).prop_map(move |(raws, mask)| {
        let all = names.iter().copied().zip(raws).enumerate();
        let some = all.filter(|(at, _)| mask >> at & 1 == 1).map(|(_, thing)| thing);
        some.map(|(name, raw)| {
            (
                name,
                Raw {
                    text: (format!("id: {name}, {}", raw.text.0), raw.text.1),
                    ..raw
                },
            )
        })
        .collect()
    })
}

fn list(key: &'static str, lines: &[String]) -> String {
    if lines.is_empty() {
        String::new()
    } else {
        format!("{key}:\n{}", lines.concat())
    }
}

fn step(name: &'static str) -> impl Strategy<Value = String> {
    (
        word(&["I come.", "I go.", "I look."]),
        some(DATA),
        some(&["GET /a", "POST /b"]),
    )
        .prop_map(move |(does, gives, at)| {
            format!("  - id: {name}\n    does: {does}\n    gives: {gives}\n    at: {at}\n")
        })
}

/// A journey, before it is known which controls there are.
#[derive(Debug, Clone)]
struct RawJourney {
    id: &'static str,
    heading: String,
    steps: Vec<String>,
    worst: Vec<(&'static str, Raw)>,
    promises: Vec<(&'static str, Raw)>,
    guardrails: Vec<(&'static str, Raw)>,
    debt: Vec<(&'static str, Raw)>,
}

impl RawJourney {
    fn text(&self, controls: &[&str]) -> String {
        let names = |things: &[(&'static str, Raw)]| things.iter().map(|(name, _)| *name).collect::<Vec<_>>();
        // Without a step there is nowhere to put them.
        let has_steps = !self.steps.is_empty();
        let worst = if has_steps { names(&self.worst) } else { Vec::new() };
        let mut owed = names(&self.guardrails);
        if has_steps {
            owed.extend(names(&self.promises));
            owed.extend(&worst);
        }
        let at = |things: &[(&'static str, Raw)], step: usize, keys: &[(&str, &[&str])]| -> Vec<String> {
            let here = things
                .iter()
                .filter(|(_, raw)| raw.step % self.steps.len() == step);
            here.map(|(_, raw)| raw.item("      ", keys)).collect()
        };
        let steps = self.steps.iter().enumerate().map(|(place, step)| {
            let worst_here = list("    worst", &at(&self.worst, place, &[]));
            let keys: [(&str, &[&str]); 2] = [("against", &worst), ("kept_by", controls)];
            format!(
                "{step}{worst_here}{}",
                list("    promises", &at(&self.promises, place, &keys))
            )
        });
        let steps: Vec<String> = steps.collect();
        let items = |things: &[(&'static str, Raw)], key: &str, names: &[&str]| -> Vec<String> {
            things
                .iter()
                .map(|(_, raw)| raw.item("  ", &[(key, names)]))
                .collect()
        };
        format!(
            "{}id: {}\n{}{}{}",
            self.heading,
            self.id,
            list("steps", &steps),
            list("guardrails", &items(&self.guardrails, "watches", controls)),
            list("debt", &items(&self.debt, "weakens", &owed))
        )
    }
}

fn journey(id: &'static str) -> impl Strategy<Value = RawJourney> {
    let harm = word(&["minor", "moderate", "severe", "irreversible"]);
    let worst = (
        word(&["A thief.", "A leak."]),
        harm,
        maybe("front", &["internal", "insider"]),
    )
        .prop_map(|(story, harm, front)| (format!("story: {story}, harm: {harm}{front}"), String::new()));
    let says = word(&["You are safe.", "Nobody gets in.", "We tell you.", "You get in."]);
    let promise = (says, measure())
        .prop_map(|(says, measure)| (format!("says: {says}"), measure))
        .boxed();
    let tracked = maybe("track", &["T-1", "T-2"]);
    let debt = (
        word(&["Something.", "More."]),
        maybe("until", DAYS),
        maybe("owner", &["a", "b"]),
        tracked,
    )
        .prop_map(|(owe, until, owner, track)| (format!("owe: {owe}"), format!("{until}{owner}{track}")));
    let heading = (word(&["Sign in", "Buy"]), maybe("product", &["a", "b"]), word(&["normal", "important", "critical"]))
        .prop_map(|(name, product, matters)| {
            let owners = product.trim_start_matches(", ");
            format!("journey: {name}\nwho: Anyone\nwants: To be safe.\nowners: {{ {owners} }}\nmatters: {matters}\n")
        });
    let steps = (step("s0"), step("s1"), step("s2"), any::<Mask>(), any::<bool>()).prop_map(
        |(s0, s1, s2, mask, turned)| {
            let all = if turned { [s2, s1, s0] } else { [s0, s1, s2] };
            all.into_iter()
                .enumerate()
                .filter(|(at, _)| mask >> at & 1 == 1)
                .map(|(_, step)| step)
                .collect::<Vec<_>>()
        },
    );
    (
        heading,
        steps,
        things(&["w0", "w1", "w2"], worst.boxed()),
        things(&["p0", "p1", "p2", "p3"], promise.clone()),
        things(&["g0", "g1"], promise),
        things(&["o0", "o1"], debt.boxed()),
    )
        .prop_map(
            move |(heading, steps, worst, promises, guardrails, debt)| RawJourney {
                id,
                heading,
                steps,
                worst,
                promises,
                guardrails,
                debt,
            },
        )
}

fn control(name: &'static str) -> impl Strategy<Value = String> {
    (
        word(&["prevent", "limit", "detect", "respond"]),
        maybe("accepts", &["[passkey]", "[passkey, totp]", "[totp, sms-code]", "[]"]),
        maybe("enforced_by", &["policy/growing-waits", "policy/unusual", "gateway/x"]),
        maybe("with", &["{ free: 5 }", "{ free: 6, first: 2s }", "{ most: 20m }", "{ threshold: 20% }", "{ free: many }"]),
        maybe("when_down", &["refuse", "allow", "queue", "page"]),
        maybe("shadow", &["yes", "no"]),
        maybe("proof", &["[junit:a]", "[junit:a, drill:b]"]),
        maybe("token", &["{ life: 12h }", "{ life: 24h, max_life: 14d }", "{ bound_to: device-key }"]),
    )
        .prop_map(move |(kind, accepts, by, with, down, shadow, proof, token)| {
            format!("  {name}: {{ does: It works., type: {kind}{accepts}{by}{with}{down}{shadow}{proof}{token} }}\n")
        })
}

/// The data that there is, each with how it is kept.
fn data(name: &'static str) -> impl Strategy<Value = String> {
    let kept = word(&["30d", "90d", "never", "90d after the order"]);
    (word(&["personal", "secret", "public"]), kept)
        .prop_map(move |(kind, keep)| format!("  {name}: {{ kind: {kind}, keep: {keep} }}\n"))
}

/// A folder of files in which every id stands once, and every reference finds something.
pub(crate) fn files() -> impl Strategy<Value = Files> {
    let journeys = (
        prop::option::weighted(0.9, journey("j0")),
        prop::option::weighted(0.3, journey("j1")),
    );
    let controls = (control("c0"), control("c1"), control("c2"), any::<Mask>());
    (journeys, controls, data("d0"), data("d1")).prop_map(|((first, second), (c0, c1, c2, mask), d0, d1)| {
        let known = picked(&["c0", "c1", "c2"], mask);
        let controls = picked(&[c0.as_str(), &c1, &c2], mask).concat();
        let journeys = first.into_iter().chain(second);
        let mut files: Files = journeys
            .map(|journey| (format!("{}.journey.yaml", journey.id), journey.text(&known)))
            .collect();
        let controls = if controls.is_empty() {
            " {}\n".to_owned()
        } else {
            format!("\n{controls}")
        };
        files.push(("controls.yaml".to_owned(), format!("controls:{controls}")));
        files.push(("data.yaml".to_owned(), format!("data:\n{d0}{d1}")));
        files
    })
}
