//! A step: one action, and what must be true of its answer.

use located::{Data, Map, Node, Pair, Span};

use crate::expression::Answer;
use crate::model::{Action, Step};
use crate::read::file::FileReader;

/// Every key of a step but the names of EC2's actions.
const KEYS: &[&str] = &[
    "about", "source", "save", "expect", "http", "error", "status", "until", "with", "timeout", "wait", "raw",
    "operator",
];

impl FileReader<'_> {
    /// A list of steps; `what` is its key.
    pub(crate) fn steps(&mut self, node: &Node, what: &str) -> Vec<Step> {
        let Some(items) = self.reader.list(node, what) else { return Vec::new() };
        if items.is_empty() {
            self.report(self.error("no-steps", format!("`{what}` has no step"), node.span));
        }
        items.iter().filter_map(|item| self.step(item)).collect()
    }

    fn step(&mut self, node: &Node) -> Option<Step> {
        let map = self.reader.map(node, "a step")?;
        let action_pair = self.action_pair(map, node.span);
        self.step_keys(map, action_pair);
        // The keys are read in the order in which they count, not in which they are written: an expectation
        // sees what earlier steps saved, and what this one saves is for later ones.
        let timeout = node.get("timeout").and_then(|node| self.reader.duration(node, "timeout"));
        let (action, answer) = match action_pair {
            Some(pair) => self.action(pair, node.get("with"), timeout),
            None => (None, Answer::Unknown),
        };
        let error = node.get("error").and_then(|node| self.error_expectation(node));
        let status = node.get("status").and_then(|node| self.status(node));
        let ends_in_error = node.get("error").is_some() || status.is_some_and(|status| status >= 300);
        let answer = if ends_in_error { Answer::Error } else { answer };
        let until = node.get("until").and_then(|node| self.polling(node, timeout, &answer));
        // Where an error may end the polling too, the data may be either.
        let either = until.as_ref().is_some_and(|until| until.error.is_some());
        let answer = if either { Answer::Unknown } else { answer };
        let about = node.get("about").and_then(|node| self.about(node));
        let source = node.get("source").map(|node| self.sources(node)).unwrap_or_default();
        let expect = node.get("expect").map(|node| self.checks(node, "expect", &answer)).unwrap_or_default();
        let http = node.get("http").map(|node| self.checks(node, "http", &Answer::Http)).unwrap_or_default();
        let save = node.get("save").map(|node| self.saves(node, &answer)).unwrap_or_default();
        let location = self.location(node.span);
        // Only now may a step without a sound action be given up: all else in it has been read.
        let step = Step { action: action?, about, source, save, expect, http, error, status, until, location };
        self.check_fit(map, &step);
        Some(step)
    }

    /// The one key that says what the step does.
    fn action_pair<'n>(&mut self, map: &'n Map, span: Span) -> Option<&'n Pair> {
        let actions: Vec<&Pair> = map.iter().filter(|pair| is_action(&pair.key)).collect();
        match actions[..] {
            [one] => Some(one),
            [] => {
                let help = "name an action of EC2 (`DescribeVpcs: {...}`), `wait`, `raw` or `operator`";
                self.report(self.error("no-action", "the step does nothing", span).help(help));
                None
            }
            [first, second, ..] => {
                let headline = format!("a step does one thing, this one does `{}` and `{}`", first.key, second.key);
                let diagnostic = self
                    .error("several-actions", headline, second.key_span)
                    .related(first.key_span, "the first")
                    .help("begin another step with `-`");
                self.report(diagnostic);
                Some(first)
            }
        }
    }

    fn step_keys(&mut self, map: &Map, action: Option<&Pair>) {
        for pair in map.iter().filter(|pair| !is_action(&pair.key) && !KEYS.contains(&pair.key.as_str())) {
            self.reader.unknown_key(&pair.key, pair.key_span, KEYS, "a step");
        }
        let kind = action.map(|pair| pair.key.as_str());
        let has = |key: &str| map.iter().any(|pair| pair.key == key);
        for pair in map {
            let fits = match pair.key.as_str() {
                "with" => matches!(kind, Some("wait" | "operator") | None),
                "timeout" => matches!(kind, Some("wait" | "operator") | None) || has("until"),
                "until" => !matches!(kind, Some("wait" | "operator")),
                "error" | "status" | "http" => !matches!(kind, Some("wait" | "operator")),
                _ => true,
            };
            if !fits {
                let help = match pair.key.as_str() {
                    "with" => "`with` belongs to `wait` and `operator`; an action's parameters stand behind its name",
                    "timeout" => "`timeout` belongs to `wait`, `operator` and `until`",
                    _ => "it belongs to a call; make it a step of its own",
                };
                let headline = format!("`{}` has no meaning beside `{}`", pair.key, kind.unwrap_or_default());
                self.report(self.error("misplaced-key", headline, pair.key_span).help(help));
            }
        }
    }

    /// What does not go together though each is sound.
    fn check_fit(&mut self, map: &Map, step: &Step) {
        let span_of = |key: &str| map.iter().find(|pair| pair.key == key).map(|pair| pair.key_span);
        if let (Some(error), Some(_), Action::Call(_)) = (span_of("error"), &step.until, &step.action) {
            let help = "an error that ends the polling is written `until: {error: Code}`";
            self.report(self.error("misplaced-key", "`error` has no meaning beside `until`", error).help(help));
        }
        if let (Some(span), Some(200..=299)) = (span_of("status"), step.status)
            && step.error.is_some()
        {
            self.report(self.error("contradiction", "a step that ends in an error has no status of success", span));
        }
    }

    fn status(&mut self, node: &Node) -> Option<u16> {
        self.reader.integer(node, "status", 100, 599).and_then(|status| u16::try_from(status).ok())
    }
}

/// Whether a key says what the step does. The names of EC2's actions begin with a capital.
fn is_action(key: &str) -> bool {
    matches!(key, "wait" | "raw" | "operator") || key.starts_with(|c: char| c.is_ascii_uppercase())
}

/// An empty mapping stands behind an action without parameters; nothing at all does as well.
pub(crate) fn or_empty(node: &Node) -> std::borrow::Cow<'_, Node> {
    if node.is_null() {
        return std::borrow::Cow::Owned(Node { data: Data::Map(Map::new()), span: node.span });
    }
    std::borrow::Cow::Borrowed(node)
}
