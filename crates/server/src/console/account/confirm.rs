//! Before staff do something to an account: what will happen, and to whom.

use maud::{Markup, html};

use super::opening::{act_name, act_path};
use crate::console::layout::{self, Place};
use crate::console::views::{Act, Confirm, Frame};
use crate::console::{parts, paths, words};

/// The page.
pub fn page(frame: &Frame, view: &Confirm) -> Markup {
    let name = act_name(view.act);
    let question = format!("{name}?");
    let back = paths::account(&view.account);
    let body = html! {
        (parts::crumbs(&[("Accounts", paths::ACCOUNTS), (view.account.as_str(), &back)]))
        div.door {
            (parts::answer(&question, &what_happens(view), &html! {}))
            p { "It happens to " strong { (whom(view)) } ". " (afterwards(view.act)) }
            p { "It is recorded in the log with your name and your reason, and the owner can read both." }
            @if let Some(problem) = &view.problem {
                p.missing role="alert" #problem { (words::capital(problem)) }
            }
            form.asking method="post" action=(act_path(view.act)) {
                input type="hidden" name="id" value=(view.account);
                div {
                    label for="who" { "Your name" }
                    input #who type="text" name="who" value=(view.who) required maxlength="64" autocomplete="name"
                        aria-describedby=[view.problem.as_ref().map(|_| "problem")];
                }
                div {
                    label for="because" { "Why" }
                    input #because type="text" name="because" value=(view.because) required maxlength="200"
                        autocomplete="off" aria-describedby=[view.problem.as_ref().map(|_| "problem")];
                }
                div.acts {
                    button.primary type="submit" { (name) }
                    a.button href=(back) { "Leave it as it is" }
                }
            }
        }
    };
    layout::page(frame, Place::Accounts, &question, &body)
}

/// What will happen, as the page's heading.
fn what_happens(view: &Confirm) -> String {
    match (view.act, view.sessions) {
        (Act::EndSessions, 0) => "Nobody is signed in, so nothing ends.".to_owned(),
        (Act::EndSessions, 1) => "The one session ends now.".to_owned(),
        (Act::EndSessions, many) => format!("All {many} sessions end now."),
        (Act::RequireProtection, _) if view.is_required => {
            "New protection is required already; nothing changes.".to_owned()
        }
        (Act::RequireProtection, _) => "The owner has to set up new protection.".to_owned(),
    }
}

const fn afterwards(act: Act) -> &'static str {
    match act {
        Act::EndSessions => {
            "They are signed out on every device and can sign in again at once. A message tells them, and has \
             a link with which they can say that something is wrong."
        }
        Act::RequireProtection => {
            "What opens the account now stays. The requirement stands until the owner has added something, \
             and two independent things protect the account."
        }
    }
}

/// The owner, as far as they said who they are.
fn whom(view: &Confirm) -> String {
    match (view.name.as_str(), view.address.as_deref()) {
        ("", None) => view.account.to_string(),
        ("", Some(address)) => format!("{} ({address})", view.account),
        (name, None) => format!("{name} ({})", view.account),
        (name, Some(address)) => format!("{name} ({}, {address})", view.account),
    }
}

#[cfg(test)]
mod tests {
    use vocabulary::AccountId;

    use super::*;

    #[test]
    fn the_page_says_what_will_happen_to_whom() {
        let check = |act: Act, sessions: usize, is_required: bool, says: &str| {
            let view = Confirm {
                account: AccountId::new("acc_<42>").unwrap(),
                act,
                name: "Jane".to_owned(),
                address: Some("jane@example.org".to_owned()),
                sessions,
                is_required,
                who: "Ann".to_owned(),
                because: String::new(),
                problem: Some("say why".to_owned()),
            };
            let page = page(&Frame::default(), &view).into_string();
            for part in [
                says,
                "Jane (acc_&lt;42&gt;, jane@example.org)",
                "Say why",
                "value=\"Ann\"",
            ] {
                assert!(page.contains(part), "{part}: {page}");
            }
        };
        check(Act::EndSessions, 0, false, "Nobody is signed in");
        check(Act::EndSessions, 1, false, "The one session ends now.");
        check(Act::EndSessions, 3, false, "All 3 sessions end now.");
        check(
            Act::RequireProtection,
            3,
            false,
            "The owner has to set up new protection.",
        );
        check(Act::RequireProtection, 3, true, "required already");
    }
}
