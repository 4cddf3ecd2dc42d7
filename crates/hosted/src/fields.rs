//! The names of the fields that the pages' forms post. Handlers read them under the same names.

/// In every form: proof that the form came from a page of ours.
pub const CSRF: &str = "csrf";
/// In every form, where a page is part of something larger: which sign-in, so that the person gets back to it.
pub const FLOW: &str = "flow";
/// The secret of a link in a message, carried from its page into its form.
pub const LINK: &str = "link";
/// A person's name.
pub const NAME: &str = "name";
/// A mail address.
pub const ADDRESS: &str = "address";
/// A passphrase.
pub const PASSPHRASE: &str = "passphrase";
/// A code of six digits from an app.
pub const CODE: &str = "code";
/// A recovery code.
pub const RECOVERY_CODE: &str = "recovery_code";
/// What a passkey or security key answered: the JSON of a `PublicKeyCredential`.
pub const CREDENTIAL: &str = "credential";
/// By which means somebody proves who they are: a name of [`vocabulary::Factor`], or `mailbox`.
pub const METHOD: &str = "method";
/// The id of the thing that a form is about.
pub const ID: &str = "id";
/// What the owner calls something of theirs.
pub const LABEL: &str = "label";
/// What a token may do; may come more than once.
pub const SCOPE: &str = "scope";
/// For how many days a token is good.
pub const DAYS: &str = "days";
/// That the recovery codes are kept: `yes`.
pub const SAVED: &str = "saved";
/// Where an app that shows codes lives: `phone` or `password-manager`.
pub const KEPT: &str = "kept";
/// A language's tag.
pub const LANGUAGE: &str = "language";
/// The path to go back to after the language was changed. Handlers must accept paths of ours only.
pub const BACK: &str = "back";
/// A text in which somebody found a token.
pub const FOUND: &str = "found";
/// What to do with an address: `add`, `remove`, `primary` or `again`.
pub const ACTION: &str = "action";
