//! What setting up protection needs, whether at sign-up, after a recovery or later.

use axum::response::Response;
use hosted::Problem;
use hosted::pages::enrol::{self, app};
use people::{AppSetUp, PassphraseProblem};

use super::show::framed;
use super::visitor::Visitor;

/// Fewest characters of a passphrase beside another factor, as the page says it.
pub(super) const LEAST: usize = 8;

/// What speaks against a passphrase, as the page says it.
pub(super) fn passphrase_problems(problem: &PassphraseProblem) -> Vec<Problem> {
    match problem {
        PassphraseProblem::TooLong => vec![Problem::PassphraseTooLong],
        PassphraseProblem::Refused(refusals) => refusals
            .iter()
            .map(|refusal| match refusal.code() {
                "too-short" => Problem::PassphraseTooShort { least: LEAST },
                "breached" => Problem::PassphraseBreached,
                _ => Problem::PassphraseObvious,
            })
            .collect(),
    }
}

/// The page on which an app is set up.
pub(super) fn app_framed(
    visitor: &Visitor,
    purpose: enrol::Purpose,
    set_up: AppSetUp,
    problems: Vec<Problem>,
) -> Response {
    framed(visitor, !problems.is_empty(), |frame| {
        let view = app::View {
            purpose,
            qr_svg: set_up.qr,
            secret: set_up.secret,
            uri: set_up.uri,
            problems,
        };
        app::page(frame, &view)
    })
}
