//! Events as sentences.

use vocabulary::{Event, Factor, Judgement, Record, Verdict};

use super::keeping;
use super::{amount, answer, capital, day_and_minute, factors, list, named, plural};

/// What happened, as one sentence.
pub fn describe(event: &Event) -> String {
    format!("{}.", clause(event))
}

/// What happened and what was answered, as one sentence:
/// `The right password was entered; we asked for a passkey.`
pub fn told(record: &Record) -> String {
    let happened = clause(&record.event);
    match &record.judgement {
        None => format!("{happened}."),
        Some(judgement) => format!("{happened}; {}.", answered(&record.event, judgement)),
    }
}

/// What was done about an event, as a clause.
fn answered(event: &Event, judgement: &Judgement) -> String {
    let kind = event.kind.name();
    if judgement.told {
        // It had happened before we heard of it: what we would have said must not read as if we had.
        return match judgement.verdict {
            Verdict::Allow => "we heard of it afterwards".to_owned(),
            Verdict::Challenge { .. } => {
                "we heard of it afterwards, and would have asked for proof".to_owned()
            }
            Verdict::Deny => "we heard of it afterwards, and would have stopped it".to_owned(),
        };
    }
    match judgement.verdict {
        // A wrong password is refused by whoever checks passwords; to say that we let it through would alarm.
        Verdict::Allow if event.text("password") == Some("wrong") => "nothing else stood out".to_owned(),
        Verdict::Allow => match kind {
            "sign_in.attempted" => "we let them in",
            "session.seen" => "it still looked like the owner",
            "challenge.answered" => "we let them go on",
            "owner.answered" => "we took note",
            _ => "we let it through",
        }
        .to_owned(),
        Verdict::Deny => {
            let wait = judgement.wait.map_or(String::new(), |wait| {
                format!(" and asked them to wait {}", wait.in_words())
            });
            let done = match kind {
                "sign_in.attempted" => "we did not let them in",
                "session.seen" => "we did not let the session go on",
                _ => "we stopped it",
            };
            format!("{done}{wait}")
        }
        verdict @ Verdict::Challenge { .. } => answer(verdict),
    }
}

/// What happened, as a clause without its full stop.
fn clause(event: &Event) -> String {
    getting_in(event)
        .or_else(|| owning(event))
        .or_else(|| keeping::clause(event))
        .or_else(|| taking_effect(event))
        .or_else(|| buying(event))
        .or_else(|| being_helped(event))
        // A kind that was added to the catalogue after this was written still says what it is.
        .unwrap_or_else(|| event.kind.says().trim_end_matches('.').to_owned())
}

/// Signing in, being asked to prove it, staying signed in.
fn getting_in(event: &Event) -> Option<String> {
    let word = |name: &str| event.text(name).unwrap_or_default();
    Some(match event.kind.name() {
        "sign_in.attempted" => sign_in_attempted(event),
        "sign_in.finished" => sign_in_finished(event),
        "challenge.asked" => format!(
            "We asked for {} before {}",
            acceptable(word("acceptable")),
            match word("about") {
                "sign_in" => "letting them in",
                "session" => "letting the session go on",
                "order" => "accepting the order",
                _ => "letting it go ahead",
            }
        ),
        "challenge.answered" => match word("result") {
            "passed" => format!("They proved who they are with {}", named(word("factor"))),
            _ => format!(
                "They tried to prove who they are with {} and could not",
                named(word("factor"))
            ),
        },
        "challenge.expired" => format!(
            "Nobody answered when we asked for proof, so {}",
            match word("about") {
                "sign_in" => "nobody was let in",
                "session" => "the session did not go on",
                "order" => "the order was not accepted",
                _ => "it did not go ahead",
            }
        ),
        "session.started" => "A session began".to_owned(),
        "session.seen" => match word("doing") {
            "" => "The session was used".to_owned(),
            doing => format!("The session was used to {}", spoken(doing)),
        },
        "session.went_odd" => format!(
            "A session stopped looking like its owner: {}",
            noticed(word("because"))
        ),
        "session.ended" => format!("The session ended: {}", because(word("because"))),
        "access.blocked" => access_blocked(event),
        "access.restored" => match word("with") {
            "" => "The owner is back in the account".to_owned(),
            with => format!("The owner is back in the account, proved with {}", named(with)),
        },
        _ => return None,
    })
}

