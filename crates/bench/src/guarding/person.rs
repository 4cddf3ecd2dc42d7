//! Somebody with a past: what is known of a person after a month.

use anyhow::Context as _;
use engine::{Mode, State, Stated, judge};
use guard::NetworkFacts;
use journey::SourceFile;
use vocabulary::{Event, Moment, Span};

/// At home, at the laptop.
pub(super) const HOME: &str = r#"{"ip":"192.0.2.1","agent":"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0","device":"dev_laptop"}"#;
/// On the way, with the phone.
const PHONE: &str = r#"{"ip":"198.51.100.20","agent":"Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36","device":"dev_phone"}"#;
/// Somebody else, somewhere else.
pub(super) const THIEF: &str = r#"{"ip":"203.0.113.9","agent":"python-requests/2.32","device":"dev_unseen"}"#;

const CHARGE: &str = r#"{"effect":"charge","effect_id":"ch_7","amount":12900,"currency":"EUR"}"#;

/// A person, the journeys that protect them, and the time.
pub(super) struct Person {
    pub(super) stated: Stated,
    pub(super) state: State,
    pub(super) now: Moment,
    told: u32,
}

impl Person {
    /// Has come every morning for a month, with a laptop and now and then a phone, and bought something each week.
    pub(super) fn settled() -> anyhow::Result<Self> {
        let begun = Moment::parse("2026-10-20T08:00:00Z")?;
        let mut person = Self {
            stated: stated()?,
            state: State::default(),
            now: begun,
            told: 0,
        };
        person.live("account.created", HOME, "ses_0", "{}")?;
        person.live("factor.enrolled", HOME, "ses_0", r#"{"factor":"passkey"}"#)?;
        for day in 0..30 {
            person.now = begun + Span::from_days(day);
            let (origin, session) = if day % 4 == 3 {
                (PHONE, "ses_phone")
            } else {
                (HOME, "ses_home")
            };
            let proved = r#"{"password":"correct","proved":"passkey"}"#;
            person.live("sign_in.attempted", origin, &format!("{session}_{day}"), proved)?;
            for hour in 1..4 {
                person.now = begun + Span::from_days(day) + Span::from_minutes(60 * hour);
                person.live(
                    "session.seen",
                    origin,
                    &format!("{session}_{day}"),
                    r#"{"doing":"view-orders"}"#,
                )?;
            }
            if day % 7 == 5 {
                person.live("effect.requested", origin, &format!("{session}_{day}"), CHARGE)?;
            }
        }
        person.now = person.now + Span::from_minutes(30);
        Ok(person)
    }

    /// The session that is open at home.
    pub(super) const SESSION: &str = "ses_home_29";

    /// A charge in that session.
    pub(super) fn charge(&mut self) -> anyhow::Result<Event> {
        self.event("effect.requested", HOME, Self::SESSION, CHARGE)
    }

    /// An event of this very moment.
    pub(super) fn event(
        &mut self,
        kind: &str,
        from: &str,
        session: &str,
        fields: &str,
    ) -> anyhow::Result<Event> {
        let text = self.text(kind, from, session, fields);
        serde_json::from_str(&text).with_context(|| format!("`{kind}` is not what the catalogue says"))
    }

    /// The same as a platform would send it.
    pub(super) fn text(&mut self, kind: &str, from: &str, session: &str, fields: &str) -> String {
        self.told += 1;
        format!(
            r#"{{"key":"019da5b2-6f1c-7a3e-9d41-{:012x}","kind":"{kind}","account":"acc_42","at":"{}","from":{from},"session":"{session}","fields":{fields}}}"#,
            self.told, self.now
        )
    }

    fn live(&mut self, kind: &str, from: &str, session: &str, fields: &str) -> anyhow::Result<()> {
        let event = self.event(kind, from, session, fields)?;
        let network = Some(NetworkFacts::default());
        judge(
            &self.stated,
            &mut self.state,
            network,
            event,
            Mode::Tell,
            self.now,
        );
        Ok(())
    }
}

/// The journeys that come with the product.
fn stated() -> anyhow::Result<Stated> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../journeys");
    let mut files = Vec::new();
    for file in std::fs::read_dir(folder).context("the journeys are not where this was built")? {
        let path = file?.path();
        files.push(SourceFile::new(
            path.display().to_string(),
            std::fs::read_to_string(&path)?,
        ));
    }
    files.sort_by(|left, right| left.name.cmp(&right.name));
    let read = Stated::read(&files, false);
    Ok(read
        .map_err(|_| anyhow::anyhow!("the journeys have errors; `safeconduct check` names them"))?
        .0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answers_that_are_measured_are_the_real_ones() {
        let mut person = Person::settled().unwrap();
        let mut check = |kind: &str, from: &str, session: &str, fields: &str, expected: &str| {
            let event = person.event(kind, from, session, fields).unwrap();
            let network = Some(NetworkFacts::default());
            let policy = &person.stated.policy;
            let decision = guard::decide(
                policy,
                &person.state.facts,
                network,
                &event,
                Mode::Ask,
                person.now,
            );
            assert_eq!(decision.judgement.verdict.name(), expected, "{kind} {session}");
        };
        let password = r#"{"password":"correct","proved":"none"}"#;
        check("session.seen", HOME, Person::SESSION, "{}", "allow");
        check("sign_in.attempted", HOME, "ses_new", password, "allow");
        check("effect.requested", HOME, Person::SESSION, CHARGE, "allow");
        check("sign_in.attempted", THIEF, "ses_thief", password, "challenge");
        check("session.seen", THIEF, Person::SESSION, "{}", "deny");
    }
}
