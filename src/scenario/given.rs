//! Fixtures as seen by their users: unknown ones, cycles, exports.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use located::{Diagnostic, Diagnostics, Reader, Source, Span, did_you_mean, nearest};
use record::FixtureId;

use crate::model::{FixtureScope, Given};
use crate::read::FixtureDraft;
use crate::variables::{Names, Origin, names};

/// A fixture and its file.
pub(crate) struct Loaded {
    pub(crate) source: Arc<Source>,
    pub(crate) draft: FixtureDraft,
}

/// The fixtures that were read without errors, by name.
pub(crate) type Fixtures = BTreeMap<String, Loaded>;

/// The variables that the fixtures of `given` export. `broken` are fixtures that could not be read.
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
            reader.report(reader.error("alias-conflict", headline, *span).help("use another alias for one of them"));
            visible.is_complete = false;
            continue;
        }
        let Some(loaded) = fixtures.get(&one.fixture) else {
            // A fixture that cannot be read has been reported in its own file.
            visible.is_complete = false;
            if !broken.contains(&one.fixture) {
                let names = || fixtures.keys().map(String::as_str).chain(broken.iter().map(String::as_str));
                let help = did_you_mean(&one.fixture, names())
                    .unwrap_or_else(|| format!("create {}.yaml", FixtureId::new(&one.fixture)));
                let headline = format!("unknown fixture `{}`", one.fixture);
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
                let help = format!("give one of them an alias: `- other: {}`", one.fixture);
                reader.report(reader.error("export-conflict", headline, *span).help(help));
            }
        }
    }
    visible
}

/// The variables that the fixtures of `given` export.
pub(crate) struct Visible {
    /// Variable -> the fixture that exports it.
    pub(crate) names: BTreeMap<String, String>,
    /// Whether all fixtures were read; if not, other variables may exist.
    pub(crate) is_complete: bool,
}

impl Default for Visible {
    fn default() -> Self {
        Visible { names: BTreeMap::new(), is_complete: true }
    }
}

impl Visible {
    /// Reports actions that change or delete what a fixture creates once per run.
    pub(crate) fn check_changes(&self, reader: &mut Reader, names: &Names, fixtures: &Fixtures) {
        for change in names.changes() {
            let Some(variable) = names::find(&change.name, &self.names) else { continue };
            let fixture = &self.names[variable];
            let is_shared = fixtures.get(fixture).is_some_and(|loaded| loaded.draft.fixture.scope == FixtureScope::Run);
            if is_shared {
                let place = reader.source().locate(change.span, &format!("${{{}}}", change.name));
                let headline = format!(
                    "`{}` changes `{}`, which the fixture `{fixture}` creates once per run for all scenarios",
                    change.operation, change.name
                );
                let help = "use a fixture with `scope: scenario`, or create the resource in a step";
                reader.report(reader.error("shared-fixture-changed", headline, place).help(help));
            }
        }
    }

    /// The variables in the form that [`Names::check`] expects.
    pub(crate) fn origins(&self) -> BTreeMap<String, Origin> {
        self.names.keys().map(|name| (name.clone(), Origin::Exported)).collect()
    }
}

/// Checks the fixtures themselves: cycles, exports, variables.
pub(crate) fn check(fixtures: &Fixtures, broken: &BTreeSet<String>) -> Diagnostics {
    let mut found = cycles(fixtures);
    for loaded in fixtures.values() {
        let (draft, fixture) = (&loaded.draft, &loaded.draft.fixture);
        let mut reader = Reader::new(loaded.source.clone());
        let visible = visible(&mut reader, &fixture.given, &draft.given_spans, fixtures, broken);
        for (one, span) in fixture.given.iter().zip(&draft.given_spans) {
            let inner = fixtures.get(&one.fixture).map(|loaded| loaded.draft.fixture.scope);
            if fixture.scope == FixtureScope::Run && inner == Some(FixtureScope::Scenario) {
                let headline = format!(
                    "a fixture with `scope: run` cannot build on `{}`, which has `scope: scenario`",
                    one.fixture
                );
                let help = format!("set `scope: run` in {}.yaml, too", FixtureId::new(&one.fixture));
                reader.report(reader.error("scope-conflict", headline, *span).help(help));
            }
        }
        for (export, span) in fixture.exports.iter().zip(&draft.export_spans) {
            let names = || draft.names.all_saved().chain(visible.names.keys().map(String::as_str));
            if visible.is_complete && !names().any(|name| name == export) {
                let help = match nearest(export, names()) {
                    Some(right) => format!("did you mean `{right}`?"),
                    None => "save it in a step".to_owned(),
                };
                let headline = format!("`{export}` is exported but never saved");
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

/// Reports each cycle of `given` once, at the fixture whose name comes first.
fn cycles(fixtures: &Fixtures) -> Diagnostics {
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
                let mut cycle: Vec<&str> = path[start..].to_vec();
                cycle.push(&one.fixture);
                let headline = format!("fixtures build on each other in a cycle: {}", cycle.join(" -> "));
                found.push(Diagnostic::error("fixture-cycle", headline).at(&loaded.source, *span));
            }
            None => walk(&one.fixture, path, done, fixtures, found),
        }
    }
    path.pop();
    done.insert(name);
}
