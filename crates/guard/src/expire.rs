//! Questions that nobody answered: time decides, without anybody asking.

use identity::About;
use vocabulary::{Event, Kind, Moment, catalogue::kinds};

use crate::Facts;

impl Facts {
    /// When the next open question runs out.
    pub fn next_expiry(&self) -> Option<Moment> {
        let questions = self.account.challenges().iter();
        questions
            .map(identity::Challenge::expires_at)
            .chain(self.protection.recovery_lapses_at())
            .min()
    }

    /// What happens because questions have run out at `now`. `blank` makes an event of a kind for this
    /// account, dated now.
    pub fn expired(&self, now: Moment, mut blank: impl FnMut(Kind) -> Event) -> Vec<Event> {
        let mut events = Vec::new();
        for open in self
            .account
            .challenges()
            .iter()
            .filter(|open| open.expires_at() <= now)
        {
            let mut expired = blank(kinds::CHALLENGE_EXPIRED).with("about", open.about.name());
            expired.session.clone_from(&open.session);
            events.push(expired);
            if open.about == About::SignIn {
                let known = self.account.knows(open.device.as_ref());
                let mut finished = blank(kinds::SIGN_IN_FINISHED)
                    .with("outcome", "refused")
                    .with("password", "correct")
                    .with("device", if known { "known" } else { "new" })
                    .with("second_factor", "failed")
                    .with("verdict", "unknown")
                    .with("blocked", true);
                finished.session.clone_from(&open.session);
                events.push(finished);
            }
        }
        if self.protection.recovery_lapses_at().is_some_and(|at| at <= now) {
            events.push(blank(kinds::RECOVERY_LAPSED));
        }
        events
    }
}
