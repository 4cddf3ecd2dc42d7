//! The hosted pages: what stands between people's accounts and the pages of [`hosted`]. One file for each thing that
//! somebody does there; a handler reads what came, asks [`people`], and fills one view.
//!
//! Nothing is changed by looking (`GET`); every form proves that it came from a page of ours, shown to this very
//! browser ([`form::Posted`]). Words and markup are the pages' own; what is right or allowed is not decided here.

#![expect(
    clippy::result_large_err,
    reason = "where a page cannot be shown, the error is the answer that is given instead"
)]

mod account;
mod add;
mod addresses;
mod answer;
mod confirm;
mod cookies;
mod enrolling;
mod form;
mod found_a_token;
mod happened;
mod not_me;
mod object;
mod prove;
mod recover;
mod second;
mod sessions;
mod show;
mod sign_in;
mod sign_up;
mod tokens;
mod veto;
mod visitor;
mod well_known;
mod words;

use axum::Router;
use axum::routing::{get, post};
use hosted::paths;

pub(crate) use self::answer::policy;

use crate::Shared;

/// Every hosted page.
pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route(paths::SIGN_IN, get(sign_in::show).post(sign_in::passphrase))
        .route(paths::SIGN_IN_PASSKEY, post(sign_in::passkey))
        .route(paths::SIGN_IN_SECOND, get(second::show).post(second::answer))
        .route(paths::SIGN_OUT, post(sessions::sign_out))
        .route(paths::SIGN_UP, get(sign_up::show).post(sign_up::begin))
        .route(
            paths::SIGN_UP_CONTINUE,
            get(sign_up::confirm).post(sign_up::go_on),
        )
        .route(
            paths::SIGN_UP_PROTECT,
            get(sign_up::protect).post(sign_up::passkey),
        )
        .route(
            paths::SIGN_UP_PASSPHRASE,
            get(sign_up::ask_passphrase).post(sign_up::passphrase),
        )
        .route(paths::SIGN_UP_APP, get(sign_up::show_app).post(sign_up::app))
        .route(
            paths::SIGN_UP_CODES,
            get(sign_up::codes).post(sign_up::codes_kept),
        )
        .route(paths::PROVE, get(prove::show).post(prove::answer))
        .route(paths::ACCOUNT, get(account::show))
        .route(paths::EVENTS, get(account::events))
        .route(paths::ACCOUNT_CONFIRM, get(confirm::show).post(confirm::answer))
        .route(paths::ACCOUNT_ADD, get(add::choose))
        .route(paths::ADD_PASSKEY, get(add::show_passkey).post(add::passkey))
        .route(
            paths::ADD_SECURITY_KEY,
            get(add::show_security_key).post(add::security_key),
        )
        .route(
            paths::ADD_PASSPHRASE,
            get(add::show_passphrase).post(add::passphrase),
        )
        .route(paths::ADD_APP, get(add::show_app).post(add::app))
        .route(paths::ADD_CODES, get(add::show_codes).post(add::codes))
        .route(paths::ACCOUNT_REMOVE, get(add::show_remove).post(add::remove))
        .route(paths::ACCOUNT_RENAME, post(add::rename))
        .route(paths::SESSIONS_END, post(sessions::end))
        .route(paths::SESSIONS_END_ALL, post(sessions::end_all))
        .merge(getting_back())
        .route(paths::ADDRESSES, get(addresses::show).post(addresses::change))
        .route(
            paths::ADDRESSES_CONTINUE,
            get(addresses::look).post(addresses::confirmed),
        )
        .route(paths::NOT_ME, get(not_me::show).post(not_me::deny))
        .route(paths::OBJECT, get(object::show).post(object::undo))
        .route(paths::VETO, get(veto::show).post(veto::stop))
        .route(paths::TOKENS, get(tokens::show))
        .route(paths::TOKENS_CREATE, post(tokens::create))
        .route(paths::TOKENS_ROTATE, post(tokens::rotate))
        .route(paths::TOKENS_REVOKE, post(tokens::revoke))
        .route(paths::LANGUAGE, post(words::language))
        .route("/hosted/{name}", get(words::asset))
        .route(
            paths::FOUND_A_TOKEN,
            get(found_a_token::show).post(found_a_token::hand_in),
        )
        .merge(well_known::router())
}

/// The pages of a recovery.
fn getting_back() -> Router<Shared> {
    Router::new()
        .route(paths::RECOVER, get(recover::show).post(recover::begin))
        .route(
            paths::RECOVER_CONTINUE,
            get(recover::confirm).post(recover::go_on),
        )
        .route(
            paths::RECOVER_METHODS,
            get(recover::show_methods).post(recover::prove),
        )
        .route(paths::RECOVER_WAITING, get(recover::show_waiting))
        .route(
            paths::RECOVER_FINISH,
            get(recover::show_finish).post(recover::passkey),
        )
        .route(
            paths::RECOVER_PASSPHRASE,
            get(recover::ask_passphrase).post(recover::passphrase),
        )
        .route(paths::RECOVER_APP, get(recover::show_app).post(recover::app))
        .route(
            paths::RECOVER_CODES,
            get(recover::codes).post(recover::codes_kept),
        )
}
