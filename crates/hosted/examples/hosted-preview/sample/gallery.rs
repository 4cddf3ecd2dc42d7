//! Where pages are gathered, and what all of them are filled with.

use std::sync::Arc;

use hosted::theme::Logo;
use hosted::{Frame, Language, Theme};
use vocabulary::{Moment, Span};

/// Where a page of the preview is, and the page.
pub(crate) struct Page {
    /// A path of [`hosted::paths`], with `state` in the query where there are several of it.
    pub(crate) address: String,
    /// The document.
    pub(crate) html: String,
}
pub(super) const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
pub(super) const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
pub(super) const EDGE: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0";

pub(super) const REQUEST: &str = r#"{"publicKey":{"challenge":"c2FmZWNvbmR1Y3QtcHJldmlldy1jaGFsbGVuZ2U","timeout":300000,"rpId":"localhost","userVerification":"required","allowCredentials":[]}}"#;
pub(super) const CREATION: &str = r#"{"publicKey":{"rp":{"name":"Bookshop","id":"localhost"},"user":{"id":"YWRhLTAwMQ","name":"ada@example.org","displayName":"Ada"},"challenge":"c2FmZWNvbmR1Y3QtcHJldmlldy1jaGFsbGVuZ2U","pubKeyCredParams":[{"type":"public-key","alg":-7},{"type":"public-key","alg":-257}],"timeout":300000,"excludeCredentials":[],"authenticatorSelection":{"residentKey":"required","requireResidentKey":true,"userVerification":"required"},"attestation":"none"}}"#;

const LOGO: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" rx="6" fill="#0f6e63"/><path d="M7 7.5c3-1 5-.5 7 1 2-1.5 4-2 7-1V20c-3-1-5-.5-7 1-2-1.5-4-2-7-1z" fill="none" stroke="#fff" stroke-width="1.75" stroke-linejoin="round"/><path d="M14 8.5V21" stroke="#fff" stroke-width="1.75"/></svg>"##;

/// The time at which everything is looked at.
pub(crate) fn now() -> Moment {
    Moment::from_millis(1_795_253_400_000)
}

pub(super) fn ago(minutes: i64) -> Moment {
    now() - Span::from_minutes(minutes)
}

pub(super) fn days_ago(days: i64) -> Moment {
    now() - Span::from_days(days)
}

/// The bookshop's own look.
pub(crate) fn theme() -> Theme {
    Theme::named("Bookshop")
        .and_then(|theme| theme.with_accents("#0d665c", "#63d2c3"))
        .and_then(|theme| Logo::new(LOGO.as_bytes().to_vec()).map(|logo| theme.with_logo(logo)))
        .unwrap_or_default()
}

/// A frame in a language. Each page puts its own address in.
pub(crate) fn frame(language: Language) -> Frame {
    Frame {
        language,
        theme: Arc::new(theme()),
        now: now(),
        csrf: "c5f0a1".to_owned(),
        ..Frame::default()
    }
}

/// The pages so far, and the frame that the next one is shown in.
pub(super) struct Gallery {
    pub(super) frame: Frame,
    pub(super) pages: Vec<Page>,
}

impl Gallery {
    /// Shows a page.
    pub(super) fn add(&mut self, path: &str, state: &str, page: impl FnOnce(&Frame) -> String) {
        let address = if state.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?state={state}")
        };
        self.frame.here.clone_from(&address);
        let html = page(&self.frame);
        self.pages.push(Page { address, html });
    }
}
