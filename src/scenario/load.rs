//! Loading and checking a suite folder.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use contract::Contract;
use located::{Diagnostics, Reader, Source};
use record::ScenarioId;
use sha2::{Digest, Sha256};

use crate::clients::is_client_area;
use crate::files::Files;
use crate::given::{self, Fixtures, Loaded};
use crate::model::{Scenario, Suite};
use crate::read::{self, Case, ScenarioDraft, UNDOCUMENTED, Variables};
use crate::root::{SuiteFile, SuiteRoot};
use crate::variables::Origin;

impl Suite {
    /// Loads a suite: `suite.yaml`, `levels.yaml` (if there is one), `fixtures/<name>.yaml`, `<area>/<name>.yaml` and the
    /// files of `<area>/work`.
    ///
    /// ```
    /// # use std::fs;
    /// use contract::Contract;
    /// use scenario::Suite;
    ///
    /// let folder = tempfile::tempdir()?;
    /// let root = folder.path().join("suites");
    /// fs::create_dir_all(root.join("vpc"))?;
    /// fs::write(root.join("suite.yaml"), "name: example\nversion: 1.0.0\n")?;
    /// let file = root.join("vpc/describe.yaml");
    /// let scenario = "about: VPCs can be listed.
    /// source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html
    /// steps:
    ///   - DescribeVpcs: {}
    /// ";
    /// fs::write(&file, scenario)?;
    /// let suite = Suite::load(&root, Contract::embedded())?;
    /// assert_eq!(suite.scenarios[0].id.to_string(), "vpc/describe");
    ///
    /// fs::write(&file, scenario.replace("DescribeVpcs:", "DescribeVpc:"))?;
    /// let errors = Suite::load(&root, Contract::embedded()).unwrap_err();
    /// let error = errors.iter().next().expect("one error");
    /// assert_eq!(error.headline(), "unknown action `DescribeVpc`");
    /// assert_eq!(error.position().map(|at| at.line), Some(4));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The errors and warnings in all files, each with its place, if there is at least one error.
    pub fn load(root: impl Into<SuiteRoot>, contract: &Contract) -> Result<Suite, Diagnostics> {
        match Suite::check(root, contract) {
            (Some(suite), _) => Ok(suite),
            (None, found) => Err(found),
        }
    }

    /// Loads a suite like [`Suite::load`], and returns the warnings even if there is no error. The suite is
    /// absent if there is an error.
    pub fn check(root: impl Into<SuiteRoot>, contract: &Contract) -> (Option<Suite>, Diagnostics) {
        let root = root.into();
        let (files, mut found) = Files::find(&root);
        let mut sources = Vec::new();
        let mut open = |file: &SuiteFile, found: &mut Diagnostics| match file.read() {
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
        for (name, file) in &files.fixtures {
            let draft = open(file, &mut found).and_then(|source| {
                let (draft, wrong) = read::fixture(&source, name, contract);
                found.append(wrong);
                draft.map(|draft| Loaded { source, draft })
            });
            match draft {
                Some(loaded) => drop(fixtures.insert(name.clone(), loaded)),
                None => drop(broken.insert(name.clone())),
            }
        }
        found.append(given::check(&fixtures, &broken));
        let mut scenarios = Vec::new();
        for (id, file) in &files.scenarios {
            let Some(source) = open(file, &mut found) else { continue };
            let (draft, wrong) = read::scenario(&source, id, contract);
            found.append(wrong);
            if let Some(draft) = draft {
                found.append(check_scenario(&draft, &source, &fixtures, &broken));
                scenarios.extend(expand(draft, id, &source));
            }
        }
        let mut work = BTreeMap::new();
        for (area, inside) in &files.work {
            let read = inside.iter().filter_map(|(path, file)| Some((path.clone(), open(file, &mut found)?)));
            let read: BTreeMap<_, _> = read.collect();
            work.insert(area.clone(), read);
        }
        if let Some(source) = files.levels.as_ref().and_then(|file| open(file, &mut found)) {
            let ids: Vec<_> = files.scenarios.keys().filter(|id| needs_level(id, &files)).collect();
            found.append(read::place(&source, &ids, &mut scenarios));
        }
        if root.is_of_run() {
            found.retain(|diagnostic| !UNDOCUMENTED.contains(&diagnostic.code()));
        }
        found.sort();
        let Some(head) = head.filter(|_| !found.has_errors()) else { return (None, found) };
        scenarios.sort_by(|one, other| one.id.cmp(&other.id));
        sources.sort_by(|one, other| one.name().cmp(other.name()));
        let suite = Suite {
            name: head.name,
            version: format!("{}+{}", head.version, digest(&sources)),
            scenarios: scenarios.into_iter().map(Arc::new).collect(),
            fixtures: fixtures.into_iter().map(|(name, loaded)| (name, Arc::new(loaded.draft.fixture))).collect(),
            files: sources,
            work,
        };
        (Some(suite), found)
    }
}

/// Whether `levels.yaml` must place a scenario.
fn needs_level(id: &ScenarioId, files: &Files) -> bool {
    !files.added.contains(id.area()) && !is_client_area(id.area())
}

/// Checks what depends on the fixtures.
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
                    .error("variable-conflict", format!("`{name}` is already a variable of the cases"), *span)
                    .related(*first, "first set here");
                reader.report(diagnostic);
            }
            Some(_) => {
                let headline = format!("`{name}` is already exported by a fixture");
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

/// One scenario for each case, or one if there are no cases.
fn expand(draft: ScenarioDraft, id: &ScenarioId, source: &Arc<Source>) -> Vec<Scenario> {
    let ScenarioDraft { mut scenario, variables, cases, .. } = draft;
    let plain = |variables: Variables| variables.into_iter().map(|(name, (_, value))| (name, value));
    if cases.is_empty() {
        scenario.variables = plain(variables).collect();
        return vec![scenario];
    }
    let of_case = |case: Case| {
        let mut scenario = scenario.clone();
        let case_id = id.with_case(&case.name);
        scenario.id = case_id.into();
        scenario.location.line = source.position(case.span.start).line;
        for (step, severity) in case.severities {
            if let Some(step) = scenario.steps.get_mut(step) {
                step.severity = Some(severity);
            }
        }
        // Values of the case come first: `vars` may use them.
        scenario.variables = plain(case.values).chain(plain(variables.clone())).collect();
        scenario
    };
    cases.into_iter().map(of_case).collect()
}

/// Twelve hexadecimal digits of a digest over the names and texts of all files. The name of the suite's folder, with which
/// the names begin, does not count: a copy of a suite is the same suite.
fn digest(sources: &[Arc<Source>]) -> String {
    let mut hash = Sha256::new();
    for source in sources {
        let name = source.name().split_once('/').map_or("", |(_, name)| name);
        for part in [name.as_bytes(), source.text().as_bytes()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
