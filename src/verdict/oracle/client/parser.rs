//! Clients whose own parser reads a response other than SDKs do.

use contract::tables::{Parser, parser};
use record::ClientRun;

use crate::finding::{FindingDraft, FindingKind, MisleadsParser, quoted, without_positions};
use crate::oracle::decoded_call::DecodedCall;

/// How a client reads responses.
#[derive(Debug)]
pub(crate) struct Parsing(Option<Parser>);

impl Parsing {
    pub(crate) fn of(run: Option<&ClientRun>) -> Self {
        Parsing(run.and_then(|run| run.client.as_deref()).and_then(parser))
    }

    /// What is wrong with a response for this client alone: a namespace that is AWS's, but for the slash at its end.
    pub(crate) fn judge(&self, call: &DecodedCall<'_>, drafts: &[FindingDraft]) -> Option<FindingDraft> {
        let expected = self.0.as_ref()?.namespace?;
        let actual = call.decoded()?.xmlns.as_deref();
        if actual == Some(expected) || drafts.iter().any(is_of_namespace) {
            return None;
        }
        let (kind, actual) = match actual {
            Some(actual) => (FindingKind::WrongNamespace, actual),
            None => (FindingKind::NoNamespace, "none"),
        };
        let message = format!("{}: {}, not {}", kind.title(), quoted(&actual.into()), quoted(&expected.into()));
        Some(FindingDraft::new(kind, message).expected(expected).actual(actual))
    }

    /// Whether the client takes a response for another one because of this, whatever it is to SDKs.
    pub(crate) fn is_misled_by(&self, draft: &FindingDraft) -> bool {
        let Some(parser) = &self.0 else { return false };
        match draft.kind.misleads_parser() {
            MisleadsParser::None => false,
            MisleadsParser::Member => parser.is_misled_by(&without_positions(&draft.path)),
            MisleadsParser::Namespace => parser.namespace.is_some(),
        }
    }

    /// A message with what the client does, and the line that shows it.
    pub(crate) fn explained(&self, message: String) -> String {
        match &self.0 {
            Some(Parser { client, because, source, .. }) => format!("{message}; {client} {because}: {source}"),
            None => message,
        }
    }
}

fn is_of_namespace(draft: &FindingDraft) -> bool {
    draft.kind.misleads_parser() == MisleadsParser::Namespace
}
