//! Connections as the descriptions of both sides show them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use contract::ValuePath;
use contract::tables::{self, Beginning, Connection, Ending, RelatedObject, Side};
use serde_json::Value;

use crate::finding::{FindingDraft, FindingKind};
use crate::oracle::relations::view::{is_gone, is_settled, text};

/// The connection's place in the table, a side, and the id of a resource on it.
type End = (usize, Side, String);

#[derive(Debug, Default)]
pub(crate) struct Connections {
    /// Since the last change, for each end that a resource across shows a complete connection with: the resources that do.
    shown: HashMap<End, BTreeSet<String>>,
    /// Since the last change, for each resource that was described: those across that it shows a complete connection with.
    described: HashMap<End, Vec<String>>,
    /// The connections that have been shown at any time: the left one and the right one, by the id of the connection.
    by_via: HashMap<(usize, String), (String, String)>,
    /// Likewise, by end.
    known: HashMap<End, BTreeSet<String>>,
    /// Connections that were ended and not begun again: the table's place, the left one, the right one.
    ended: HashSet<(usize, String, String)>,
    /// Another id of a resource -> its id.
    aliases: HashMap<String, String>,
}

/// What a description shows of a connection.
struct Link {
    other: String,
    is_standing: bool,
    /// The place that shows it.
    path: ValuePath,
}

impl Connections {
    /// What was described before a change is not compared with what is described after it.
    pub(crate) fn forget_views(&mut self) {
        self.shown.clear();
        self.described.clear();
    }

    pub(crate) fn forget_endings(&mut self) {
        self.ended.clear();
    }

    /// Takes a successful call that changes something.
    pub(crate) fn change(&mut self, action: &str, parameters: &Value, response: &Value) {
        for (_, object) in tables::related_objects() {
            self.learn_aliases(object, response);
        }
        for (at, connection) in tables::connections().iter().enumerate() {
            // In this order: what is replaced by itself goes on.
            if let Some(ending) = connection.ended_by.get(action) {
                self.end(at, ending, parameters);
            }
            if let Some(beginning) = connection.begun_by.get(action) {
                self.begin(at, beginning, parameters, response);
            }
        }
    }

    fn begin(&mut self, at: usize, beginning: &Beginning, parameters: &Value, response: &Value) {
        let left = self.ids(&beginning.left, parameters);
        let right = self.ids(&beginning.right, parameters);
        self.ended.retain(|(other, one, _)| *other != at || (!left.is_empty() && !left.contains(one)));
        let (Some(left), Some(right)) = (left.first(), right.first()) else { return };
        self.known.entry((at, Side::Left, left.clone())).or_default().insert(right.clone());
        self.known.entry((at, Side::Right, right.clone())).or_default().insert(left.clone());
        if let Some(via) = beginning.via.as_ref().and_then(|path| text(response, path)) {
            self.by_via.insert((at, via.to_owned()), (left.clone(), right.clone()));
        }
    }

    fn end(&mut self, at: usize, ending: &Ending, parameters: &Value) {
        let right = self.ids(&ending.right, parameters);
        let via = self.ids(&ending.via, parameters);
        let by_via = via.into_iter().filter_map(|via| self.by_via.get(&(at, via)).cloned());
        let mut pairs: Vec<(String, String)> = by_via.collect();
        for id in self.ids(&ending.left, parameters) {
            let others = self.known.get(&(at, Side::Left, id.clone())).into_iter().flatten();
            let ended = others.filter(|other| right.is_empty() || right.contains(other));
            pairs.extend(ended.map(|other| (id.clone(), other.clone())));
        }
        self.ended.extend(pairs.into_iter().map(|(left, right)| (at, left, right)));
    }

    /// The ids in these parameters.
    fn ids(&self, names: &[String], parameters: &Value) -> Vec<String> {
        let texts = names.iter().filter_map(|name| parameters.get(name)?.as_str());
        texts.map(|id| self.aliases.get(id).cloned().unwrap_or_else(|| id.to_owned())).collect()
    }

