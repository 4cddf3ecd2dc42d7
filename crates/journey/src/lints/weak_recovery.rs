//! J404: a back door that is weaker than the front door.

use vocabulary::Factor;

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use crate::model::{Control, Journey, SentCode, Step, WayIn};

pub(crate) static LINT: Lint = Lint {
    code: Code("J404"),
    severity: Severity::Error,
    name: "weak-recovery",
    says: "Recovery asks for less than signing in, so that thieves will use it.",
    why: "Whoever wants to get into somebody's account takes the weakest way in, and that is most often the one for people who have lost their keys. A step with `way_in: recovery` is compared with those with `way_in: sign-in`, by what the controls of their promises accept: a passkey or security key is strongest, then an app's code or a recovery code, then a passphrase, then codes that are sent. Ask for as much at recovery as at sign-in, or state a debt on what is promised or feared at the recovery step.",
    asks: &[],
    example: Example {
        wrong: "accepts: [passphrase] # on paper",
        right: "accepts: [recovery-code] # on paper",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    let steps = |journey| ways(journey, WayIn::SignIn).filter_map(|step| strength(survey, step));
    for journey in &survey.journeys.journeys {
        for step in ways(journey, WayIn::Recovery) {
            // The journey's own sign-in counts; where it has none, that of the others.
            let usual = steps(journey)
                .min()
                .or_else(|| survey.journeys.journeys.iter().flat_map(steps).min());
            let Some(usual) = usual else { continue };
            let found = strength(survey, step);
            if found.is_some_and(|found| found.level >= usual.level) {
                continue;
            }
            let says = found.map_or_else(
                || {
                    format!(
                        "`{}` does not say what recovery asks for; signing in asks for {}",
                        step.id, usual.words
                    )
                },
                |found| {
                    format!(
                        "recovery at `{}` is content with {}; signing in asks for {}",
                        step.id, found.words, usual.words
                    )
                },
            );
            let promises = step.promises.iter().map(|promise| promise.id.as_str());
            let ids: Vec<&str> = promises
                .chain(step.worst.iter().map(|worst| worst.id.as_str()))
                .collect();
            report.add_unless_owed(
                &LINT,
                survey.owed(journey, &ids),
                step.written.at("way_in").unwrap_or(step.id.place),
                format!("{}/{}", journey.id, step.id),
                says,
                "accept at least as much in a control that keeps a promise of this step, or state a `debt`",
            );
        }
    }
}

fn ways(journey: &Journey, way: WayIn) -> impl Iterator<Item = &Step> {
    journey.steps.iter().filter(move |step| step.way_in == Some(way))
}

/// What a step asks for: the more, the stronger.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Strength {
    level: u8,
    words: &'static str,
}

/// What it takes to get past a step: all its controls apply, each of which is content with the weakest of what
/// it accepts. `None` where no control says what it accepts.
fn strength(survey: &Survey<'_>, step: &Step) -> Option<Strength> {
    let named = step.promises.iter().flat_map(|promise| &promise.kept_by);
    let controls = named.filter_map(|name| survey.journeys.controls.get(name.as_str()));
    controls.filter_map(weakest).max()
}

fn weakest(control: &Control) -> Option<Strength> {
    let factors = control.accepts.iter().map(|factor| Strength {
        level: match factor {
            Factor::Passkey | Factor::SecurityKey => 3,
            Factor::Totp | Factor::RecoveryCode => 2,
            Factor::Passphrase => 1,
        },
        words: factor.in_words(),
    });
    let codes = control.accepts_codes.iter().map(|code| Strength {
        level: 0,
        words: match code.value {
            SentCode::Sms => "a code by text message",
            SentCode::Email => "a code by e-mail",
        },
    });
    factors.chain(codes).min()
}
