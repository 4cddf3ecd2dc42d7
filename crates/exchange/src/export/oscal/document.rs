//! What every OSCAL document of ours has: numbers, parties, dates, and texts of the shapes that it asks for.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use vocabulary::Moment;

use crate::export::identity::number;
use crate::export::subject::Subject;
use crate::export::wording::line;

/// The version of OSCAL that the documents keep to.
const OSCAL: &str = "1.2.1";

/// Where the meaning of our own properties is kept.
const NAMESPACE: &str = "urn:safeconduct:oscal";

/// A document about a subject.
pub(super) struct Document<'a> {
    /// What it is about.
    pub(super) subject: &'a Subject<'a>,
}

impl Document<'_> {
    /// The number of an object.
    pub(super) fn number(&self, kind: &str, name: &str) -> String {
        number(self.subject.name, kind, name)
    }

    /// Title, dates and parties. `people` are the owners and teams that the document names.
    pub(super) fn metadata(&self, title: &str, people: &BTreeSet<String>) -> Value {
        let now = stamp(self.subject.now);
        json!({
            "title": said(&format!("{}: {title}", self.subject.name), title),
            "last-modified": now,
            "version": now.as_str().split('T').next(),
            "oscal-version": OSCAL,
            "parties": people.iter().map(|person| self.party(person)).collect::<Vec<_>>(),
            "remarks": "Made from journey files by Safeconduct.",
        })
    }

    fn party(&self, name: &str) -> Value {
        let address = is_address(name);
        json!({
            "uuid": self.number("party", name),
            "type": if address { "person" } else { "organization" },
            "name": name,
            "email-addresses": address.then_some([name]),
        })
    }

    /// Who observes: this program.
    pub(super) fn origins(&self) -> Value {
        json!([self.origin()])
    }

    /// Who observes: this program.
    pub(super) fn origin(&self) -> Value {
        json!({"actors": [{"type": "tool", "actor-uuid": self.number("tool", "safeconduct")}]})
    }

    /// This program as a part of what was used to assess.
    pub(super) fn assets(&self) -> Value {
        let tool = self.number("tool", "safeconduct");
        json!({
            "components": [{
                "uuid": tool, "type": "software", "title": "Safeconduct",
                "description": "Reads journey files and writes this document.",
                "props": [{"name": "version", "value": env!("CARGO_PKG_VERSION")}],
                "status": {"state": "operational"},
            }],
            "assessment-platforms": [{
                "uuid": self.number("platform", "safeconduct"), "title": "Safeconduct",
                "uses-components": [{"component-uuid": tool}],
            }],
        })
    }
}

/// A property of ours; nothing where there is nothing to say.
pub(super) fn property(name: &str, value: &str) -> Option<Value> {
    let value = line(value);
    (!value.is_empty()).then(|| json!({"name": name, "ns": NAMESPACE, "value": value}))
}

/// Those properties that there are.
pub(super) fn properties<const N: usize>(properties: [Option<Value>; N]) -> Vec<Value> {
    properties.into_iter().flatten().collect()
}

/// A facet of ours.
pub(super) fn facet(name: &str, value: &str) -> Value {
    json!({"name": name, "system": NAMESPACE, "value": value})
}

/// The text on one line, or what stands in its place where it is empty.
pub(super) fn said(text: &str, instead: &str) -> String {
    let text = line(text);
    if text.is_empty() { instead.to_owned() } else { text }
}

/// A date with its time zone, as far as OSCAL knows years: from 1900 to 2999.
pub(super) fn stamped(moment: Moment) -> Option<String> {
    let text = moment.to_string();
    let year: i32 = text.split('-').next()?.parse().ok()?;
    (1900..3000).contains(&year).then_some(text)
}

/// A date where one must stand; the beginning of the epoch for one that OSCAL cannot write.
pub(super) fn stamp(moment: Moment) -> String {
    stamped(moment).unwrap_or_else(|| Moment::EPOCH.to_string())
}

/// Whether a text is a plain e-mail address.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let words = |text: &str, extra: &str| {
        text.split('.').all(|word| {
            !word.is_empty()
                && !word.starts_with('-')
                && !word.ends_with('-')
                && word
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || extra.contains(letter))
        })
    };
    words(local, "-_+") && domain.contains('.') && words(domain, "-") && text.len() <= 254
}

/// A link to where work is followed, where the text is a plain web address.
pub(super) fn link(text: &str) -> Option<Value> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (host, port) = host.split_once(':').unwrap_or((host, "1"));
    let plain_host = !host.is_empty()
        && host
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || ".-".contains(letter))
        && !port.is_empty()
        && port.chars().all(|digit| digit.is_ascii_digit());
    let plain_path = path
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || "-._~/?#!$&'()*+,;=:@".contains(letter))
        && path.matches('#').count() <= 1;
    (plain_host && plain_path).then(|| json!({"href": text, "rel": "tracking"}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_addresses_become_addresses() {
        for (text, mail, web) in [
            ("mara@example.com", true, false),
            ("identity-team", false, false),
            ("a@b", false, false),
            ("a b@example.com", false, false),
            ("a..b@example.com", false, false),
            ("https://example.com/x?y=1#z", false, true),
            ("https://example.com:8443/x", false, true),
            ("https://example.com/a b", false, false),
            ("https:///x", false, false),
            ("https://example.com/#a#b", false, false),
            ("SEC-412", false, false),
        ] {
            assert_eq!((is_address(text), link(text).is_some()), (mail, web), "{text}");
        }
    }

    #[test]
    fn years_that_oscal_cannot_write_are_no_dates() {
        let check = |text: &str, expected: bool| {
            assert_eq!(
                stamped(Moment::parse(text).unwrap()).is_some(),
                expected,
                "{text}"
            );
        };
        check("2026-11-22T00:00:00Z", true);
        check("1899-12-31T23:59:59Z", false);
        check("3000-01-01T00:00:00Z", false);
    }
}
