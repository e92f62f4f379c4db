//! A suite folder, read and checked as a whole.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use contract::Contract;
use located::{Diagnostics, MAX_BYTES, Reader, Source};
use sha2::{Digest, Sha256};

use crate::files::{self, Files};
use crate::given::{self, Fixtures, Loaded};
use crate::model::{Scenario, ScenarioId, Suite};
use crate::read::{self, Case, ScenarioDraft, Variables};
use crate::variables::Origin;

impl Suite {
    /// Loads a suite folder: `suite.yaml`, `fixtures/<name>.yaml` and `<area>/<name>.yaml`.
    ///
    /// # Errors
    /// All that is wrong with it, of all its files, each with its place; warnings among them.
    pub fn load(root: &Path, contract: &Contract) -> Result<Suite, Diagnostics> {
        match Suite::check(root, contract) {
            (Some(suite), _) => Ok(suite),
            (None, found) => Err(found),
        }
    }

    /// Loads a suite folder as [`Suite::load`] does, and tells of warnings though it is sound. There is a
    /// suite when there is no error.
    pub fn check(root: &Path, contract: &Contract) -> (Option<Suite>, Diagnostics) {
        let (files, mut found) = Files::find(root);
        let mut sources = Vec::new();
        let mut open =
            |file: &files::File, found: &mut Diagnostics| match Source::read(&file.path, file.shown.clone(), MAX_BYTES)
                .map(Arc::new)
            {
                Ok(source) => {
                    sources.push(source.clone());
                    Some(source)
                }
                Err(diagnostic) => {
                    found.push(diagnostic);
                    None
                }
            };
        let head = files.suite.as_ref().and_then(|file| open(file, &mut found)).and_then(|source| {
            let (head, wrong) = read::suite_file(&source);
            found.append(wrong);
            head
        });
        let (mut fixtures, mut broken) = (Fixtures::new(), BTreeSet::new());
        for file in &files.fixtures {
            let draft = open(file, &mut found).and_then(|source| {
                let (draft, wrong) = read::fixture(&source, &file.name, contract);
                found.append(wrong);
                draft.map(|draft| Loaded { source, draft })
            });
            match draft {
                Some(loaded) => drop(fixtures.insert(file.name.clone(), loaded)),
                None => drop(broken.insert(file.name.clone())),
            }
        }
        found.append(given::check(&fixtures, &broken));
        let mut scenarios = Vec::new();
        for file in &files.scenarios {
            let Some(source) = open(file, &mut found) else { continue };
            let (draft, wrong) = read::scenario(&source, &file.name, contract);
            found.append(wrong);
            if let Some(draft) = draft {
                found.append(check_scenario(&draft, &source, &fixtures, &broken));
                scenarios.extend(expand(draft, &source));
            }
        }
        found.sort();
        let Some(head) = head.filter(|_| !found.has_errors()) else { return (None, found) };
        scenarios.sort_by(|one, other| one.id.cmp(&other.id));
        sources.sort_by(|one, other| one.name().cmp(other.name()));
        let suite = Suite {
            root: root.to_owned(),
            name: head.name,
            version: format!("{}+{}", head.version, digest(&sources)),
            scenarios: scenarios.into_iter().map(Arc::new).collect(),
            fixtures: fixtures.into_iter().map(|(name, loaded)| (name, Arc::new(loaded.draft.fixture))).collect(),
            files: sources,
        };
        (Some(suite), found)
    }
}

/// What needs the fixtures.
fn check_scenario(
    draft: &ScenarioDraft,
    source: &Arc<Source>,
    fixtures: &Fixtures,
    broken: &BTreeSet<String>,
) -> Diagnostics {
    let mut reader = Reader::new(source.clone());
    let visible = given::visible(&mut reader, &draft.scenario.given, &draft.given_spans, fixtures, broken);
    let mut known = visible.origins();
    let cases = draft.cases.first().map(|case| &case.values);
    for (name, (span, _)) in cases.into_iter().flatten().chain(&draft.variables) {
        match known.get(name) {
            Some(Origin::Declared(first)) => {
                let diagnostic = reader
                    .error("variable-conflict", format!("`{name}` is a variable of the cases already"), *span)
                    .related(*first, "here");
                reader.report(diagnostic);
            }
            Some(_) => {
                let headline = format!("`{name}` is the export of a fixture already");
                reader.report(reader.error("variable-conflict", headline, *span));
            }
            None => drop(known.insert(name.clone(), Origin::Declared(*span))),
        }
    }
    if visible.is_complete {
        draft.names.check(&mut reader, known, &[]);
    }
    visible.check_changes(&mut reader, &draft.names, fixtures);
    reader.finish()
}

/// A scenario for each case; without cases the one.
fn expand(draft: ScenarioDraft, source: &Arc<Source>) -> Vec<Scenario> {
    let ScenarioDraft { mut scenario, variables, cases, .. } = draft;
    let plain = |variables: Variables| variables.into_iter().map(|(name, (_, value))| (name, value));
    if cases.is_empty() {
        scenario.variables = plain(variables).collect();
        return vec![scenario];
    }
    let of_case = |case: Case| {
        let at = source.position(case.span.start);
        let mut scenario = scenario.clone();
        scenario.id = ScenarioId(format!("{}[{}]", scenario.id, case.name).into());
        (scenario.location.line, scenario.location.column) = (at.line, at.column);
        // Values of the case come first: `vars` may be made of them.
        scenario.variables = plain(case.values).chain(plain(variables.clone())).collect();
        scenario
    };
    cases.into_iter().map(of_case).collect()
}

/// Twelve hexadecimal digits that differ when any file does.
fn digest(sources: &[Arc<Source>]) -> String {
    let mut hash = Sha256::new();
    for source in sources {
        for part in [source.name().as_bytes(), source.text().as_bytes()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
