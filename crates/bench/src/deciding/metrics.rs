//! What the server says of itself at `/metrics` (the text format of Prometheus, version 0.0.4).

use std::net::SocketAddr;

use anyhow::Context as _;

use crate::http;

/// The figures that a benchmark needs, at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Metrics {
    pub(super) accounts: f64,
    pub(super) commits: f64,
    pub(super) batches: f64,
    pub(super) busy_seconds: f64,
    pub(super) sync_seconds: f64,
    /// Seconds that all decisions together took, from the parsed event to the durable answer.
    pub(super) decision_seconds: f64,
    pub(super) decisions: f64,
}

impl Metrics {
    pub(super) async fn ask(address: SocketAddr) -> anyhow::Result<Self> {
        let mut connection = http::Connection::open(address).await?;
        let answer = connection
            .ask(&http::request("GET", "/metrics", &[], b""))
            .await?;
        Self::read(std::str::from_utf8(answer.body)?)
    }

    fn read(text: &str) -> anyhow::Result<Self> {
        let find =
            |name: &str| value(text, name).with_context(|| format!("`/metrics` does not tell `{name}`"));
        Ok(Self {
            accounts: find("safeconduct_accounts")?,
            commits: find("safeconduct_store_commits")?,
            batches: find("safeconduct_store_batches")?,
            busy_seconds: find("safeconduct_store_busy_seconds")?,
            sync_seconds: find("safeconduct_store_sync_seconds")?,
            // Nobody has asked yet: then these two are not told at all.
            decision_seconds: value(text, "safeconduct_decision_seconds_sum").unwrap_or_default(),
            decisions: value(text, "safeconduct_decision_seconds_count").unwrap_or_default(),
        })
    }

    /// What was done since an earlier moment.
    pub(super) fn since(self, before: Self) -> Self {
        Self {
            accounts: self.accounts - before.accounts,
            commits: self.commits - before.commits,
            batches: self.batches - before.batches,
            busy_seconds: self.busy_seconds - before.busy_seconds,
            sync_seconds: self.sync_seconds - before.sync_seconds,
            decision_seconds: self.decision_seconds - before.decision_seconds,
            decisions: self.decisions - before.decisions,
        }
    }
}

/// The value of a metric without labels.
fn value(text: &str, name: &str) -> Option<f64> {
    let mut lines = text.lines().filter_map(|line| line.split_once(' '));
    lines.find(|(key, _)| *key == name)?.1.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# TYPE safeconduct_accounts gauge\nsafeconduct_accounts 3\n\
        safeconduct_accounts_needing_attention 1\nsafeconduct_store_commits 10\nsafeconduct_store_batches 4\n\
        safeconduct_store_busy_seconds 0.5\nsafeconduct_store_sync_seconds 0.25\n";

    #[test]
    fn a_metric_is_found_by_its_whole_name() {
        let metrics = Metrics::read(TEXT).unwrap();
        assert_eq!(
            (metrics.accounts, metrics.batches, metrics.decisions),
            (3.0, 4.0, 0.0)
        );
        let later = Metrics {
            commits: 30.0,
            ..metrics
        };
        assert!((later.since(metrics).commits - 20.0).abs() < f64::EPSILON);
        let error = Metrics::read("safeconduct_accounts_total 3\n")
            .unwrap_err()
            .to_string();
        assert_eq!(error, "`/metrics` does not tell `safeconduct_accounts`");
    }
}
