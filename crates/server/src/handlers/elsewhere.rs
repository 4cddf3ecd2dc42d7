//! Whatever else is asked for under the console's address: there is nothing, and the page says so.

use axum::response::Response;

use super::entered::Entered;
use super::failed::Failed;

/// The page for an address that leads nowhere.
pub(super) async fn page(entered: Entered) -> Response {
    entered.answer(Err(Failed::nowhere()))
}
