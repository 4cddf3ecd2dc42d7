//! The sentences that answer a page's question, shared by all forms of the report.

use journey::{ControlKind, DataKind, Debt, Harm, Severity, WhenDown};
use vocabulary::{Front, Moment};

use crate::book::{Book, Card, Chapter};
use crate::figure;
use crate::sign::Sign;
use crate::words;

/// Are all promises kept? From the worst state on.
pub(crate) fn whole(book: &Book<'_>) -> String {
    let of = |sign: Sign| book.promises().filter(|card| card.sign == sign).count();
    let within = |sign: Sign| {
        let chapters = book.chapters.iter();
        let chapters = chapters.filter(|chapter| chapter.promises().any(|card| card.sign == sign));
        let names: Vec<String> = chapters
            .map(|chapter| format!("“{}”", chapter.journey.name))
            .collect();
        // A long list says less than its length.
        if names.len() > 3 {
            words::several(names.len(), "journey", "journeys")
        } else {
            words::list(&names)
        }
    };
    let promises = book.promises().count();
    let open = of(Sign::NotMeasured) + of(Sign::Unproven);
    if promises == 0 {
        "Nothing is promised yet.".to_owned()
    } else if of(Sign::Broken) > 0 {
        let broken = words::several(of(Sign::Broken), "promise is", "promises are");
        format!("{} broken, in {}.", words::capital(&broken), within(Sign::Broken))
    } else if of(Sign::AtRisk) > 0 {
        let risky = words::several(of(Sign::AtRisk), "promise is", "promises are");
        format!("None is broken; {risky} at risk, in {}.", within(Sign::AtRisk))
    } else if of(Sign::NotMeasured) == promises {
        let promises = words::several(promises, "promise is", "promises are");
        format!("{} stated; nothing is measured here.", words::capital(&promises))
    } else if open > 0 {
        let open = words::several(open, "promise", "promises");
        format!("None is broken, but for {open} nobody can say yet.")
    } else if of(Sign::Debt) > 0 {
        let owed = words::several(of(Sign::Debt), "promise", "promises");
        format!("Yes, but for {owed} that we knowingly owe.")
    } else {
        "Yes, all of them.".to_owned()
    }
}

/// Are the promises of a journey kept?
pub(crate) fn of_journey(chapter: &Chapter<'_>) -> String {
    let cards: Vec<&Card<'_>> = chapter.promises().collect();
    let of = |sign: Sign| cards.iter().filter(|card| card.sign == sign).count();
    let findings: Vec<String> = [
        (Sign::Broken, "is broken", "are broken"),
        (Sign::AtRisk, "is at risk", "are at risk"),
        (Sign::NotMeasured, "is not measured here", "are not measured here"),
        (Sign::Unproven, "is unproven", "are unproven"),
        (Sign::Debt, "is a stated debt", "are stated debts"),
    ]
    .into_iter()
    .filter(|(sign, ..)| of(*sign) > 0)
    .map(|(sign, one, many)| words::several(of(sign), one, many))
    .collect();
    let promises = match (cards.len(), findings.as_slice()) {
        (0, _) => "Nothing is promised here yet.".to_owned(),
        (1, []) => "Yes, its one promise is kept.".to_owned(),
        (2, []) => "Yes, both are kept.".to_owned(),
        (all, []) => format!("Yes, all {} are kept.", words::spelled(all)),
        (all, _) if of(Sign::NotMeasured) == all => {
            let promises = words::several(all, "promise is", "promises are");
            format!("{} stated; nothing is measured here.", words::capital(&promises))
        }
        (all, findings) => {
            let promises = words::several(all, "promise", "promises");
            format!("Of {promises}, {}.", words::list(findings))
        }
    };
    let costly = |sign: Sign| chapter.guardrails.iter().filter(|card| card.sign == sign).count();
    match (costly(Sign::Broken), costly(Sign::AtRisk)) {
        (0, 0) => promises,
        (0, risky) => format!(
            "{promises} What safety costs honest people is at risk in {}.",
            cases(risky)
        ),
        (broken, _) => format!(
            "{promises} What safety costs honest people is too much in {}.",
            cases(broken)
        ),
    }
}

fn cases(number: usize) -> String {
    words::several(number, "case", "cases")
}

/// What a report that says little about the present is made from; `None` where it has figures.
pub(crate) fn unmeasured(book: &Book<'_>) -> Option<&'static str> {
    (!book.is_counted()).then_some(
        "This report is made from the journey files alone. What a running server has counted can stand beside each \
         promise: give it with `--server` or `--figures`.",
    )
}

/// Of when the report is, and of when its figures.
pub(crate) fn dated(book: &Book<'_>) -> String {
    let made = format!("Made on {}", words::day_and_minute(book.now()));
    match book.material.counted.map(|counted| counted.at) {
        None => format!("{made}, without figures."),
        Some(None) => format!("{made}, with figures of an unknown time."),
        Some(Some(at)) if at == book.now() => format!("{made}, with figures of that moment."),
        Some(Some(at)) => format!("{made}, with figures of {}.", words::day_and_minute(at)),
    }
}

/// What was found in the files, in a sentence.
pub(crate) fn found(book: &Book<'_>) -> String {
    let parts: Vec<String> = [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Note, "note", "notes"),
    ]
    .into_iter()
    .map(|(severity, one, many)| (book.found(severity), one, many))
    .filter(|(number, ..)| *number > 0)
    .map(|(number, one, many)| words::several(number, one, many))
    .collect();
    if parts.is_empty() {
        "Nothing: the files hold together.".to_owned()
    } else {
        format!("{}.", words::capital(&words::list(&parts)))
    }
}