    /// Returns the id of the resource that a structure is about.
    fn learn_aliases<'v>(&mut self, object: &RelatedObject, structure: &'v Value) -> Option<&'v str> {
        let member = |name: &str| structure.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let id = member(&object.id)?;
        for alias in object.also.iter().filter_map(|name| member(name)) {
            self.aliases.insert(alias.to_owned(), id.to_owned());
        }
        Some(id)
    }

    /// Takes a description of a resource; returns what does not fit what was described before.
    pub(crate) fn see(
        &mut self,
        kind: &'static str,
        object: &'static RelatedObject,
        description: &Value,
    ) -> Vec<FindingDraft> {
        let Some(id) = self.learn_aliases(object, description) else { return Vec::new() };
        let mut drafts = Vec::new();
        for (at, connection) in tables::connections().iter().enumerate() {
            for side in [Side::Left, Side::Right] {
                if connection.side(side).kind == kind && !connection.side(side).places.is_empty() {
                    drafts.extend(self.see_side((at, side, id.to_owned()), connection, object, description));
                }
            }
        }
        drafts
    }

    fn see_side(
        &mut self,
        end: End,
        connection: &Connection,
        object: &RelatedObject,
        description: &Value,
    ) -> Vec<FindingDraft> {
        let (at, side, id) = (end.0, end.1, end.2.as_str());
        if is_gone(description) {
            self.end_all(&end);
            return Vec::new();
        }
        let links = self.links(&end, connection, description);
        let mut drafts = Vec::new();
        for link in links.iter().filter(|link| link.is_standing) {
            let pair = pair(side, id, &link.other);
            if self.ended.contains(&(at, pair.0, pair.1)) {
                let place = object.at.join(&link.path);
                let message = format!("{id} still shows {} at {place}, from which it was disconnected", link.other);
                let draft = FindingDraft::new(FindingKind::EndedRelationShown, message).at(place.to_string());
                drafts.push(draft.expected(Value::Null).actual(link.other.as_str()));
            }
        }
        drafts.extend(self.missing(&end, connection, object, description, &links));
        drafts.extend(self.twice(&end, connection, object, &links));
        self.remember(end, links);
        drafts
    }

    /// What this side shows, each connection once; the first place that shows it counts.
    fn links(&mut self, end: &End, connection: &Connection, description: &Value) -> Vec<Link> {
        let (at, side, id) = (end.0, end.1, end.2.as_str());
        let mut links: BTreeMap<String, Link> = BTreeMap::new();
        for place in &connection.side(side).places {
            for structure in place.at.values(description) {
                let Some(other) = text(structure, &place.other) else { continue };
                let state = place.state.as_ref().and_then(|path| text(structure, path));
                let is_standing = state.is_none_or(|state| connection.standing.iter().any(|known| known == state));
                if let Some(via) = place.via.as_ref().and_then(|path| text(structure, path)) {
                    self.by_via.insert((at, via.to_owned()), pair(side, id, other));
                }
                let (other, path) = (other.to_owned(), place.at.join(&place.other));
                links.entry(other.clone()).or_insert(Link { other, is_standing, path });
            }
        }
        links.into_values().collect()
    }

    /// Connections that resources across showed before, and this description does not show in any state.
    fn missing(
        &self,
        end: &End,
        connection: &Connection,
        object: &RelatedObject,
        description: &Value,
        links: &[Link],
    ) -> Vec<FindingDraft> {
        let across = &connection.side(end.1.across()).kind;
        let shown = self.shown.get(end).into_iter().flatten();
        let missing = shown.filter(|other| is_settled(description) && links.iter().all(|link| link.other != **other));
        let place = &connection.side(end.1).places[0];
        let path = object.at.join(&place.at.join(&place.other));
        let draft = |other: &String| {
            let message = format!("{} does not show the {across} {other} at {path}, which shows it", end.2);
            let draft = FindingDraft::new(FindingKind::OtherSideMissing, message).at(path.to_string());
            let draft = draft.expected(other.as_str()).actual(Value::Null);
            let across = tables::related_objects().find(|(kind, _)| *kind == across.as_str());
            across.into_iter().fold(draft, |draft, (_, across)| draft.documented_by(&across.operation))
        };
        missing.map(draft).collect()
    }

    /// Connections with what is connected with another one, and can be with one only.
    fn twice(&self, end: &End, connection: &Connection, object: &RelatedObject, links: &[Link]) -> Vec<FindingDraft> {
        let (at, side, id) = (end.0, end.1, end.2.as_str());
        if connection.only_one != Some(side.across()) {
            return Vec::new();
        }
        let draft = |link: &Link| {
            let across = (at, side.across(), link.other.clone());
            let holder = self.shown.get(&across).and_then(|holders| holders.iter().find(|holder| *holder != id));
            let own = self.described.get(&across).filter(|own| own.iter().all(|other| other != id));
            let other = holder.or_else(|| own?.first())?;
            let place = object.at.join(&link.path);
            let message = format!("{id} shows {} at {place}, which is connected with {other}", link.other);
            let draft = FindingDraft::new(FindingKind::RelationShownTwice, message).at(place.to_string());
            Some(draft.expected(Value::Null).actual(link.other.as_str()))
        };
        links.iter().filter(|link| link.is_standing).filter_map(draft).collect()
    }

    fn remember(&mut self, end: End, links: Vec<Link>) {
        let (at, side) = (end.0, end.1);
        for other in self.described.remove(&end).unwrap_or_default() {
            if let Some(holders) = self.shown.get_mut(&(at, side.across(), other)) {
                holders.remove(&end.2);
            }
        }
        for link in &links {
            self.known.entry(end.clone()).or_default().insert(link.other.clone());
            self.known.entry((at, side.across(), link.other.clone())).or_default().insert(end.2.clone());
        }
        let standing: Vec<String> = links.into_iter().filter(|link| link.is_standing).map(|link| link.other).collect();
        for other in &standing {
            self.shown.entry((at, side.across(), other.clone())).or_default().insert(end.2.clone());
        }
        self.described.insert(end, standing);
    }

    /// A resource that is gone is connected with nothing.
    fn end_all(&mut self, end: &End) {
        let (at, side, id) = (end.0, end.1, end.2.as_str());
        for other in self.known.get(end).into_iter().flatten() {
            let (left, right) = pair(side, id, other);
            self.ended.insert((at, left, right));
        }
    }
}

/// The left one and the right one.
fn pair(side: Side, id: &str, other: &str) -> (String, String) {
    match side {
        Side::Left => (id.to_owned(), other.to_owned()),
        Side::Right => (other.to_owned(), id.to_owned()),
    }
}
