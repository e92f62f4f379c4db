//! Timestamps on the wire.

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::{Rfc2822, Rfc3339};
use time::macros::format_description;

use crate::shape::TimestampFormat;

/// Parses a timestamp on the wire; absent where the text is not of that format.
///
/// [`TimestampFormat::Iso8601`] is RFC 3339, as in
/// <https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait>: with `T`, and `Z` or an offset.
pub fn parse_timestamp(text: &str, format: TimestampFormat) -> Option<OffsetDateTime> {
    match format {
        // `time` accepts any separator in place of the `T`, which AWS's clients require.
        TimestampFormat::Iso8601 if text.as_bytes().get(10) != Some(&b'T') => None,
        TimestampFormat::Iso8601 => OffsetDateTime::parse(text, &Rfc3339).ok(),
        TimestampFormat::UnixSeconds => text.parse().ok().and_then(of_unix_seconds),
        TimestampFormat::HttpDate => OffsetDateTime::parse(text, &Rfc2822).ok(),
    }
}

/// The timestamp of a parameter: RFC 3339 text, or seconds since the Unix epoch.
pub(crate) fn of_parameter(value: &Value) -> Option<OffsetDateTime> {
    match value {
        Value::String(text) => parse_timestamp(text, TimestampFormat::Iso8601),
        Value::Number(seconds) => seconds.as_f64().and_then(of_unix_seconds),
        _ => None,
    }
}

/// The wire form, in UTC; fractions of a second only where there are any. Absent beyond the year 9999.
pub(crate) fn format_timestamp(time: OffsetDateTime, format: TimestampFormat) -> Option<String> {
    let time = time.to_offset(time::UtcOffset::UTC);
    match format {
        TimestampFormat::Iso8601 => time.format(&Rfc3339).ok(),
        TimestampFormat::UnixSeconds if time.nanosecond() == 0 => Some(time.unix_timestamp().to_string()),
        TimestampFormat::UnixSeconds => Some((time.unix_timestamp_nanos() as f64 / 1e9).to_string()),
        TimestampFormat::HttpDate => {
            let format = format_description!(
                "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
            );
            time.format(&format).ok()
        }
    }
}

fn of_unix_seconds(seconds: f64) -> Option<OffsetDateTime> {
    // The seconds of today with microseconds fit into a double.
    let micros = (seconds * 1e6).round();
    if !micros.is_finite() || micros.abs() > 1e18 {
        return None;
    }
    OffsetDateTime::from_unix_timestamp_nanos(micros as i128 * 1000).ok()
}
