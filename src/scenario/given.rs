//! Fixtures that build on fixtures: missing ones, circles, and what their users see.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use located::{Diagnostic, Diagnostics, Reader, Source, Span, did_you_mean, nearest};

use crate::model::{FixtureScope, Given};
use crate::read::FixtureDraft;
use crate::variables::{Names, Origin, names};

/// A fixture with its file.
pub(crate) struct Loaded {
    pub(crate) source: Arc<Source>,
    pub(crate) draft: FixtureDraft,
}

/// All fixtures that could be read, by name.
pub(crate) type Fixtures = BTreeMap<String, Loaded>;

/// The variables that `given` brings, with the fixture that each comes from.
pub(crate) fn visible(
    reader: &mut Reader,
    given: &[Given],
    spans: &[Span],
    fixtures: &Fixtures,
    broken: &BTreeSet<String>,
) -> Visible {
    let mut visible = Visible::default();
    let mut aliases = BTreeSet::new();
    for (one, span) in given.iter().zip(spans) {
        if let Some(alias) = &one.alias
            && !aliases.insert(alias)
        {
            let headline = format!("two fixtures have the alias `{alias}`");
            reader.report(reader.error("alias-conflict", headline, *span).help("give one of them another alias"));
            visible.is_complete = false;
            continue;
        }
        let Some(loaded) = fixtures.get(&one.fixture) else {
            // A fixture that is there and cannot be read has been reported at its own place.
            visible.is_complete = false;
            if !broken.contains(&one.fixture) {
                let names = || fixtures.keys().map(String::as_str).chain(broken.iter().map(String::as_str));
                let help = did_you_mean(&one.fixture, names())
                    .unwrap_or_else(|| format!("make it: fixtures/{}.yaml", one.fixture));
                let headline = format!("there is no fixture `{}`", one.fixture);
                reader.report(reader.error("unknown-fixture", headline, *span).help(help));
            }
            continue;
        };
        for export in &loaded.draft.fixture.exports {
            let name = match &one.alias {
                Some(alias) => format!("{alias}.{export}"),
                None => export.clone(),
            };
            if let Some(other) = visible.names.insert(name.clone(), one.fixture.clone()) {
                let headline = format!("the fixtures `{other}` and `{}` both export `{name}`", one.fixture);
                let help = format!("give one of them another name: `- other: {}`", one.fixture);
                reader.report(reader.error("export-conflict", headline, *span).help(help));
            }
        }
    }
    visible
}

/// What `given` brings.
pub(crate) struct Visible {
    /// Variable -> fixture.
    pub(crate) names: BTreeMap<String, String>,
    /// Whether every fixture could be looked at: else a name that is not there may yet be.
    pub(crate) is_complete: bool,
}

impl Default for Visible {
    fn default() -> Self {
        Visible { names: BTreeMap::new(), is_complete: true }
    }
}

impl Visible {
    /// Reports variables of fixtures made once a run that are handed to an action to be changed or deleted.
    pub(crate) fn check_changes(&self, reader: &mut Reader, names: &Names, fixtures: &Fixtures) {
        for change in names.changes() {
            let Some(variable) = names::find(&change.name, &self.names) else { continue };
            let fixture = &self.names[variable];
            let is_shared = fixtures.get(fixture).is_some_and(|loaded| loaded.draft.fixture.scope == FixtureScope::Run);
            if is_shared {
                let place = reader.source().locate(change.span, &format!("${{{}}}", change.name));
                let headline = format!(
                    "`{}` changes `{}`, which the fixture `{fixture}` makes once a run for all scenarios",
                    change.operation, change.name
                );
                let help = "use a fixture of `scope: scenario`, or make the resource in a step";
                reader.report(reader.error("shared-fixture-changed", headline, place).help(help));
            }
        }
    }

    /// The variables as [`Names::check`] takes them.
    pub(crate) fn origins(&self) -> BTreeMap<String, Origin> {
        self.names.keys().map(|name| (name.clone(), Origin::Exported)).collect()
    }
}

/// Checks the fixtures themselves: circles, exports, variables.
pub(crate) fn check(fixtures: &Fixtures, broken: &BTreeSet<String>) -> Diagnostics {
    let mut found = circles(fixtures);
    for loaded in fixtures.values() {
        let (draft, fixture) = (&loaded.draft, &loaded.draft.fixture);
        let mut reader = Reader::new(loaded.source.clone());
        let visible = visible(&mut reader, &fixture.given, &draft.given_spans, fixtures, broken);
        for (one, span) in fixture.given.iter().zip(&draft.given_spans) {
            let inner = fixtures.get(&one.fixture).map(|loaded| loaded.draft.fixture.scope);
            if fixture.scope == FixtureScope::Run && inner == Some(FixtureScope::Scenario) {
                let headline = format!("made once a run, it cannot build on `{}`, which is made anew", one.fixture);
                let help = format!("give `{}` the scope `run` too", one.fixture);
                reader.report(reader.error("scope-conflict", headline, *span).help(help));
            }
        }
        for (export, span) in fixture.exports.iter().zip(&draft.export_spans) {
            let names = || draft.names.all_saved().chain(visible.names.keys().map(String::as_str));
            if visible.is_complete && !names().any(|name| name == export) {
                let help = match nearest(export, names()) {
                    Some(right) => format!("did you mean `{right}`?"),
                    None => "a step must `save` it".to_owned(),
                };
                let headline = format!("`{export}` is exported and never saved");
                reader.report(reader.error("unknown-export", headline, *span).help(help));
            }
        }
        if visible.is_complete {
            draft.names.check(&mut reader, visible.origins(), &fixture.exports);
        }
        visible.check_changes(&mut reader, &draft.names, fixtures);
        found.append(reader.finish());
    }
    found
}

/// Each circle of `given` once, at the fixture whose name comes first.
fn circles(fixtures: &Fixtures) -> Diagnostics {
    let mut found = Diagnostics::default();
    let mut done = BTreeSet::new();
    for name in fixtures.keys() {
        walk(name, &mut Vec::new(), &mut done, fixtures, &mut found);
    }
    found
}

fn walk<'a>(
    name: &'a str,
    path: &mut Vec<&'a str>,
    done: &mut BTreeSet<&'a str>,
    fixtures: &'a Fixtures,
    found: &mut Diagnostics,
) {
    let Some(loaded) = fixtures.get(name) else { return };
    if done.contains(name) {
        return;
    }
    path.push(name);
    for (one, span) in loaded.draft.fixture.given.iter().zip(&loaded.draft.given_spans) {
        match path.iter().position(|earlier| *earlier == one.fixture) {
            Some(start) => {
                let mut circle: Vec<&str> = path[start..].to_vec();
                circle.push(&one.fixture);
                let headline = format!("fixtures build on each other in a circle: {}", circle.join(" -> "));
                found.push(Diagnostic::error("fixture-circle", headline).at(&loaded.source, *span));
            }
            None => walk(&one.fixture, path, done, fixtures, found),
        }
    }
    path.pop();
    done.insert(name);
}
