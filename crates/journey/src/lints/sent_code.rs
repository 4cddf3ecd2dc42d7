//! J401: a code that whoever reads the messages can use.

use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};
use crate::model::{Harm, SentCode};

pub(crate) static LINT: Lint = Lint {
    code: Code("J401"),
    severity: Severity::Error,
    name: "sent-code",
    says: "A control accepts codes by text message or e-mail against severe harm, and no debt says so.",
    why: "A code that is sent proves who holds a number or a mailbox, not who the person is: numbers are moved to other cards by talking to a shop, and mailboxes are the first thing that thieves take. Against severe harm that is not enough (NIST SP 800-63B-4, section 3.1.3). Ask for a passkey, a security key or an app's code instead. If people still depend on sent codes, say so under `debt`, on the promise or on the worst case.",
    asks: &[],
    example: Example {
        wrong: "accepts: [passkey, sms-code] # to go on",
        right: "accepts: [passkey] # to go on",
    },
    find: Some(find),
};

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    let sending = survey
        .journeys
        .controls
        .iter()
        .filter(|(_, control)| !control.accepts_codes.is_empty());
    for (name, control) in sending {
        let open = survey.stands_of(name).find_map(|stand| {
            if stand.worst.harm < Harm::Severe {
                return None;
            }
            let mut keeping = stand
                .promises
                .iter()
                .filter(|promise| promise.kept_by.iter().any(|kept| **kept == *name));
            let unowed = |id: &str| {
                survey
                    .owed(stand.journey, &[id, stand.worst.id.as_str()])
                    .is_none()
            };
            keeping
                .find(|promise| unowed(&promise.id))
                .map(|promise| (stand, promise))
        });
        let Some((stand, promise)) = open else { continue };
        for code in &control.accepts_codes {
            let how = match code.value {
                SentCode::Sms => "a code by text message",
                SentCode::Email => "a code by e-mail",
            };
            report.add(
                &LINT,
                code.place,
                format!("controls/{name}#{}", code.value.word()),
                format!(
                    "{how} is enough to get past what keeps `{}/{}` against `{}`, which is {}",
                    stand.journey.id,
                    promise.id,
                    stand.worst.id,
                    stand.worst.harm.word()
                ),
                "accept a passkey, a security key or an app's code instead, or state a `debt` on the promise",
            );
        }
    }
}
