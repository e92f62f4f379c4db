//! Times and durations as text.

use std::time::Duration;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A time in RFC 3339, UTC: `2026-01-31T12:00:00.25Z`. `at_ms` counts milliseconds from the Unix epoch.
pub(crate) fn rfc3339(at_ms: u64) -> String {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at_ms) * 1_000_000)
        .ok()
        .and_then(|moment| moment.format(&Rfc3339).ok())
        // Beyond the year 9999, which RFC 3339 cannot write.
        .unwrap_or_else(|| format!("{at_ms} ms after 1970-01-01T00:00:00Z"))
}

/// A duration in at most two units: `0.4 s`, `12 s`, `2 min 5 s`, `1 h 10 min`.
pub(crate) fn duration(of: Duration) -> String {
    let seconds = of.as_secs();
    match seconds {
        0 => format!("{:.1} s", f64::from(of.subsec_millis() / 100) / 10.0),
        1..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_at_most_two_units() {
        let text = |ms| duration(Duration::from_millis(ms));
        assert_eq!(text(0), "0.0 s");
        assert_eq!(text(999), "0.9 s");
        assert_eq!(text(59_999), "59 s");
        assert_eq!(text(125_000), "2 min 5 s");
        assert_eq!(text(4_200_000), "1 h 10 min");
    }

    #[test]
    fn times_beyond_rfc_3339_are_written_too() {
        assert_eq!(rfc3339(1_700_000_000_250), "2023-11-14T22:13:20.25Z");
        assert!(rfc3339(u64::MAX).contains("ms after"));
    }
}