/// The account, its ways in and its keys.
fn owning(event: &Event) -> Option<String> {
    let word = |name: &str| event.text(name).unwrap_or_default();
    let whole = |name: &str| u64::try_from(event.whole(name).unwrap_or_default()).unwrap_or_default();
    Some(match event.kind.name() {
        "token.created" => "A key for a program was made".to_owned(),
        "token.used" => match word("doing") {
            "" => "A program's key was used".to_owned(),
            doing => format!("A program's key was used to {}", spoken(doing)),
        },
        "token.revoked" => format!("A program's key stopped working: {}", because(word("because"))),
        "token.leaked" => format!(
            "A program's key was found where others can read it: {}",
            word("found")
        ),
        "factor.enrolled" => format!(
            "{} was added as a way to prove who they are",
            capital(named(word("factor")))
        ),
        "factor.removed" => format!(
            "{} was removed as a way to prove who they are",
            capital(named(word("factor")))
        ),
        "account.created" => "The account was opened".to_owned(),
        "account.erased" => format!(
            "What was recorded of a person was made unreadable for good, at their wish: {}",
            plural(whole("entries"), "entry", "entries"),
        ),
        "password.changed" => "The password was changed".to_owned(),
        "password.breached" => format!(
            "The password was found in a collection of stolen passwords, checked at {}",
            match word("seen_at") {
                "sign-up" => "sign-up",
                "change" => "a change of password",
                _ => "sign-in",
            }
        ),
        "address.changed" => match word("channel") {
            "phone" => "The phone number was changed".to_owned(),
            "post" => "The postal address was changed".to_owned(),
            _ => "The e-mail address was changed".to_owned(),
        },
        "recovery.applied" => format!(
            "The account was handed back after {} with the agreement of {}",
            plural(whole("waited_hours"), "hour", "hours"),
            plural(whole("approvers"), "person", "people"),
        ),
        _ => return None,
    })
}

/// What the account brings about, what was held, and what came of it.
fn taking_effect(event: &Event) -> Option<String> {
    let word = |name: &str| event.text(name).unwrap_or_default();
    Some(match event.kind.name() {
        "effect.requested" => format!("The account asked for {}", effect_of(event)),
        "effect.held" if word("looking_back") == "yes" => {
            format!("We put {} on hold that had already been made", effect_of(event))
        }
        "effect.held" => format!("We put {} on hold", effect_of(event)),
        "effect.released" => format!("We released {}: it was the owner's", effect_of(event)),
        "incident.opened" => format!(
            "We found signs that somebody else is in the account: {}",
            noticed(word("because"))
        ),
        "incident.confirmed" => "It is settled: it was not the owner".to_owned(),
        "incident.cleared" => "It is settled: it was the owner, and what was held goes on".to_owned(),
        "owner.answered" => match word("answer") {
            "me" => "The owner said \u{201c}this was me\u{201d}".to_owned(),
            _ => "The owner said \u{201c}this was not me\u{201d}".to_owned(),
        },
        "promise.missed" => match event.moment("started") {
            Some(started) => format!(
                "We did not keep a promise in time: its clock had been running since {}",
                day_and_minute(started)
            ),
            None => "We did not keep a promise in time".to_owned(),
        },
        _ => return None,
    })
}

/// Checkouts and orders.
fn buying(event: &Event) -> Option<String> {
    let word = |name: &str| event.text(name).unwrap_or_default();
    Some(match event.kind.name() {
        "order.started" => match word("outcome") {
            "placed" => "A checkout ended with an order",
            "abandoned_at_check" => "A checkout was given up when we asked for proof",
            "refused" => "A checkout was refused",
            _ => "A checkout was left without an order",
        }
        .to_owned(),
        "order.placed" => order_placed(event),
        "order.paid" => {
            let captures = event.whole("captures").unwrap_or(1);
            if captures > 1 {
                format!("An order was charged {captures} times")
            } else if event.whole("amount") == event.whole("shown_amount") {
                "An order was paid once, at the price that was shown".to_owned()
            } else {
                "An order was paid at another price than was shown".to_owned()
            }
        }
        "card_number.seen" => format!(
            "A whole card number was found where none may be: {}",
            word("found")
        ),
        _ => return None,
    })
}

fn order_placed(event: &Event) -> String {
    let card = match event.text("card").unwrap_or_default() {
        "saved" => " on a saved card",
        "new" => " on a new card",
        _ => "",
    };
    let address = match event.text("address").unwrap_or_default() {
        "new" => "a new address",
        _ => "a known address",
    };
    let confirmed = match event.text("confirmed").unwrap_or_default() {
        "yes" => ", confirmed by the person",
        _ => ", not confirmed",
    };
    format!("An order was placed{card} to {address}{confirmed}")
}

/// The platform's own people.
fn being_helped(event: &Event) -> Option<String> {
    let sentence = match event.kind.name() {
        "account.opened_by_staff" => match event.text("ticket").unwrap_or_default() {
            "open" => "Staff opened the account to help with an open request",
            "closed" => "Staff opened the account although the request was already closed",
            _ => "Staff opened the account although nobody had asked for help",
        },
        "look_log.shown_to_customer" => "The owner was shown that staff had looked",
        "staff.thirtieth_account_in_hour" => "A member of staff opened a thirtieth account within an hour",
        "staff.session_ended" => "A member of staff was signed out",
        "ticket.opened" => "The owner asked for help",
        "ticket.first_help" => "A person answered the owner's request for help",
        _ => return None,
    };
    Some(sentence.to_owned())
}

