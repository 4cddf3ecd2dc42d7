//! `policy/support-open`: nobody on the staff looks into an account without that customer's open ticket.

use vocabulary::{Reason, Verdict, catalogue::kinds};

use super::{Control, Finding, Situation};
use crate::Armed;

pub(super) static CONTROL: Control = Control {
    binding: "policy/support-open",
    says: "Lets one of the platform's people open an account only while that customer has an open ticket.",
    on: &[kinds::ACCOUNT_OPENED_BY_STAFF],
    parameters: &[],
    when_down: "Without it everybody on the staff can look into every account: `refuse`.",
    judge,
};

fn judge(situation: &Situation<'_>, _: &Armed) -> Option<Finding> {
    if situation.event.text("ticket") == Some("open") {
        return None;
    }
    let reason = Reason::new(
        "no-open-ticket",
        "This customer has not asked for help: there is no open ticket.",
    );
    Some(Finding::new(Verdict::Deny, reason))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Story, armed};
    use super::*;
    use crate::Policy;

    #[test]
    fn staff_look_only_where_they_were_asked() {
        for (ticket, expected) in [("open", "allow"), ("closed", "deny"), ("none", "deny")] {
            let mut story = Story::of_a_settled_person(Policy::new(vec![armed(&CONTROL, &[])], vec![]));
            let fields = format!(r#"{{"view_id":"v","ticket":"{ticket}","staff_id":"staff_3"}}"#);
            let decision = story.tell("account.opened_by_staff", "{}", "", &fields);
            assert_eq!(decision.judgement.verdict.name(), expected, "{ticket}");
        }
    }
}
