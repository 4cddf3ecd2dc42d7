//! What every page needs besides its own view.

use std::sync::Arc;

use vocabulary::Moment;

use crate::language::Language;
use crate::theme::Theme;
use crate::words::Words;

/// Who is asked, in which language, and when.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The language of the page.
    pub language: Language,
    /// Name, logo and colours.
    pub theme: Arc<Theme>,
    /// The time that relative times are told from.
    pub now: Moment,
    /// Proof that a form came from this page; stands in every form as [`crate::fields::CSRF`].
    pub csrf: String,
    /// The larger flow that the page is part of, such as the sign-in to another site; stands in every form
    /// as [`crate::fields::FLOW`] and travels along the links between these pages.
    pub flow: Option<String>,
    /// The path and query of the page itself, for coming back after the language was changed. Leave secrets
    /// of links in: the form posts it to ourselves.
    pub here: String,
    /// Whether somebody is signed in, so that they can sign out.
    pub signed_in: bool,
    /// Whether these people are simulated.
    pub simulated: bool,
}

impl Frame {
    /// The page's language, speaking.
    pub const fn words(&self) -> Words {
        Words::of(self.language)
    }
}
