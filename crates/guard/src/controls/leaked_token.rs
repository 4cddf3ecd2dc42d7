//! `policy/leaked-token`: what was done with a token since it leaked is looked at.

use response::LOOK_BACK;
use vocabulary::{Reason, Verdict, catalogue::kinds};

use super::{Control, Finding, Follow, Situation};
use crate::Armed;

pub(super) static CONTROL: Control = Control {
    binding: "policy/leaked-token",
    says: "When a token is found where others can read it, looks at what it was used for since, and opens an incident \
           if that was from a network or with a program that it was never used with before. The token itself is \
           revoked in any case, in the commit that records the leak; nobody is locked out.",
    on: &[kinds::TOKEN_LEAKED],
    parameters: &[],
    when_down: "Without it a leaked token is still revoked, but nobody is told that it was misused: `allow`.",
    judge,
};

fn judge(situation: &Situation<'_>, _: &Armed) -> Option<Finding> {
    let event = situation.event;
    // Where nobody says since when it was there, the last day is looked at, as for any other incident.
    let since = event.moment("since").unwrap_or(event.at - LOOK_BACK);
    let sessions = situation.facts.account.sessions();
    let at_home = |network| {
        sessions
            .iter()
            .any(|session| session.started < since && session.network == Some(network))
    };
    let token = situation.facts.tokens.get(event.text("token_id")?)?;
    let first = token.unlike_before(since, at_home)?.first;
    let reason = Reason::new(
        "leaked-token-used",
        "Since it leaked, this token was used from a network or with a program that it was never used with before.",
    );
    // Revoking it is all that is done at once: a single sign never keeps anybody out.
    Some(Finding::new(Verdict::Allow, reason).then(Follow::SuspectToken(first)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{COPY, HOME, Story, everything};
    use vocabulary::Span;

    const CREATED: &str = r#"{"token_id":"t"}"#;
    const CHARGE: &str = r#"{"effect":"charge","effect_id":"ch_1","amount":5,"currency":"EUR"}"#;

    fn leaked(since: &str) -> String {
        format!(r#"{{"token_id":"t","found":"a public repository","source":"push","since":"{since}"}}"#)
    }

    fn kinds_of(decision: &crate::Decision) -> Vec<&'static str> {
        decision.events.iter().map(|event| event.kind.name()).collect()
    }

    /// A person whose token was used from home for a day, and leaked then.
    fn story() -> (Story, String) {
        let mut story = Story::of_a_settled_person(everything());
        story.tell("token.created", HOME, "", CREATED);
        story.tell("token.used", HOME, "", CREATED);
        story.now = story.now + Span::from_days(1);
        let since = story.now.to_string();
        story.now = story.now + Span::from_hours(1);
        (story, since)
    }

    #[test]
    fn a_leaked_token_is_over_and_told_once() {
        let (mut story, since) = story();
        story.tell("token.used", HOME, "", CREATED);
        let found = story.tell("token.leaked", "{}", "", &leaked(&since));
        assert_eq!(kinds_of(&found), ["token.revoked"]);
        let again = story.tell("token.leaked", "{}", "", &leaked(&since));
        assert!(kinds_of(&again).is_empty(), "what is over is not revoked again");
        let leak = story.facts.tokens.get("t").unwrap().leak.as_ref();
        assert_eq!(leak.unwrap().places, 2);
    }

    #[test]
    fn a_token_used_from_elsewhere_since_opens_an_incident_and_locks_nobody_out() {
        let (mut story, since) = story();
        let first = story.now;
        story.tell("token.used", COPY, "", CREATED);
        story.tell("effect.requested", "{}", "", CHARGE);
        story.now = story.now + Span::from_hours(1);
        let found = story.tell("token.leaked", "{}", "", &leaked(&since));
        assert_eq!(found.judgement.verdict.name(), "allow");
        assert_eq!(
            kinds_of(&found),
            ["incident.opened", "effect.held", "token.revoked"],
            "what was done outside any session since then waits"
        );
        assert_eq!(story.facts.trouble.incident().unwrap().began_at, first);
        let owner = story.tell("session.seen", HOME, "s29", "{}");
        assert_eq!(owner.judgement.verdict.name(), "allow");
    }

    #[test]
    fn without_a_date_the_last_day_is_looked_at() {
        let check = |hours: i64, expected: &[&str]| {
            let (mut story, _) = story();
            story.tell("token.used", COPY, "", CREATED);
            story.now = story.now + Span::from_hours(hours);
            let found = story.tell(
                "token.leaked",
                "{}",
                "",
                r#"{"token_id":"t","found":"somewhere"}"#,
            );
            assert_eq!(kinds_of(&found), expected, "{hours} h");
        };
        check(20, &["incident.opened", "token.revoked"]);
        check(40, &["token.revoked"]);
    }
}
