//! Lengths of time as Prometheus writes them: `5m`, `1h`, `4w`, `90d`, `1d12h`.

use vocabulary::Span;

use crate::export::wording::put;

/// Units with their milliseconds. Years and weeks are used only where nothing is left over.
const UNITS: [(&str, i64, bool); 7] = [
    ("y", 365 * 86_400_000, true),
    ("w", 7 * 86_400_000, true),
    ("d", 86_400_000, false),
    ("h", 3_600_000, false),
    ("m", 60_000, false),
    ("s", 1_000, false),
    ("ms", 1, false),
];

/// The span as Prometheus itself prints it (`model.Duration`).
pub(super) fn prometheus(span: Span) -> String {
    let mut left = span.as_millis();
    if left == 0 {
        return "0s".to_owned();
    }
    let mut text = String::new();
    for (unit, size, exact) in UNITS {
        let count = left / size;
        if count == 0 || (exact && left % size != 0) {
            continue;
        }
        put(&mut text, format_args!("{count}{unit}"));
        left %= size;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_written_as_prometheus_writes_them() {
        for (text, expected) in [
            ("5m", "5m"),
            ("60m", "1h"),
            ("24h", "1d"),
            ("30d", "30d"),
            ("28d", "4w"),
            ("90d", "90d"),
            ("36h", "1d12h"),
            ("90s", "1m30s"),
            ("250ms", "250ms"),
            ("365d", "1y"),
            ("0s", "0s"),
        ] {
            assert_eq!(prometheus(text.parse().unwrap()), expected, "{text}");
        }
    }
}
