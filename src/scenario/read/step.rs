//! Steps.

use located::{Map, Node, Pair, Span};

use crate::expression::ResponseForm;
use crate::model::{Action, Step};
use crate::read::action::ActionKeys;
use crate::read::file::FileReader;
use crate::read::filters::MEANT;

/// The keys of a step, besides the names of actions.
const KEYS: &[&str] = &[
    "about", "source", "save", "expect", "http", "error", "or_error", "status", "severity", "until", "pages", "with",
    "timeout", "wait", "raw", "operator", "together", "client", MEANT,
];

impl FileReader<'_> {
    /// Reads a list of steps; `what` is its key.
    pub(crate) fn steps(&mut self, node: &Node, what: &str) -> Vec<Step> {
        let Some(items) = self.reader.list(node, what) else { return Vec::new() };
        if items.is_empty() {
            self.report(self.error("no-steps", format!("`{what}` is empty"), node.span));
        }
        items.iter().flat_map(|item| self.step(item)).collect()
    }

    /// Reads a step; those that belong to it follow it.
    pub(crate) fn step(&mut self, node: &Node) -> Vec<Step> {
        let mut inner = Vec::new();
        let step = self.step_with(node, &mut inner);
        step.into_iter().chain(inner).collect()
    }

    fn step_with(&mut self, node: &Node, inner: &mut Vec<Step>) -> Option<Step> {
        let map = self.reader.map(node, "a step")?;
        let index = self.steps;
        self.steps += 1;
        let action_pair = self.action_pair(map, node.span);
        self.step_keys(map, action_pair);
        // The keys are read in the order in which they take effect, not in which they are written: expectations use
        // what earlier steps saved, and what this step saves is for later ones.
        let timeout = node.get("timeout").and_then(|node| self.reader.duration(node, "timeout"));
        let undocumented_filter = self.is_meant(node.get(MEANT));
        let (action, response) = match action_pair {
            Some(pair) if pair.key == "together" => self.together(pair, inner),
            Some(pair) => {
                let (with, pages) = (node.get("with"), node.get("pages"));
                self.action(pair, &ActionKeys { with, pages, timeout, undocumented_filter })
            }
            None => (None, ResponseForm::Unknown),
        };
        let pages = node.get("pages").and_then(|node| self.pages(node, inner));
        let error = node.get("error").and_then(|node| self.error_expectation(node));
        let or_error = node.get("or_error").map(|node| self.codes(node));
        let status = node.get("status").and_then(|node| self.status(node));
        let ends_in_error = node.get("error").is_some() || status.is_some_and(|status| status >= 300);
        let response = if ends_in_error { ResponseForm::Error } else { response };
        let until = node.get("until").and_then(|node| self.polling(node, timeout, &response));
        // If an error may end the polling, the response may be either.
        let either = until.as_ref().is_some_and(|until| until.error.is_some());
        let response = if either { ResponseForm::Unknown } else { response };
        let about = node.get("about").and_then(|node| self.about(node));
        let source = node.get("source").map(|node| self.sources(node)).unwrap_or_default();
        let expect = node.get("expect").map(|node| self.checks(node, "expect", &response)).unwrap_or_default();
        let http = node.get("http").map(|node| self.checks(node, "http", &ResponseForm::Http)).unwrap_or_default();
        let save = node.get("save").map(|node| self.saves(node, &response)).unwrap_or_default();
        let severity = node.get("severity").and_then(|node| self.severity(node, index));
        let location = self.location(node.span);
        // A step without a valid action is dropped only now, when all errors in it have been reported.
        let step = Step {
            action: action?,
            about,
            source,
            save,
            expect,
            http,
            error,
            or_error,
            status,
            until,
            pages,
            severity,
            location,
        };
        self.check_fit(map, &step);
        Some(step)
    }

    /// The one key that is the action of the step.
    fn action_pair<'n>(&mut self, map: &'n Map, span: Span) -> Option<&'n Pair> {
        let actions: Vec<&Pair> = map.iter().filter(|pair| is_action(&pair.key)).collect();
        match actions[..] {
            [one] => Some(one),
            [] => {
                let help =
                    "add an action of EC2 (`DescribeVpcs: {...}`), `wait`, `raw`, `operator`, `together` or `client`";
                self.report(self.error("no-action", "the step has no action", span).help(help));
                None
            }
            [first, second, ..] => {
                let headline = format!("a step has one action, not both `{}` and `{}`", first.key, second.key);
                let diagnostic = self
                    .error("several-actions", headline, second.key_span)
                    .related(first.key_span, "first action")
                    .help("write `-` before the second one to make it a step");
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
        let is_call = !matches!(kind, Some("wait" | "operator" | "raw" | "together"));
        let has = |key: &str| map.iter().any(|pair| pair.key == key);
        for pair in map {
            let is_allowed = match pair.key.as_str() {
                "with" => matches!(kind, Some("wait" | "operator") | None),
                "timeout" => matches!(kind, Some("wait" | "operator" | "client") | None) || has("until"),
                "until" => !matches!(kind, Some("wait" | "operator" | "together" | "client")),
                "error" | "status" | "http" => {
                    !matches!(kind, Some("wait" | "operator" | "together" | "client")) && !has("pages")
                }
                "pages" => is_call && !has("until"),
                MEANT => is_call && kind != Some("client") || kind == Some("wait"),
                "or_error" => self.is_together && !has("error") && !has("status"),
                _ => true,
            };
            let is_allowed = is_allowed && !(self.is_together && matches!(pair.key.as_str(), "until" | "pages"));
            if !is_allowed {
                let help = match pair.key.as_str() {
                    "with" => "write the parameters of an action after its name; `with` is for `wait` and `operator`",
                    "timeout" => "`timeout` is for `wait`, `operator`, `client` and `until`",
                    "or_error" => {
                        "it is for steps in `together` that may succeed or be rejected, and is instead of `error`"
                    }
                    "pages" => "it is for a call of an action, without `until`, and not in `together`",
                    "error" | "status" | "http" if has("pages") => "every page is expected to succeed",
                    _ if self.is_together => "steps in `together` are sent once, at the same moment",
                    _ => "use it in a step that calls an action",
                };
                let headline = match pair.key.as_str() {
                    "or_error" => "`or_error` is not allowed here".to_owned(),
                    "error" | "status" | "http" if has("pages") => {
                        format!("`{}` is not allowed with `pages`", pair.key)
                    }
                    "until" | "pages" if self.is_together => format!("`{}` is not allowed in `together`", pair.key),
                    "pages" if has("until") => "`pages` is not allowed with `until`".to_owned(),
                    _ => format!("`{}` is not allowed with `{}`", pair.key, kind.unwrap_or_default()),
                };
                self.report(self.error("misplaced-key", headline, pair.key_span).help(help));
            }
        }
    }

    /// Reports keys that are valid but contradict each other.
    fn check_fit(&mut self, map: &Map, step: &Step) {
        let span_of = |key: &str| map.iter().find(|pair| pair.key == key).map(|pair| pair.key_span);
        if let (Some(error), Some(_), Action::Call(_)) = (span_of("error"), &step.until, &step.action) {
            let help = "write `until: {error: Code}` for an error that ends the polling";
            self.report(self.error("misplaced-key", "`error` is not allowed with `until`", error).help(help));
        }
        if let (Some(span), Some(200..=299)) = (span_of("status"), step.status)
            && step.error.is_some()
        {
            self.report(self.error("contradiction", "a step with `error` cannot have a `status` of success", span));
        }
    }

    fn status(&mut self, node: &Node) -> Option<u16> {
        self.reader.integer(node, "status", 100, 599).and_then(|status| u16::try_from(status).ok())
    }
}

/// Whether a key is the action of a step. The names of EC2's actions begin with a capital letter.
fn is_action(key: &str) -> bool {
    matches!(key, "wait" | "raw" | "operator" | "together" | "client")
        || key.starts_with(|c: char| c.is_ascii_uppercase())
}
