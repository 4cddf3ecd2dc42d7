//! The decision: every armed control is asked, the strictest answer wins, and what follows is said as events.

use journey::WhenDown;
use vocabulary::{Event, Judgement, Kind, Moment, PromiseRef, Reason, Verdict, catalogue::kinds};

use crate::controls::{Finding, Situation};
use crate::facts::is_wrong;
use crate::follow::Following;
use crate::situation::IN_SESSION;
use crate::{Facts, NetworkFacts, Policy};

/// The answer to an event, and what it brings about.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// What the platform is told.
    pub judgement: Judgement,
    /// What follows, in order; each is applied to the facts and recorded after the event itself.
    pub events: Vec<Event>,
}

/// Whether the platform asks before or tells after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Before: what is answered decides what happens.
    Ask,
    /// After: it has happened, and nobody is asked anything any more.
    Tell,
}

/// Decides on an event. Reads nothing but its parameters; takes constant time.
pub fn decide(
    policy: &Policy,
    facts: &Facts,
    network: Option<NetworkFacts>,
    event: &Event,
    mode: Mode,
    now: Moment,
) -> Decision {
    let mut situation = Situation::of(facts, network, event, now);
    let mut sum = Sum::default();
    let mut following = Following::new(event, mode, now);
    let in_force = policy.is_in_force();
    if let Some(finding) = settled_by_the_facts(&situation).filter(|_| in_force) {
        sum.add(&finding, None);
    } else if event.kind == kinds::CHALLENGE_ANSWERED && in_force {
        sum.add(&following.answer(&situation), None);
    } else {
        for armed in policy.about(event.kind) {
            let Some(finding) = (armed.control.judge)(&situation, armed) else {
                continue;
            };
            if armed.shadow {
                sum.shadow = Some(sum.shadow.unwrap_or(Verdict::Allow).stricter(finding.verdict));
                continue;
            }
            sum.add(&finding, armed.promise_for(event));
            following.take(&situation, finding.follow);
            situation.opening = following.opening();
        }
    }
    if event.kind == kinds::SIGN_IN_ATTEMPTED && is_wrong(event) && sum.judgement.wait.is_none() {
        let reason = if event.text("password") == Some("wrong") {
            Reason::new("wrong-password", "The password was wrong.")
        } else {
            Reason::new("wrong-factor", "The second factor was not proved.")
        };
        sum.add(&Finding::new(Verdict::Deny, reason), None);
    }
    following.finish(&situation, sum.judgement.verdict, sum.judgement.wait.is_some());
    let mut judgement = sum.finish(&situation);
    judgement.told = mode == Mode::Tell;
    Decision {
        judgement,
        events: following.into_events(),
    }
}

/// The answer where the store cannot be asked: what the armed controls say of their own absence. One that
/// refuses is enough to refuse; without any control there is nothing to be kept, and the answer is to allow.
pub fn when_store_is_down(policy: &Policy, kind: Kind) -> Verdict {
    let refuses = |when_down: WhenDown| matches!(when_down, WhenDown::Refuse | WhenDown::Page);
    if policy
        .about(kind)
        .any(|armed| !armed.shadow && refuses(armed.when_down))
    {
        Verdict::Deny
    } else {
        Verdict::Allow
    }
}

/// What no control has to be asked about.
fn settled_by_the_facts(situation: &Situation<'_>) -> Option<Finding> {
    let event = situation.event;
    let in_session = IN_SESSION.contains(&event.kind);
    if in_session && situation.session.is_some_and(|session| !session.is_live()) {
        return Some(Finding::new(
            Verdict::Deny,
            Reason::new("session-ended", "This session is over. Sign in again."),
        ));
    }
    None
}

/// Verdict and reasons, as they add up.
struct Sum {
    judgement: Judgement,
    fit: u8,
    shadow: Option<Verdict>,
}

impl Default for Sum {
    fn default() -> Self {
        let judgement = Judgement {
            verdict: Verdict::Allow,
            reasons: Vec::new(),
            promise: None,
            wait: None,
            score: None,
            told: false,
            shadow: None,
        };
        Self {
            judgement,
            fit: 0,
            shadow: None,
        }
    }
}

impl Sum {
    fn add(&mut self, finding: &Finding, promise: Option<(&PromiseRef, u8)>) {
        let before = self.judgement.verdict;
        self.judgement.verdict = before.stricter(finding.verdict);
        // The reasons of what decided stand first.
        let at = if self.judgement.verdict.name() == before.name() {
            self.judgement.reasons.len()
        } else {
            0
        };
        for (place, reason) in finding.reasons.iter().enumerate() {
            if self
                .judgement
                .reasons
                .iter()
                .all(|known| known.code != reason.code)
            {
                let place = (at + place).min(self.judgement.reasons.len());
                self.judgement.reasons.insert(place, reason.clone());
            }
        }
        // What decided names the promise; among those that say the same, the one that fits best.
        if let Some((promise, fit)) = promise
            && (self.judgement.promise.is_none() || (at == 0 && fit >= self.fit) || fit > self.fit)
        {
            self.judgement.promise = Some(promise.clone());
            self.fit = fit;
        }
        self.judgement.wait = self.judgement.wait.max(finding.wait);
    }

    fn finish(mut self, situation: &Situation<'_>) -> Judgement {
        let judgement = &mut self.judgement;
        judgement.reasons.truncate(Judgement::MAX_REASONS);
        judgement.score = situation
            .score
            .as_ref()
            .map(|score| (score.probability * 1e4).round() / 1e4);
        judgement.shadow = self
            .shadow
            .filter(|shadow| judgement.verdict.stricter(*shadow) != judgement.verdict);
        self.judgement
    }
}
