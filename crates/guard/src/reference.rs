//! What the guard means, in a hundred lines: the verdict and nothing else, without tables or shortcuts.
//!
//! Anyone can audit this file. The real guard is compared with it over random stories (see the test below);
//! it is never called while serving.

use identity::{Device, WaitRule};
use vocabulary::{Event, Factor, Moment, Span, Verdict, catalogue::kinds};

use crate::controls::SIGN;
use crate::situation::IN_SESSION;
use crate::{Armed, Facts, NetworkFacts, Policy};

/// The verdict on an event.
#[expect(clippy::too_many_lines, reason = "one page to be read from top to bottom")]
pub fn verdict(
    policy: &Policy,
    facts: &Facts,
    network: Option<NetworkFacts>,
    event: &Event,
    now: Moment,
) -> Verdict {
    let account = &facts.account;
    let device = Device::of(&event.from);
    let known = account.knows(device.as_ref());
    let session = event.session.as_ref().and_then(|id| account.session(id));
    let in_session = IN_SESSION.contains(&event.kind);
    let signing_in = event.kind == kinds::SIGN_IN_ATTEMPTED;
    let wrong = event.text("password") == Some("wrong") || event.text("failed").is_some();
    let proved: Option<Factor> = event.text("proved").and_then(Factor::named);
    let same_device = session.is_none_or(|session| match (&session.device, &device) {
        (Some(Device::Named(owned)), Some(Device::Named(shown))) => owned == shown,
        _ => true,
    });

    // Where every control is in shadow mode, nobody is kept out. Else:
    let in_force = policy.armed().iter().any(|armed| !armed.shadow);
    // Nothing is accepted in a session that is over.
    if in_force && in_session && session.is_some_and(|session| session.ended_at.is_some()) {
        return Verdict::Deny;
    }
    // An answer opens what was asked of this very session or device, with a factor that was asked for.
    if event.kind == kinds::CHALLENGE_ANSWERED && in_force {
        let open = account
            .challenges()
            .iter()
            .find(|open| open.is_for(event.session.as_ref(), device.as_ref()) && now < open.expires_at());
        let factor = event.text("factor").and_then(Factor::named);
        let accepted = open
            .zip(factor)
            .is_some_and(|(open, factor)| open.acceptable.contains(factor));
        return if accepted && event.text("result") == Some("passed") {
            Verdict::Allow
        } else {
            Verdict::Deny
        };
    }
    let armed = |binding: &str| {
        policy
            .about(event.kind)
            .find(|armed| armed.control.binding == binding && !armed.shadow)
    };
    let ask = |armed: &Armed| {
        let enrolled = armed.accepts.and(account.enrolled());
        Verdict::Challenge {
            acceptable: if enrolled.is_empty() {
                armed.accepts
            } else {
                enrolled
            },
        }
    };
    let has_proved = |armed: &Armed| {
        let lately =
            session.is_some_and(|session| session.ended_at.is_none() && session.is_fresh(now)) && same_device;
        proved.is_some_and(|factor| armed.accepts.contains(factor)) || lately
    };
    let mut answer = if signing_in && wrong {
        Verdict::Deny
    } else {
        Verdict::Allow
    };
    let mut opening = false;

    // Guessers wait; owners on known devices have a count of their own, and strong factors never wait.
    if let Some(armed) = armed("policy/growing-waits") {
        let strong = matches!(proved, Some(Factor::Passkey | Factor::SecurityKey));
        let default = WaitRule::default();
        let rule = WaitRule {
            free: armed.count("free", default.free),
            first: armed.span("first", default.first),
            most: armed.span("most", default.most),
        };
        let waits = account.streak(device.as_ref()).wait(rule, now) > Span::ZERO;
        let hostile = !known
            && network.is_some_and(|network| {
                network.accounts_hit >= armed.count("network_accounts", 10)
                    && network.failures > network.successes.saturating_mul(3)
            });
        if signing_in && !strong && (waits || hostile) {
            answer = Verdict::Deny;
        }
    }
    // A password or a saved card alone is not enough where it has not been used before.
    if let Some(armed) = armed("policy/step-up") {
        let new_device = signing_in && !wrong && !known;
        let new_door = event.text("card") == Some("saved")
            && event.text("address") == Some("new")
            && event.text("confirmed") != Some("yes");
        if (new_device || new_door) && !has_proved(armed) {
            answer = answer.stricter(ask(armed));
        }
    }
    // A session belongs to its device.
    if let Some(armed) = armed("policy/odd-session").filter(|_| event.session.is_some()) {
        if session.is_some() && !same_device {
            answer = Verdict::Deny;
            opening = true;
        } else if session.is_some_and(|session| session.is_elsewhere_with_another_program(&event.from)) {
            if !has_proved(armed) {
                answer = answer.stricter(ask(armed));
                opening = true;
            }
        } else if session.is_none() && !known && !account.devices().is_empty() {
            answer = answer.stricter(ask(armed));
        }
    }
    // What is unlike the owner is asked about.
    let scored = in_session || (signing_in && !wrong);
    if let Some(armed) = armed("policy/unusual").filter(|_| scored) {
        let network_failures = network.map_or(0, |network| network.failures);
        let score = behaviour::score(
            &facts.profile,
            behaviour::Sighting {
                event,
                device_known: known,
                network_failures,
            },
        );
        if score.probability >= armed.share("threshold", SIGN) && !has_proved(armed) {
            answer = answer.stricter(ask(armed));
            opening |= session.is_some();
        }
    }
    // While something is wrong, effects wait, unless they are surely the owner's.
    if let Some(armed) = armed("policy/hold-charges") {
        let owners = facts.trouble.incident().is_none_or(|incident| {
            known
                && session.is_some_and(|session| {
                    session.started < incident.began_at && Some(&session.id) != incident.session.as_ref()
                })
        });
        if (opening || !owners) && !has_proved(armed) {
            answer = answer.stricter(ask(armed));
        }
    }
    // Staff look only where they were asked.
    if armed("policy/support-open").is_some() && event.text("ticket") != Some("open") {
        answer = Verdict::Deny;
    }
    answer
}
