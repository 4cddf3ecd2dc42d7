//! A plain guard of a few rules, to see how the crowd takes its answers. It is no part of the product.

use std::collections::{HashMap, HashSet};

use vocabulary::{Event, FactorSet, Verdict};

/// Knows devices and sessions, and nothing of intents.
#[derive(Default)]
pub(crate) struct Guard {
    devices: HashSet<(String, String)>,
    sessions: HashMap<String, Origin>,
    suspects: HashSet<String>,
    waiting: HashMap<String, String>,
}

/// Where a session began: its device and the user agent.
type Origin = (Option<String>, Option<String>);

const CHALLENGE: Verdict = Verdict::Challenge {
    acceptable: FactorSet::SECOND,
};

impl Guard {
    /// A right password on an unknown device is challenged; a session that moves is refused and its account
    /// suspected; a suspect is charged nothing; a saved card goes to a new address only when confirmed; staff
    /// need a ticket.
    pub(crate) fn decide(&mut self, event: &Event) -> Verdict {
        let account = event.account.as_str().to_owned();
        let device = event
            .from
            .device
            .as_ref()
            .map(|device| device.as_str().to_owned());
        let session = event
            .session
            .as_ref()
            .map(|session| session.as_str().to_owned())
            .unwrap_or_default();
        let origin = (device.clone(), event.from.agent.as_ref().map(ToString::to_string));
        let known = (account.clone(), device.unwrap_or_default());
        match event.kind.name() {
            "account.created" => {
                self.devices.insert(known);
                self.sessions.insert(session, origin);
                Verdict::Allow
            }
            "sign_in.attempted" => {
                let proved = event.text("proved").is_some_and(|proved| proved != "none");
                if event.text("password") == Some("wrong") {
                    return Verdict::Deny;
                }
                self.sessions.insert(session.clone(), origin);
                if proved || self.devices.contains(&known) {
                    self.devices.insert(known);
                    return Verdict::Allow;
                }
                self.waiting.insert(session, known.1);
                CHALLENGE
            }
            "challenge.answered" if event.text("result") == Some("passed") => {
                if let Some(device) = self.waiting.remove(&session) {
                    self.devices.insert((account.clone(), device));
                }
                self.suspects.remove(&account);
                Verdict::Allow
            }
            "challenge.answered" => CHALLENGE,
            "session.seen" if self.sessions.get(&session).is_some_and(|began| *began != origin) => {
                self.suspects.insert(account);
                Verdict::Deny
            }
            "order.placed" if event.text("card") == Some("saved") && event.text("address") == Some("new") => {
                if event.text("confirmed") == Some("yes") {
                    Verdict::Allow
                } else {
                    CHALLENGE
                }
            }
            "effect.requested" if self.suspects.contains(&account) => Verdict::Deny,
            "account.opened_by_staff" if event.text("ticket") == Some("none") => Verdict::Deny,
            _ => Verdict::Allow,
        }
    }
}
