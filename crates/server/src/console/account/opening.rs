//! What an account can be opened with, for the staff: never a secret, and always told of the owner as of somebody
//! else. The owner's own words for the same are on the hosted pages.

use identity::{Custody, Sentence, SentenceCode, Step};
use maud::{Markup, html};
use vocabulary::{Factor, Moment};

use super::named;
use crate::console::views::{Account, Act, Frame, HandBack, Held, Opening};
use crate::console::{parts, paths, words};

/// The section.
pub(super) fn section(frame: &Frame, view: &Account, opening: &Opening) -> Markup {
    html! {
        section aria-labelledby="opening" {
            h2 #opening { "What it can be opened with" }
            p { (sentence(&opening.sentence)) }
            @if let Some(step) = &opening.next_step {
                p.muted { "What the owner can do about it: " (next_step(step)) }
            }
            @if opening.held.is_empty() {
                p.missing { "Nothing yet." }
            } @else {
                ul.plain.lines { @for held in &opening.held { li { (held_line(frame.now, held)) } } }
            }
            @if view.password_breached {
                p.missing { "Its password is in a collection of stolen passwords and must be changed." }
            }
            @if let Some(since) = opening.must_enrol_since {
                p.missing { "New protection is required of its owner, " (parts::lasting(frame.now, since)) "." }
            }
            @if let Some(hand_back) = &opening.hand_back {
                p.missing { (handing(frame.now, hand_back)) }
            }
            div.acts {
                @for act in [Act::EndSessions, Act::RequireProtection] {
                    a.button href=(paths::act(act_path(act), &view.id)) { (act_name(act)) }
                }
            }
        }
    }
}

fn held_line(now: Moment, held: &Held) -> Markup {
    html! {
        p {
            (named(held.factor))
            @if !held.name.is_empty() { ", " (held.name) }
            @if held.is_disabled { " " span.marked { "not accepted: guessed at too often" } }
        }
        p.muted.small {
            "kept " (where_kept(&held.custody))
            ", added " (parts::when(now, held.since))
            @match held.used_at {
                Some(at) => { ", last used " (parts::when(now, at)) }
                None => { ", never used" }
            }
            @if let Some(left) = held.left { ", " (words::plural(left, "code", "codes")) " left" }
        }
    }
}

fn handing(now: Moment, hand_back: &HandBack) -> Markup {
    let agreed = words::list(&hand_back.agreed, "and");
    html! {
        @match hand_back.ready_at {
            Some(at) if at <= now => {
                "Somebody is getting it back: the wait is over, and they can set up new protection."
            }
            Some(at) => {
                "Somebody is getting it back: they can go on " (words::day_and_minute(at)) ", unless the owner objects."
            }
            None => {
                "Somebody asked the staff to hand it back: one more of the staff has to agree."
            }
        }
        @if !agreed.is_empty() { " Agreed: " (agreed) "." }
    }
}

/// What staff can do, as a button says it.
pub(super) const fn act_name(act: Act) -> &'static str {
    match act {
        Act::EndSessions => "End all sessions",
        Act::RequireProtection => "Require new protection",
    }
}

/// Where it is asked for and done.
pub(crate) const fn act_path(act: Act) -> &'static str {
    match act {
        Act::EndSessions => paths::END_SESSIONS,
        Act::RequireProtection => paths::REQUIRE_PROTECTION,
    }
}

/// How safe the account is, in one sentence.
pub(crate) fn sentence(sentence: &Sentence) -> String {
    let each = |say: fn(&Custody) -> String| -> String {
        let all: Vec<String> = sentence.custodies.iter().map(say).collect();
        words::list(&all, "and")
    };
    let wait = sentence.wait.in_words();
    match sentence.code {
        SentenceCode::NoWayIn => "Nothing opens this account yet.".to_owned(),
        SentenceCode::OnlyStaff => "Only two of the staff together can open this account.".to_owned(),
        SentenceCode::Single => format!("Whoever {} gets into this account.", each(taken)),
        SentenceCode::SingleLater => {
            format!("Whoever {} gets into this account after {wait}.", each(taken))
        }
        SentenceCode::SingleUnlessVetoed => format!(
            "Whoever {} gets into this account after {wait}, unless the owner objects.",
            each(taken)
        ),
        SentenceCode::Guarded if sentence.custodies.len() == 1 => format!(
            "This account is as safe as {}, which is enough to open it and has protection of its own.",
            each(thing)
        ),
        SentenceCode::Guarded => format!(
            "This account is as safe as {}: each is enough to open it and has protection of its own.",
            each(thing)
        ),
        SentenceCode::Several => format!(
            "Nobody gets into this account with one thing alone: it takes {} together.",
            each(thing)
        ),
    }
}

