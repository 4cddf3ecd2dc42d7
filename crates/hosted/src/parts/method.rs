//! The ways to prove who one is, each as its own form, the first of them the one that suits most people.

use maud::{Markup, html};
use vocabulary::Factor;

use super::field::{Field, Kind, field};
use super::form::form;
use super::passkey::{Ceremony, Passkey, passkey};
use crate::fields;
use crate::frame::Frame;
use crate::problem::Problem;

/// A way that is acceptable here. The form posts its name as [`fields::METHOD`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Method {
    /// A passkey; with the options for the browser, as JSON.
    Passkey {
        /// For `parseRequestOptionsFromJSON`.
        options: String,
    },
    /// A security key; with the options for the browser, as JSON.
    SecurityKey {
        /// For `parseRequestOptionsFromJSON`.
        options: String,
    },
    /// The code that an app shows.
    App,
    /// The passphrase.
    Passphrase,
    /// A code from paper.
    RecoveryCode,
}

impl Method {
    /// The factor that it proves.
    pub const fn factor(&self) -> Factor {
        match self {
            Self::Passkey { .. } => Factor::Passkey,
            Self::SecurityKey { .. } => Factor::SecurityKey,
            Self::App => Factor::Totp,
            Self::Passphrase => Factor::Passphrase,
            Self::RecoveryCode => Factor::RecoveryCode,
        }
    }

    /// The field that its form asks for, if a person fills it in.
    const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Passkey { .. } | Self::SecurityKey { .. } => None,
            Self::App => Some(fields::CODE),
            Self::Passphrase => Some(fields::PASSPHRASE),
            Self::RecoveryCode => Some(fields::RECOVERY_CODE),
        }
    }
}

/// The first method open, the others behind their names. One that has a problem is open too.
pub(crate) fn methods(frame: &Frame, action: &str, methods: &[Method], problems: &[Problem]) -> Markup {
    let words = frame.words();
    html! {
        @for (at, method) in methods.iter().enumerate() {
            @if at == 0 {
                (one(frame, action, method, problems, true))
                @if methods.len() > 1 {
                    p.or { span { (words.say("or")) } }
                }
            } @else {
                @let is_wrong = problems
                    .iter()
                    .any(|problem| problem.field().is_some() && problem.field() == method.field());
                details.way open[is_wrong] {
                    summary { (offer(frame, method)) }
                    (one(frame, action, method, problems, false))
                }
            }
        }
    }
}

fn offer(frame: &Frame, method: &Method) -> String {
    frame.words().say(match method {
        Method::Passkey { .. } => "use-passkey",
        Method::SecurityKey { .. } => "use-security-key",
        Method::App => "use-app",
        Method::Passphrase => "use-passphrase",
        Method::RecoveryCode => "use-recovery-code",
    })
}

fn one(frame: &Frame, action: &str, method: &Method, problems: &[Problem], is_first: bool) -> Markup {
    let words = frame.words();
    let typed = |kind: Kind, name: &str, label: &str, hint: &str| {
        let body = html! {
            input type="hidden" name=(fields::METHOD) value=(method.factor().name());
            (field(frame, &Field {
                kind,
                name,
                label: words.say(label),
                hint: if hint.is_empty() { String::new() } else { words.say(hint) },
                problems,
                ..Field::default()
            }))
            button.wide.primary[is_first] type="submit" { (words.say("continue")) }
        };
        form(frame, action, &body)
    };
    let asked = |options: &str| {
        passkey(
            frame,
            &Passkey {
                action,
                ceremony: Ceremony::Get,
                options,
                button: offer(frame, method),
                is_primary: is_first,
                method: Some(method.factor().name()),
                more: html! {},
            },
        )
    };
    match method {
        Method::Passkey { options } | Method::SecurityKey { options } => asked(options),
        Method::App => typed(Kind::Code, fields::CODE, "code", "code-hint"),
        Method::Passphrase => typed(Kind::Passphrase, fields::PASSPHRASE, "passphrase", ""),
        Method::RecoveryCode => typed(
            Kind::RecoveryCode,
            fields::RECOVERY_CODE,
            "recovery-code",
            "recovery-code-hint",
        ),
    }
}
