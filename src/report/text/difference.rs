//! Expected and actual values, as lines or as a diff.

use std::borrow::Cow;
use std::time::Duration;

use serde_json::Value;
use similar::{ChangeTag, TextDiff};

use crate::text::sanitize;

/// Lines of context around a change.
const CONTEXT: usize = 3;

/// Longer texts are compared up to this many lines.
const LINES: usize = 2_000;

/// After this time a diff is completed without being minimal.
const TIMEOUT: Duration = Duration::from_millis(200);

/// The role of a line, for formats with color.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineStyle {
    /// Text of ec2-compat.
    Plain,
    Expected,
    Actual,
    /// Context of a change, and secondary text.
    Faint,
    /// A command to paste: never wrapped, indented by spaces alone.
    Command,
}

/// One line of sanitized text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) style: LineStyle,
    /// Without a line end.
    pub(crate) text: String,
}

impl Line {
    /// A line of text that is sanitized already.
    pub(crate) fn new(style: LineStyle, text: impl Into<String>) -> Self {
        Line { style, text: text.into() }
    }
}

/// Both values: a line each if they fit, a diff if either has several lines.
pub(crate) fn difference(expected: Option<&Value>, actual: Option<&Value>) -> Vec<Line> {
    if let Some(lines) = conditions(expected, actual) {
        return lines;
    }
    match (expected.map(written), actual.map(written)) {
        (Some(expected), Some(actual)) if several_lines(&expected) || several_lines(&actual) => {
            diff(&readable(expected), &readable(actual))
        }
        (expected, actual) => {
            let mut lines = Vec::new();
            if let Some(expected) = expected {
                labelled(&mut lines, LineStyle::Expected, "expected", &expected);
            }
            if let Some(actual) = actual {
                labelled(&mut lines, LineStyle::Actual, "actual  ", &actual);
            }
            lines
        }
    }
}

/// What a wait saw last: its conditions are expected, and their values are the actual ones.
fn conditions(expected: Option<&Value>, actual: Option<&Value>) -> Option<Vec<Line>> {
    let (Value::String(awaited), Value::Object(seen)) = (expected?, actual?) else { return None };
    if seen.is_empty() || !seen.keys().all(|condition| awaited.contains(condition.as_str())) {
        return None;
    }
    let mut lines = vec![Line::new(LineStyle::Expected, format!("expected  {}", sanitize::line(awaited)))];
    for (condition, value) in seen {
        let of = if seen.len() > 1 { format!(" for {}", sanitize::line(condition)) } else { String::new() };
        let value = value.to_string();
        lines.push(Line::new(LineStyle::Actual, format!("actual    {}{of}", sanitize::line(&value))));
    }
    Some(lines)
}

/// A value as text: JSON on one line, indented JSON if that is too long, or a text of several lines as it is.
enum Written {
    Line(String),
    Text(String),
    Json(String),
}

fn written(value: &Value) -> Written {
    match value {
        Value::String(text) if text.trim_end().contains('\n') => Written::Text(text.clone()),
        Value::Object(_) | Value::Array(_) if value.to_string().len() > 80 => Written::Json(format!("{value:#}")),
        short => Written::Line(short.to_string()),
    }
}

fn several_lines(written: &Written) -> bool {
    !matches!(written, Written::Line(_))
}

fn readable(written: Written) -> String {
    match written {
        Written::Line(text) | Written::Text(text) | Written::Json(text) => text,
    }
}

fn labelled(lines: &mut Vec<Line>, style: LineStyle, label: &str, written: &Written) {
    match written {
        Written::Line(text) => lines.push(Line::new(style, format!("{label}  {}", sanitize::line(text)))),
        Written::Text(text) | Written::Json(text) => {
            lines.push(Line::new(style, label.trim_end()));
            lines.extend(sanitize::lines(text).map(|text| Line::new(style, format!("  {text}"))));
        }
    }
}

fn diff(expected: &str, actual: &str) -> Vec<Line> {
    let (expected, actual) = (beginning(expected), beginning(actual));
    let mut config = TextDiff::configure();
    config.timeout(TIMEOUT);
    let diff = config.diff_lines(expected.as_ref(), actual.as_ref());
    let mut lines = vec![Line::new(LineStyle::Plain, "expected (-) and actual (+)")];
    for (number, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if number > 0 {
            lines.push(Line::new(LineStyle::Faint, "  ..."));
        }
        for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
            let (style, sign) = match change.tag() {
                ChangeTag::Delete => (LineStyle::Expected, '-'),
                ChangeTag::Insert => (LineStyle::Actual, '+'),
                ChangeTag::Equal => (LineStyle::Faint, ' '),
            };
            let text = change.value();
            let text = text.strip_suffix('\n').unwrap_or(text);
            lines.push(Line::new(style, format!("{sign} {}", sanitize::line(text))));
        }
    }
    lines
}

fn beginning(text: &str) -> Cow<'_, str> {
    match text.match_indices('\n').nth(LINES) {
        None => Cow::Borrowed(text),
        Some((end, _)) => {
            Cow::Owned(format!("{}\n... (the first {LINES} of {} lines)\n", &text[..end], text.lines().count()))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(expected: Value, actual: Value) -> Vec<String> {
        difference(Some(&expected), Some(&actual)).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn short_values_stand_above_each_other() {
        assert_eq!(text(json!("a"), json!(["b", 1])), ["expected  \"a\"", "actual    [\"b\",1]"]);
    }

    #[test]
    fn conditions_of_a_wait_have_their_values() {
        let wait = "length(Vpcs) == `2` and Vpcs[0].State: available";
        assert_eq!(
            text(json!(wait), json!({"length(Vpcs) == `2`": 1, "Vpcs[0].State": "pending"})),
            [
                "expected  length(Vpcs) == `2` and Vpcs[0].State: available",
                "actual    1 for length(Vpcs) == `2`",
                "actual    \"pending\" for Vpcs[0].State",
            ]
        );
        assert_eq!(
            text(json!("length(Vpcs): 0"), json!({"length(Vpcs)": 1})),
            ["expected  length(Vpcs): 0", "actual    1"]
        );
        assert_eq!(
            text(json!("success"), json!({"Code": "No"})),
            ["expected  \"success\"", "actual    {\"Code\":\"No\"}"]
        );
    }

    #[test]
    fn long_values_become_a_diff_of_what_differs() {
        let with = |last: &str| (0..30).map(|n| format!("line {n}\n")).collect::<String>() + last;
        assert_eq!(
            text(json!(with("end")), json!(with("END\u{1b}[0m"))),
            ["expected (-) and actual (+)", "  line 27", "  line 28", "  line 29", "- end", "+ END\\u{1b}[0m"]
        );
    }

    #[test]
    fn a_huge_text_is_compared_at_its_beginning() {
        let huge = "x\n".repeat(1_000_000);
        let lines = text(json!(huge), json!("x"));
        assert!(lines.len() < 2 * LINES);
        assert!(lines.iter().any(|line| line.contains("of 1000000 lines")));
    }

    #[test]
    fn one_side_alone_is_shown_whole() {
        let lines = difference(None, Some(&json!("two\nlines")));
        let lines: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, ["actual", "  two", "  lines"]);
    }
}