fn sign_in_attempted(event: &Event) -> String {
    if let Some(failed) = event.text("failed") {
        return match event.text("password") {
            Some("correct") => format!(
                "The right password was entered, and {} was not proved",
                named(failed)
            ),
            _ => format!("Somebody tried {} and did not prove it", named(failed)),
        };
    }
    let proved = event.text("proved").filter(|factor| *factor != "none");
    let tried = match (event.text("password").unwrap_or_default(), proved) {
        ("correct", Some(factor)) => {
            format!("Somebody signed in with the right password and {}", named(factor))
        }
        ("correct", None) => "The right password alone was entered".to_owned(),
        ("wrong", Some(factor)) => format!("A wrong password was entered together with {}", named(factor)),
        ("wrong", None) => "A wrong password was entered".to_owned(),
        (_, Some(factor)) => format!("Somebody signed in with {}", named(factor)),
        (_, None) => "Somebody began to sign in".to_owned(),
    };
    if event.text("account_exists") == Some("no") {
        format!("{tried} for an account that does not exist")
    } else {
        tried
    }
}

fn sign_in_finished(event: &Event) -> String {
    let device = match event.text("device").unwrap_or_default() {
        "new" => "a device we had not seen",
        _ => "a known device",
    };
    let second = match event.text("second_factor").unwrap_or_default() {
        "passed" => " after further proof",
        "failed" => " after failing to give further proof",
        _ => "",
    };
    match event.text("outcome").unwrap_or_default() {
        "allowed" => format!("Somebody got in from {device}{second}"),
        "abandoned" => format!("Somebody gave up signing in from {device}{second}"),
        _ => format!("Somebody was kept out on {device}{second}"),
    }
}

fn access_blocked(event: &Event) -> String {
    let who = match event.text("verdict").unwrap_or_default() {
        "owner" => "The owner was kept out of the account by mistake",
        "thief" => "Somebody who was not the owner was kept out of the account",
        _ => "Somebody was kept out of the account",
    };
    match event.text("because").unwrap_or_default() {
        "" => who.to_owned(),
        why => format!("{who}: {}", noticed(why)),
    }
}

/// What was noticed, as a clause: for the words of `because` in incidents, odd sessions and blocks.
pub fn noticed(because: &str) -> String {
    match because {
        "other-device" => "it moved to another device",
        "other-place-and-agent" => "it moved to another place and another browser at once",
        "owner-said-so" => "the owner told us so",
        "odd-session" => "a session stopped looking like its owner",
        "unusual" => "what was done is unusual for this person",
        "leaked-token" => "a program's key leaked and was used from somewhere else since",
        other => return spoken(other),
    }
    .to_owned()
}

/// Why something ended, as a clause: for the words of `because` in ended sessions and revoked keys.
pub fn because(because: &str) -> String {
    match because {
        "signed-out" => "signed out",
        "expired" => "its time was up",
        "odd" => "it stopped looking like its owner",
        "owner-said-so" => "the owner told us to end it",
        "staff" => "staff ended it",
        "owner" => "the owner ended it",
        "leaked" => "it was found where others can read it",
        "credential-changed" => "what opens the account was changed",
        "renewed" => "its owner proved anew who they are",
        "rotated" => "another one took its place",
        "platform" => "the platform ended it",
        "incident" => "somebody else may have been in the account",
        other => return spoken(other),
    }
    .to_owned()
}

/// An effect with its article: `a charge`, `an invitation`.
pub fn effect(effect: &str) -> &'static str {
    match effect {
        "charge" => "a charge",
        "payout" => "a payout",
        "message" => "a message",
        "invitation" => "an invitation",
        "share" => "sharing something",
        "token" => "a new key for a program",
        "export" => "an export of data",
        _ => "something",
    }
}

fn effect_of(event: &Event) -> String {
    let what = effect(event.text("effect").unwrap_or_default());
    match (event.whole("amount"), event.text("currency")) {
        (Some(smallest), Some(currency)) => format!("{what} of {}", amount(smallest, currency)),
        _ => what.to_owned(),
    }
}

/// Factors separated by blanks, as `challenge.asked` has them.
fn acceptable(names: &str) -> String {
    let known: Result<Vec<Factor>, String> = names.split_whitespace().map(str::parse).collect();
    match known {
        Ok(known) if !known.is_empty() => factors(known.into_iter().collect()),
        Ok(_) => "proof".to_owned(),
        Err(_) => list(
            &names.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
            "or",
        ),
    }
}