/// How many proofs show now that their controls work.
pub(crate) fn proven(book: &Book<'_>) -> String {
    let proofs = || book.proven.values().flatten();
    let (all, holding) = (proofs().count(), proofs().filter(|proof| proof.holds()).count());
    let controls = book.material.journeys.controls.len();
    let controls = words::capital(&words::several(controls, "control", "controls"));
    if all == 0 {
        format!("{controls}; no proof is named.")
    } else if book.material.evidence.is_none() {
        let proofs = words::several(all, "proof", "proofs");
        format!("{controls} with {proofs}, of which no results were given.")
    } else {
        let proofs = words::several(all, "proof", "proofs");
        let holding = words::several(holding, "passed lately", "passed lately");
        format!("{controls} with {proofs}, of which {holding}.")
    }
}

/// What is said beneath a promise that has no figure.
pub(crate) const fn no_figure(card: &Card<'_>, is_counted: bool) -> &'static str {
    match (card.measure, is_counted) {
        (None, _) => "Nothing measures this.",
        (Some(_), false) => "Not measured here.",
        (Some(_), true) => "The server has no figure for this.",
    }
}

/// What everybody may read of how a promise stands. Where nothing is counted at all, the page says so once.
pub(crate) fn in_public(card: &Card<'_>, book: &Book<'_>) -> String {
    let aim = match card
        .measure
        .map(|measure| figure::target(measure, book.now()))
        .as_deref()
    {
        None => "We have not yet said how we measure this.".to_owned(),
        Some("never") => "Our aim: not a single time.".to_owned(),
        Some(aim) => format!("Our aim: {aim}."),
    };
    match (card.sign, figure::value(card)) {
        _ if !book.is_counted() => aim,
        (Sign::NotMeasured, _) | (_, None) => format!("{aim} We have no figure for it yet."),
        (Sign::Unproven, _) => format!("{aim} Too little has happened to say whether we keep it."),
        (_, Some(value)) if is_never(card) => format!("{aim} It has happened {value}."),
        (_, Some(value)) => format!("{aim} At present: {value}."),
    }
}

/// What leads the page that everybody may read.
pub(crate) fn public_lead(book: &Book<'_>) -> &'static str {
    if book.is_counted() {
        "and what we still owe you. Where we do not know, we say so."
    } else {
        "and what we still owe you. We publish no figures yet, so each promise stands here with what we aim for."
    }
}

fn is_never(card: &Card<'_>) -> bool {
    let kind = card.measure.map(|measure| &measure.kind);
    matches!(kind, Some(journey::MeasureKind::Never { .. }))
}

/// By when a debt is paid back: `until 31 March 2027`, `overdue since …`, `without an end`.
pub(crate) fn due(debt: &Debt, now: Moment) -> String {
    match &debt.until {
        None => "without an end".to_owned(),
        Some(until) if debt.in_force(now) => format!("until {}", words::date(until.value)),
        Some(until) => format!("overdue since {}", words::date(until.value)),
    }
}

/// The same as everybody may read it.
pub(crate) fn mended(debt: &Debt, now: Moment) -> String {
    match &debt.until {
        None => "We have not yet said by when we will mend this.".to_owned(),
        Some(until) if debt.in_force(now) => format!("We will mend this by {}.", words::date(until.value)),
        Some(until) => format!(
            "We said that we would mend this by {}. We are late.",
            words::date(until.value)
        ),
    }
}

/// How bad a harm is, and four squares for it.
pub(crate) const fn harm(harm: Harm) -> (&'static str, &'static str) {
    match harm {
        Harm::Minor => ("an annoyance", "▪▫▫▫"),
        Harm::Moderate => ("a bad week", "▪▪▫▫"),
        Harm::Severe => ("severe harm", "▪▪▪▫"),
        Harm::Irreversible => ("cannot be made good", "▪▪▪▪"),
    }
}

/// From which side harm comes.
pub(crate) const fn from(front: Front) -> &'static str {
    match front {
        Front::External => "from strangers",
        Front::Internal => "from other users",
        Front::Insider => "from our own staff",
    }
}

/// How delicate data is.
pub(crate) const fn kind_of_data(kind: Option<DataKind>) -> &'static str {
    match kind {
        Some(DataKind::Personal) => "personal",
        Some(DataKind::Secret) => "secret",
        Some(DataKind::Payment) => "payment",
        Some(DataKind::Sensitive) => "sensitive",
        Some(DataKind::Public) => "public",
        None => "not described",
    }
}

/// How a control works against harm.
pub(crate) const fn works(kind: ControlKind) -> &'static str {
    match kind {
        ControlKind::Prevent => "Prevents",
        ControlKind::Limit => "Limits the damage",
        ControlKind::Detect => "Notices",
        ControlKind::Respond => "Responds",
    }
}

/// What happens while a control is down.
pub(crate) const fn when_down(when_down: WhenDown) -> &'static str {
    match when_down {
        WhenDown::Refuse => "nobody passes",
        WhenDown::Allow => "everybody passes",
        WhenDown::Queue => "it is done later",
        WhenDown::Page => "somebody is called",
    }
}