/// The one step that makes it harder to get in, as the owner's to take.
pub(crate) fn next_step(step: &Step) -> String {
    match step {
        Step::AddPasskey => "add a passkey.".to_owned(),
        Step::PrintCodes => "print recovery codes and keep them on paper.".to_owned(),
        Step::Move { factor, from, to, .. } => format!(
            "set up {} anew {}, no longer {}.",
            the(*factor),
            where_kept(to),
            where_kept(from)
        ),
        Step::Remove { factor, from, .. } => {
            format!("remove {} kept {}.", the(*factor), where_kept(from))
        }
        Step::Replace { factor, from, .. } => format!(
            "add a passkey, then remove {} kept {}.",
            the(*factor),
            where_kept(from)
        ),
    }
}

const fn the(factor: Factor) -> &'static str {
    match factor {
        Factor::Passkey => "the passkey",
        Factor::SecurityKey => "the security key",
        Factor::Totp => "the app codes",
        Factor::Passphrase => "the passphrase",
        Factor::RecoveryCode => "the recovery codes",
    }
}

/// Where something is kept, as a thing.
fn thing(custody: &Custody) -> String {
    match custody {
        Custody::Device(_) => "the owner's unlocked device".to_owned(),
        Custody::SyncProvider(name) | Custody::Issuer(name) => format!("the owner's account at {name}"),
        Custody::SecurityKey(_) => "the owner's security key".to_owned(),
        Custody::Phone => "the owner's phone".to_owned(),
        Custody::PasswordManager(name) => format!("the owner's password manager ({name})"),
        Custody::Memory => "the owner's passphrase".to_owned(),
        Custody::Paper => "what the owner keeps on paper".to_owned(),
        Custody::Mailbox(name) => format!("the owner's mailbox at {name}"),
        Custody::StaffPair => "two of the staff".to_owned(),
    }
}

/// Where something is kept, as a place.
fn where_kept(custody: &Custody) -> String {
    let place = match custody {
        Custody::Memory => return "in the owner's head".to_owned(),
        Custody::Paper => return "on paper".to_owned(),
        // Of a key and a passkey that stays on its device the thing itself is the place.
        Custody::SecurityKey(_) => return "on the key itself".to_owned(),
        Custody::Device(_) => return "on one device".to_owned(),
        Custody::StaffPair => "with",
        Custody::Phone => "on",
        Custody::SyncProvider(_) | Custody::PasswordManager(_) | Custody::Mailbox(_) | Custody::Issuer(_) => {
            "in"
        }
    };
    format!("{place} {}", thing(custody))
}

/// What somebody does who takes it over, after "whoever".
fn taken(custody: &Custody) -> String {
    let verb = match custody {
        Custody::Device(_) => return "unlocks the owner's device".to_owned(),
        Custody::SyncProvider(_) | Custody::PasswordManager(_) | Custody::Mailbox(_) | Custody::Issuer(_) => {
            "gets into"
        }
        Custody::SecurityKey(_) | Custody::Phone => "takes",
        Custody::Memory => "learns",
        Custody::Paper => "finds",
        Custody::StaffPair => "deceives",
    };
    format!("{verb} {}", thing(custody))
}

#[cfg(test)]
mod tests {
    use identity::Label;
    use vocabulary::Span;

    use super::*;

    #[test]
    fn staff_read_of_the_owner_as_of_somebody_else() {
        let mailbox = Custody::Mailbox(Label::new("mail.example").unwrap());
        let check = |code: SentenceCode, custodies: &[&Custody], says: &str| {
            let told = sentence(&Sentence {
                code,
                custodies: custodies.iter().map(|custody| (*custody).clone()).collect(),
                wait: Span::from_hours(72),
            });
            assert_eq!(told, says);
            assert!(!told.contains("you"), "{told}");
        };
        check(
            SentenceCode::Single,
            &[&Custody::Memory],
            "Whoever learns the owner's passphrase gets into this account.",
        );
        check(
            SentenceCode::SingleUnlessVetoed,
            &[&mailbox],
            "Whoever gets into the owner's mailbox at mail.example gets into this account after 3 days, \
             unless the owner objects.",
        );
        check(
            SentenceCode::Several,
            &[&Custody::Memory, &Custody::Phone],
            "Nobody gets into this account with one thing alone: it takes the owner's passphrase and the \
             owner's phone together.",
        );
        check(
            SentenceCode::OnlyStaff,
            &[],
            "Only two of the staff together can open this account.",
        );
    }
}
