//! What people see when a file is wrong: the very words, and what to do.

use journey::{Options, SourceFile, Style, check, load, render};

const JOURNEY: &str = r#"journey: Sign in
id: sign-in
who: Anyone with an account
wants: To get into my account.
steps:
  - id: prove-it-is-me
    does: I type my email and my password.
    givs: [email]
    at: [POST v1/sign-in]
    worst:
      - id: takeover
        story: A stranger uses my password.
        harm: sever
    promises:
      - id: stolen-password-useless
        says: MFA will never let a thief in.
        against: [take-over]
        kept_by: [second-factor]
        measure:
          kind: ratio
          of: sign_in.finished where passwrod = correct
          good: outcome = "refused" or second_factor = passd
          target: 99.9
      - id: thrown-out
        says: We always throw thieves out.
        against: [takeover]
        kept_by: [second-factor]
        measure: { kind: within, from: session.went_odd, to: session.endd, same: session_id, limit: 60s, target: 99% }
debt:
  - id: later
    weakens: [takeover]
    owe: Much.
    until: 31.03.2027
"#;

const CONTROLS: &str = "controls:
  second-factor:
    does: Asks for more than a password.
    type: prevent
    stops_user: true
    accepts: [passkey, sms]
  card-watch:
    does: Looks for card numbers.
    type: detective
";

#[test]
fn a_person_can_act_on_what_is_shown() {
    let files = [
        SourceFile::new("sign-in.journey.yaml", JOURNEY),
        SourceFile::new("controls.yaml", CONTROLS),
        SourceFile::new("data.yaml", "data:\n  email: [personal\n"),
    ];
    let (journeys, mut findings) = load(&files);
    findings.extend(check(&journeys, &Options::default()));
    let shown: Vec<String> = findings
        .iter()
        .map(|finding| render(finding, Style::Plain))
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
}
