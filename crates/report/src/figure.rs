//! The figure of a promise against its target, in words.
//!
//! Shares are rounded down, from whole numbers: what is nearly all never reads as all, and what is under its
//! target never reads as the target.

use exchange::export::{Figure, State};
use journey::{Measure, MeasureKind, Percent};
use vocabulary::Moment;

use crate::book::Card;
use crate::words;

/// What was counted: `99.94 %`, `3 of 5`, `0 times`; `None` where nothing was.
pub(crate) fn value(card: &Card<'_>) -> Option<String> {
    let (figure, measure) = (card.figure?, card.measure?);
    let never = matches!(measure.kind, MeasureKind::Never { .. });
    Some(match (never, measure.kind.target()) {
        (true, _) | (_, None) => times(figure.valid),
        _ if figure.valid == 0 => "nothing counted yet".to_owned(),
        (_, Some(_)) if is_too_few(figure, measure) => {
            format!("{} of {}", words::count(figure.good), words::count(figure.valid))
        }
        (_, Some(target)) => percent(figure.good, figure.valid, decimals(target.value)),
    })
}

/// So few that a share would say more than anybody knows.
fn is_too_few(figure: &Figure, measure: &Measure) -> bool {
    const FEW: u64 = 30;
    let least = measure.kind.min_events().unwrap_or(FEW);
    matches!(figure.state, State::Unproven | State::StatedDebt) && figure.valid < least
}

fn times(number: u64) -> String {
    match number {
        1 => "once".to_owned(),
        number => format!("{} times", words::count(number)),
    }
}

/// What is aimed for: `at least 99.9 % over 30 days`, `never`.
pub(crate) fn target(measure: &Measure, now: Moment) -> String {
    match &measure.kind {
        MeasureKind::Ratio { target, over, .. } => {
            format!("at least {} over {}", spaced(target.value), words::span(*over))
        }
        MeasureKind::Within {
            target, limit, over, ..
        } => format!(
            "within {}, at least {} of the time over {}",
            words::span(*limit),
            spaced(target.value),
            words::span(*over)
        ),
        MeasureKind::Share { target, by, .. } => {
            let by = by.map_or(String::new(), |by| format!(" by {}", words::date(by)));
            let needed = measure.needed(now).filter(|needed| *needed != target.value);
            let now = needed.map_or(String::new(), |needed| {
                format!("; {} would do today", spaced(needed))
            });
            format!("{} of people{by}{now}", spaced(target.value))
        }
        MeasureKind::Never { .. } => "never".to_owned(),
    }
}

/// How it is measured, for whoever wants to know exactly.
pub(crate) fn method(measure: &Measure) -> String {
    let mut says = match &measure.kind {
        MeasureKind::Ratio { of, good, over, .. } => format!(
            "Of all events in the last {} that are `{of}`, those count as good for which `{good}`.",
            words::span(*over)
        ),
        MeasureKind::Within {
            from,
            to,
            same,
            limit,
            over,
            ..
        } => format!(
            "In the last {}: from `{from}` to `{to}` with the same `{same}`, at most {}.",
            words::span(*over),
            words::span(*limit)
        ),
        MeasureKind::Share { of, good, .. } => {
            format!("Of all `{of}`, those count as good for whom `{good}`, each at their weakest way in.")
        }
        MeasureKind::Never { event } => format!("`{event}`: one is one too many."),
    };
    if let Some(drill) = &measure.drill {
        says = format!(
            "{says} Rehearsed as `{}` every {}.",
            drill.name,
            words::span(drill.every)
        );
    }
    says
}

/// A stated share with a blank before its sign, as figures are written here.
fn spaced(share: Percent) -> String {
    share.to_string().replace('%', "\u{a0}%")
}

/// Decimals to show: two, or as many as the target has.
fn decimals(target: Percent) -> u32 {
    match target.millionths() {
        millionths if millionths % 100 == 0 => 2,
        millionths if millionths % 10 == 0 => 3,
        _ => 4,
    }
}

/// `99.94 %`, rounded down.
fn percent(good: u64, valid: u64, decimals: u32) -> String {
    let unit = 10_u128.pow(decimals);
    let share = (u128::from(good) * 100 * unit)
        .checked_div(u128::from(valid))
        .unwrap_or(0);
    let width = usize::try_from(decimals).unwrap_or(2);
    let part = format!("{:0width$}", share % unit);
    let part = part.trim_end_matches('0');
    let point = if part.is_empty() { "" } else { "." };
    format!("{}{point}{part}\u{a0}%", share / unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearly_all_never_reads_as_all_nor_as_the_target() {
        let check = |target: &str, good: u64, valid: u64, expected: &str| {
            let target: Percent = target.parse().unwrap();
            let found = percent(good, valid, decimals(target)).replace('\u{a0}', " ");
            assert_eq!(found, expected, "{good} of {valid}");
        };
        check("99%", 99_996, 100_000, "99.99 %");
        check("99.9%", 99_899, 100_000, "99.89 %");
        check("99.995%", 99_994, 100_000, "99.994 %");
        check("99.9999%", u64::MAX - 1, u64::MAX, "99.9999 %");
        check("99%", 100, 100, "100 %");
        check("50%", 0, 7, "0 %");
        check("50%", 0, 0, "0 %");
    }

    #[test]
    fn a_target_reads_as_a_person_would_say_it() {
        let check = |measure: &str, expected: &str| {
            let text = format!(
                "journey: A\nid: a\nwho: I\nwants: To.\nowners: {{ product: p }}\nsteps:\n  - id: s\n    does: I do.\n    promises:\n      - id: p\n        says: You can.\n        measure: {measure}\n"
            );
            let (journeys, findings) = journey::load(&[journey::SourceFile::new("a.journey.yaml", text)]);
            assert_eq!(findings, []);
            let (_, promise) = journeys.journeys[0].promises().next().unwrap();
            let now = Moment::parse("2026-11-21T09:30:00Z").unwrap();
            let found = target(promise.measure.as_ref().unwrap(), now).replace('\u{a0}', " ");
            assert_eq!(found, expected);
        };
        check(
            "{ kind: ratio, of: order.paid, good: captures = 1, target: 99.99%, over: 30d }",
            "at least 99.99 % over 30 days",
        );
        check(
            "{ kind: within, from: session.went_odd, to: session.ended, same: session_id, limit: 60s, target: 99%, over: 30d }",
            "within 1 minute, at least 99 % of the time over 30 days",
        );
        check(
            "{ kind: share, of: users, good: weakest_way_in = passkey, target: 80%, by: \"2027-06-30\" }",
            "80 % of people by 30 June 2027",
        );
        check("{ kind: never, event: card_number.seen }", "never");
    }
}
