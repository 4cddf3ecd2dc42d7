//! Accounts: those that a test names, and any at all.

use identity::{AccessGraph, AccessRules, Authenticator, AuthenticatorId, Custody, Label, Mailbox};
use proptest::bool::weighted;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any};
use proptest::sample::select;
use vocabulary::{Factor, Moment};

/// All that the graph is made of.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    pub(crate) authenticators: Vec<Authenticator>,
    /// Whether each of them, in the same order, is disabled; more than there are do no harm.
    pub(crate) disabled: Vec<bool>,
    pub(crate) mailboxes: Vec<Mailbox>,
    pub(crate) rules: AccessRules,
}

impl Parts {
    pub(crate) fn graph(&self) -> AccessGraph {
        let (disabled, live): (Vec<_>, Vec<_>) = self.each().partition(|(_, disabled)| *disabled);
        let only = |of: Vec<(&Authenticator, bool)>| -> Vec<Authenticator> {
            of.into_iter().map(|(held, _)| held.clone()).collect()
        };
        AccessGraph::with_disabled(&only(live), &only(disabled), &self.mailboxes, &self.rules)
    }

    /// Each authenticator, and whether it is disabled.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&Authenticator, bool)> {
        self.authenticators.iter().zip(self.disabled.iter().copied())
    }

    /// The authenticators that are accepted.
    pub(crate) fn live(&self) -> impl Iterator<Item = &Authenticator> {
        self.each()
            .filter(|(_, disabled)| !disabled)
            .map(|(held, _)| held)
    }

    /// The account without one of its authenticators.
    pub(crate) fn without(&self, place: usize) -> Self {
        let mut smaller = self.clone();
        smaller.authenticators.remove(place);
        smaller.disabled.remove(place);
        smaller
    }
}

pub(crate) fn label(text: &str) -> Label {
    Label::new(text).unwrap()
}

/// A custody from its key; a provider's name is written as it is shown.
pub(crate) fn custody(key: &str) -> Custody {
    let (kind, name) = key.split_once(':').unwrap_or((key, ""));
    match kind {
        "device" => Custody::Device(label(name)),
        "sync-provider" => Custody::SyncProvider(label(name)),
        "security-key" => Custody::SecurityKey(label(name)),
        "phone" => Custody::Phone,
        "password-manager" => Custody::PasswordManager(label(name)),
        "memory" => Custody::Memory,
        "paper" => Custody::Paper,
        "mailbox" => Custody::Mailbox(label(name)),
        "issuer" => Custody::Issuer(label(name)),
        "staff-pair" => Custody::StaffPair,
        _ => panic!("no custody is of the kind `{kind}`"),
    }
}

/// Authenticators from lines such as `totp phone`; the ids are `a0`, `a1` and so on.
pub(crate) fn authenticators(lines: &[&str]) -> Vec<Authenticator> {
    let read = |(number, line): (usize, &&str)| {
        let (factor, place) = line.split_once(' ').unwrap();
        authenticator(number, factor.parse().unwrap(), custody(place))
    };
    lines.iter().enumerate().map(read).collect()
}

/// Mailboxes from their providers; a `+` at the end says that the owner has a second factor there.
pub(crate) fn mailboxes(providers: &[&str]) -> Vec<Mailbox> {
    let read = |provider: &&str| Mailbox {
        provider: label(provider.trim_end_matches('+')),
        guarded: provider.ends_with('+'),
    };
    providers.iter().map(read).collect()
}

pub(crate) fn authenticator(number: usize, factor: Factor, custody: Custody) -> Authenticator {
    Authenticator {
        id: AuthenticatorId::new(&format!("a{number}")).unwrap(),
        factor,
        custody,
        name: None,
        since: Moment::default(),
    }
}

/// Every sort of custody, few enough of each that authenticators often share one.
const PLACES: [&str; 10] = [
    "device:laptop",
    "sync-provider:Cloud",
    "security-key:k1",
    "phone",
    "password-manager:Vault",
    "memory",
    "paper",
    "mailbox:mail.example",
    "mailbox:post.example",
    "issuer:id.example",
];

/// Any account whatever, likely and unlikely ones.
pub(crate) fn any_account() -> impl Strategy<Value = Parts> {
    let held = vec((select(&Factor::ALL[..]), select(&PLACES[..])), 0..7).prop_map(|held| {
        let numbered = held.into_iter().enumerate();
        numbered
            .map(|(number, (factor, place))| authenticator(number, factor, custody(place)))
            .collect()
    });
    let mail = vec(
        (select(&["mail.example", "post.example"][..]), any::<bool>()),
        0..3,
    )
    .prop_map(|mail| {
        let read = |(provider, guarded)| Mailbox {
            provider: label(provider),
            guarded,
        };
        mail.into_iter().map(read).collect()
    });
    let disabled = vec(weighted(0.2), 7);
    (held, disabled, mail, any_rules()).prop_map(|(authenticators, disabled, mailboxes, rules)| Parts {
        authenticators,
        disabled,
        mailboxes,
        rules,
    })
}

fn any_rules() -> impl Strategy<Value = AccessRules> {
    (any::<[bool; 3]>(), Just(AccessRules::default())).prop_map(|([lone, mail, staff], rules)| AccessRules {
        lone_passphrase: lone,
        mailbox_recovery: mail,
        staff_help: staff,
        ..rules
    })
}
