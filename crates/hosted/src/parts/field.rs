//! One field with its label, its hint and what is wrong with it, tied together for whoever cannot see it.

use maud::{Markup, html};

use crate::frame::Frame;
use crate::problem::Problem;

/// What a field is for. It decides the keyboard that a phone shows and what a browser offers to fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A person's name.
    PersonName,
    /// A name that the owner gives to something.
    Label,
    /// The address of a new account.
    NewAddress,
    /// The address at sign-in, where the browser may offer a passkey instead.
    SignInAddress,
    /// An address at sign-in or recovery.
    Address,
    /// The passphrase of an account.
    Passphrase,
    /// A passphrase to be.
    NewPassphrase,
    /// Six digits from an app.
    Code,
    /// A recovery code.
    RecoveryCode,
}

impl Kind {
    const fn type_of_input(self) -> &'static str {
        match self {
            Self::NewAddress | Self::SignInAddress | Self::Address => "email",
            Self::Passphrase | Self::NewPassphrase => "password",
            Self::PersonName | Self::Label | Self::Code | Self::RecoveryCode => "text",
        }
    }

    const fn autocomplete(self) -> &'static str {
        match self {
            Self::PersonName => "name",
            Self::NewAddress | Self::Address => "username",
            Self::SignInAddress => "username webauthn",
            Self::Passphrase => "current-password",
            Self::NewPassphrase => "new-password",
            Self::Code => "one-time-code",
            Self::Label | Self::RecoveryCode => "off",
        }
    }

    /// Characters that a browser takes. Passphrases are never cut: what is too long is said so instead.
    const fn longest(self) -> Option<u32> {
        match self {
            Self::PersonName | Self::Label => Some(100),
            Self::NewAddress | Self::SignInAddress | Self::Address => Some(254),
            // Six digits, with room for the spaces that people put between them.
            Self::Code => Some(12),
            Self::RecoveryCode => Some(64),
            Self::Passphrase | Self::NewPassphrase => None,
        }
    }

    const fn is_passphrase(self) -> bool {
        matches!(self, Self::Passphrase | Self::NewPassphrase)
    }
}

/// A field to be shown.
pub(crate) struct Field<'a> {
    /// What it is for.
    pub kind: Kind,
    /// Its name in the form, and its id on the page.
    pub name: &'a str,
    /// Another id, where several forms on the page have a field of this name.
    pub id: Option<&'a str>,
    /// What it is called.
    pub label: String,
    /// What to know before filling it in; empty for nothing.
    pub hint: String,
    /// What stands in it already. Secrets are never given back.
    pub value: &'a str,
    /// Whether it may stay empty.
    pub optional: bool,
    /// What is wrong on the page; the field picks what is about it.
    pub problems: &'a [Problem],
}

impl Default for Field<'_> {
    fn default() -> Self {
        Self {
            kind: Kind::Label,
            name: "",
            id: None,
            label: String::new(),
            hint: String::new(),
            value: "",
            optional: false,
            problems: &[],
        }
    }
}

/// The field.
pub(crate) fn field(frame: &Frame, field: &Field<'_>) -> Markup {
    let words = frame.words();
    let id = field.id.unwrap_or(field.name);
    let hint = format!("{id}-hint");
    let error = format!("{id}-error");
    let wrong: Vec<String> = field
        .problems
        .iter()
        .filter(|problem| problem.field() == Some(field.name))
        .map(|problem| problem.in_words(words))
        .collect();
    let described = [
        (!field.hint.is_empty()).then_some(hint.as_str()),
        (!wrong.is_empty()).then_some(error.as_str()),
    ];
    let described: Vec<&str> = described.into_iter().flatten().collect();
    let kind = field.kind;
    html! {
        div.field.wrong[!wrong.is_empty()] {
            label for=(id) {
                (field.label)
                @if field.optional { " " span.muted { (words.say("optional")) } }
            }
            @if !field.hint.is_empty() { p.hint id=(hint) { (field.hint) } }
            @if !wrong.is_empty() {
                div.error id=(error) { @for text in &wrong { p { (text) } } }
            }
            div.input {
                input id=(id) name=(field.name) type=(kind.type_of_input())
                    autocomplete=(kind.autocomplete())
                    autocapitalize=[(kind != Kind::PersonName && kind != Kind::Label).then_some("none")]
                    spellcheck=[(kind != Kind::Label).then_some("false")]
                    inputmode=[(kind == Kind::Code).then_some("numeric")]
                    maxlength=[kind.longest()]
                    value=[(!field.value.is_empty() && !kind.is_passphrase()).then_some(field.value)]
                    required[!field.optional]
                    aria-invalid=[(!wrong.is_empty()).then_some("true")]
                    aria-describedby=[(!described.is_empty()).then(|| described.join(" "))];
                @if kind.is_passphrase() {
                    button.reveal type="button" hidden data-reveal=(id) data-hide=(words.say("hide"))
                        aria-controls=(id) {
                        span { (words.say("show")) }
                        span.unseen { " (" (field.label) ")" }
                    }
                }
            }
        }
    }
}