/// `view-orders` as `view orders`: a platform's own word, read aloud.
fn spoken(word: &str) -> String {
    word.replace(['-', '_'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::{FactorSet, FieldType, Kind, Span};

    fn event(kind: &str, fields: &[(&str, &str)]) -> Event {
        let kind = Kind::named(kind).unwrap();
        let mut event = Event { kind, ..base() };
        for (name, value) in fields {
            let field = kind.field(name).unwrap();
            event = match field.kind {
                FieldType::Whole => event.with(name, value.parse::<i64>().unwrap()),
                FieldType::Moment => event.with(name, vocabulary::Moment::parse(value).unwrap()),
                _ => event.with(name, *value),
            };
        }
        event
    }

    fn base() -> Event {
        Event {
            key: vocabulary::EventKey::new("k").unwrap(),
            kind: Kind::named("sign_in.attempted").unwrap(),
            account: vocabulary::AccountId::new("acc_42").unwrap(),
            at: vocabulary::Moment::EPOCH,
            step: None,
            from: vocabulary::Origin::default(),
            session: None,
            fields: vocabulary::Fields::default(),
            mark: vocabulary::Mark::Real,
        }
    }

    #[test]
    fn every_word_of_the_catalogue_has_its_own_sentence() {
        // Where no sentence was written, the catalogue's own definition would show: that is for programmers.
        for kind in Kind::all().filter(|kind| !kind.is_population()) {
            assert_ne!(
                describe(&event(kind.name(), &[])),
                kind.says(),
                "`{}` is in the catalogue; write a sentence for it here",
                kind.name()
            );
            for field in kind.fields() {
                let FieldType::Word(words) = field.kind else {
                    continue;
                };
                for word in words {
                    let sentence = describe(&event(kind.name(), &[(field.name, word)]));
                    assert!(sentence.ends_with('.') && !sentence.ends_with(".."), "{sentence}");
                    assert!(
                        !sentence.contains(['_', '`']) && !sentence.contains("totp"),
                        "{sentence}"
                    );
                    assert!(sentence.starts_with(char::is_uppercase), "{sentence}");
                }
            }
        }
    }

    #[test]
    fn sentences_say_what_happened() {
        let check = |kind: &str, fields: &[(&str, &str)], sentence: &str| {
            assert_eq!(describe(&event(kind, fields)), sentence);
        };
        check(
            "sign_in.attempted",
            &[("password", "correct"), ("proved", "passkey")],
            "Somebody signed in with the right password and a passkey.",
        );
        check(
            "sign_in.attempted",
            &[("password", "wrong"), ("account_exists", "no")],
            "A wrong password was entered for an account that does not exist.",
        );
        check(
            "challenge.asked",
            &[("about", "sign_in"), ("acceptable", "passkey totp")],
            "We asked for a passkey or a code from an app before letting them in.",
        );
        check(
            "effect.held",
            &[("effect", "charge"), ("amount", "129900"), ("currency", "EUR")],
            "We put a charge of 1,299.00 EUR on hold.",
        );
        check(
            "effect.requested",
            &[("effect", "charge"), ("amount", "129900")],
            "The account asked for a charge.",
        );
        check(
            "factor.enrolled",
            &[("factor", "totp")],
            "A code from an app was added as a way to prove who they are.",
        );
        check(
            "order.paid",
            &[("captures", "2")],
            "An order was charged 2 times.",
        );
        check(
            "recovery.applied",
            &[("approvers", "1"), ("waited_hours", "24")],
            "The account was handed back after 24 hours with the agreement of 1 person.",
        );
    }

    #[test]
    fn an_answer_follows_what_happened() {
        let check = |password: &str, verdict: Verdict, wait: Option<Span>, sentence: &str| {
            let judgement = Judgement {
                verdict,
                reasons: Vec::new(),
                promise: None,
                wait,
                score: None,
                told: false,
                shadow: None,
            };
            let record = Record {
                event: event("sign_in.attempted", &[("password", password)]),
                judgement: Some(judgement),
            };
            assert_eq!(told(&record), sentence);
        };
        let passkey = Verdict::Challenge {
            acceptable: FactorSet::EMPTY.with(Factor::Passkey),
        };
        check(
            "correct",
            passkey,
            None,
            "The right password alone was entered; we asked for a passkey.",
        );
        check(
            "wrong",
            Verdict::Allow,
            None,
            "A wrong password was entered; nothing else stood out.",
        );
        check(
            "wrong",
            Verdict::Deny,
            Some(Span::from_seconds(30)),
            "A wrong password was entered; we did not let them in and asked them to wait 30 seconds.",
        );
    }
}
