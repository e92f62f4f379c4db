//! The expectations of a step, and the values it saves.

use std::time::Duration;

use contract::tables;
use located::{Data, Node, Span, nearest};

use crate::expression::{Expression, ResponseForm};
use crate::model::{Check, CodeList, ErrorExpectation, Polling};
use crate::read::file::FileReader;

impl FileReader<'_> {
    /// Reads `expect` or `http`: each entry is a boolean expression, or `expression: value`.
    pub(crate) fn checks(&mut self, node: &Node, what: &str, response: &ResponseForm) -> Vec<Check> {
        let Some(items) = self.reader.list(node, what) else { return Vec::new() };
        let mut checks = Vec::new();
        for item in items {
            match &item.data {
                Data::Map(pairs) => {
                    for pair in pairs {
                        let expression = self.expression_over(&pair.key, pair.key_span, response);
                        let made = self.made(&pair.value);
                        self.report_bytes(&made);
                        if let Some(expression) = &expression {
                            self.check_texts(expression, response, &made);
                        }
                        let value = self.template(&made);
                        let location = self.location(pair.key_span);
                        if let (Some(expression), Some(value)) = (expression, value) {
                            checks.push(Check { expression, value: Some(value), location });
                        }
                    }
                }
                _ => match item.as_str() {
                    Some(text) => {
                        let location = self.location(item.span);
                        if let Some(expression) = self.expression_over(text, item.span, response) {
                            checks.push(Check { expression, value: None, location });
                        }
                    }
                    None => self.reader.wrong_kind(item, what, "a list of `expression` or `expression: value`"),
                },
            }
        }
        checks
    }

    /// Reads `save`: name -> expression.
    pub(crate) fn saves(&mut self, node: &Node, response: &ResponseForm) -> Vec<(String, Expression)> {
        let Some(map) = self.reader.map(node, "save") else { return Vec::new() };
        let mut saves = Vec::new();
        for pair in map {
            let Some(text) = self.reader.text(&pair.value, "save") else { continue };
            let expression = self.expression_over(text, pair.value.span, response);
            if self.is_new_name(&pair.key, pair.key_span, "saved name")
                && let Some(expression) = expression
            {
                saves.push((pair.key.clone(), expression, pair.key_span));
            }
        }
        // They are saved together: none can use another.
        for (name, _, span) in &saves {
            if self.is_together {
                self.saved_together.push((name.clone(), *span));
            } else {
                self.names.saved(name, *span);
            }
        }
        saves.into_iter().map(|(name, expression, _)| (name, expression)).collect()
    }

    /// Reads an expression, and checks its members against the form of the response.
    fn expression_over(&mut self, text: &str, span: Span, response: &ResponseForm) -> Option<Expression> {
        let expression = self.expression(text, span)?;
        for problem in response.check(self.contract, &expression) {
            let place = self.reader.source().locate_offset(span, text, problem.offset);
            // The place of the whole name, not of its first letter.
            let place = if place == span { span } else { Span::new(place.start, place.start + problem.member.len()) };
            self.report(self.error("unknown-member", problem.headline, place).help(problem.help));
        }
        Some(expression)
    }

    /// Reads `until`: conditions, or `{expect, error}`.
    pub(crate) fn polling(
        &mut self,
        node: &Node,
        timeout: Option<Duration>,
        response: &ResponseForm,
    ) -> Option<Polling> {
        if let Data::Map(map) = &node.data {
            self.reader.only_keys(map, &["expect", "error"], "until");
            let conditions = node.get("expect").map(|node| self.checks(node, "expect", response)).unwrap_or_default();
            let error = node.get("error").map(|node| self.codes(node));
            if map.is_empty() {
                self.report(self.error("empty-until", "`until` is empty", node.span));
            }
            return Some(Polling { conditions, error, timeout });
        }
        let conditions = self.checks(node, "until", response);
        if matches!(&node.data, Data::List(items) if items.is_empty()) {
            self.report(self.error("empty-until", "`until` is empty", node.span));
        }
        Some(Polling { conditions, error: None, timeout })
    }

    /// Reads `error`: a code, codes, `any`, or `{code, message}`.
    pub(crate) fn error_expectation(&mut self, node: &Node) -> Option<ErrorExpectation> {
        let location = self.location(node.span);
        let Data::Map(map) = &node.data else {
            return Some(ErrorExpectation { codes: self.codes(node), message: None, location });
        };
        self.reader.only_keys(map, &["code", "message"], "error");
        let codes = node.get("code").map(|node| self.codes(node)).unwrap_or_default();
        let message = node.get("message").and_then(|node| {
            self.reader.text(node, "message")?;
            self.template(node)
        });
        if map.is_empty() {
            let help = "write `error: any` to accept any error";
            self.report(self.error("empty-error", "`error` is empty", node.span).help(help));
        }
        Some(ErrorExpectation { codes, message, location })
    }

    /// Reads error codes; `any` is the empty list.
    pub(crate) fn codes(&mut self, node: &Node) -> CodeList {
        let texts = self.reader.texts(node, "error");
        if let [("any", _)] = texts[..] {
            return CodeList::new();
        }
        if texts.is_empty() {
            self.report(self.error("empty-error", "`error` is empty", node.span).help("write an error code, or `any`"));
        }
        let mut codes = CodeList::new();
        for (code, node) in texts {
            self.check_code(code, node.span);
            codes.push(code.to_owned());
        }
        codes
    }

    fn check_code(&mut self, code: &str, span: Span) {
        let stem = code.strip_suffix('*').unwrap_or(code);
        let is_valid = stem.starts_with(|c: char| c.is_ascii_alphabetic())
            && stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
        if !is_valid || code == "any" {
            let help = "write it like AWS: `InvalidKeyPair.NotFound`; a trailing `*` matches any ending";
            self.report(self.error("bad-error-code", format!("`{code}` is not a valid error code"), span).help(help));
            return;
        }
        let known = || tables::all_error_codes().map(|known| known.code.as_str());
        let is_known =
            if stem == code { tables::is_known_error_code(code) } else { known().any(|one| one.starts_with(stem)) };
        if !is_known {
            let headline = format!("unknown error code `{code}`");
            let help = nearest(stem, known()).map(|right| format!("did you mean `{right}`?"));
            let diagnostic = self
                .error("unknown-error-code", headline, span)
                .help_if(help)
                .note("https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html");
            self.report(diagnostic);
        }
    }
}
