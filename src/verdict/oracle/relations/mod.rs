//! The oracle of relations: what one resource shows of another, the other shows, too. It makes no calls.

mod connections;
mod copies;
mod view;

use contract::tables;
use record::Purpose;

use crate::finding::FindingDraft;
use crate::oracle::decoded_call::{DecodedCall, DecodedResult};
use crate::oracle::relations::connections::Connections;
use crate::oracle::relations::copies::Copies;

/// What a scenario has seen of the connections of resources.
#[derive(Debug, Default)]
pub(crate) struct Relations {
    connections: Connections,
    copies: Copies,
}

impl Relations {
    /// Takes the calls of a scenario in their order. Returns what does not fit what was shown before.
    ///
    /// A call of a `wait` or `until` that is not the last one is not judged: a connection may be changing.
    pub(crate) fn take(&mut self, call: &DecodedCall<'_>, hand_made: bool) -> Vec<FindingDraft> {
        let Some(operation) = call.operation else {
            self.connections.forget_views();
            return Vec::new();
        };
        let action = operation.name.as_str();
        if !operation.is_read_only() {
            let refused = call.service_error().is_some_and(|(response, _)| response.status < 500);
            if !refused && !matches!(call.result, DecodedResult::NotSent(_)) && !tables::keeps_connections(action) {
                self.connections.forget_views();
                match call.success().filter(|_| !hand_made) {
                    Some(response) => self.connections.change(action, &call.observation.parameters, response),
                    None => self.connections.forget_endings(),
                }
            }
            return Vec::new();
        }
        let views = view::views(action);
        let Some(response) = call.success().filter(|_| !views.is_empty() && call.observation.purpose != Purpose::Poll)
        else {
            return Vec::new();
        };
        let mut drafts = Vec::new();
        for (kind, object) in views {
            for element in object.at.values(response) {
                drafts.extend(self.connections.see(kind, object, element));
                drafts.extend(self.copies.see(kind, object, element));
            }
        }
        drafts
    }

    /// Takes an operator's hook, which may change any connection.
    pub(crate) fn take_hook(&mut self) {
        self.connections.forget_views();
        self.connections.forget_endings();
    }
}
