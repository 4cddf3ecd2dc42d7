//! Is it alive, is it ready, and what has it been doing: for load balancers and Prometheus.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{StatusCode, header};

use crate::Shared;

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

/// Ready means that the store answers.
async fn ready(State(shared): State<Shared>) -> Response {
    if shared.is_stopping() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response();
    }
    match shared.engine.store().totals().await {
        Ok(_) => "ready\n".into_response(),
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, format!("{error}\n")).into_response(),
    }
}

async fn metrics(State(shared): State<Shared>) -> Response {
    let work = shared.engine.store().work();
    metrics::gauge!("safeconduct_store_commits").set(work.commits as f64);
    metrics::gauge!("safeconduct_store_batches").set(work.batches as f64);
    metrics::gauge!("safeconduct_store_busy_seconds").set(work.busy_nanos as f64 / 1e9);
    metrics::gauge!("safeconduct_store_sync_seconds").set(work.sync_nanos as f64 / 1e9);
    if let Ok(totals) = shared.engine.store().totals().await {
        metrics::gauge!("safeconduct_accounts").set(totals.accounts as f64);
        metrics::gauge!("safeconduct_accounts_needing_attention").set(totals.attention as f64);
        metrics::gauge!("safeconduct_log_entries").set(totals.entries as f64);
    }
    let text = shared
        .prometheus
        .as_ref()
        .map(metrics_exporter_prometheus::PrometheusHandle::render)
        .unwrap_or_default();
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        text,
    )
        .into_response()
}
