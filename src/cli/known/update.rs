//! `ec2-compat known update`: the new deviations of a run, in its platform's file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::file::write;
use super::judged::{in_order, judged, target};
use crate::cli::context::Done;
use crate::located::Source;
use crate::record::{CommandLine, EndpointHead};
use crate::report::Exit;
use crate::scenario::SuiteRoot;
use crate::session::{Context, Failure};
use crate::verdict::{KnownDeviations, KnownFile, added, draft, new_file};

pub fn update(context: &Context, run: &Path, file: Option<PathBuf>) -> Done {
    let more: Vec<PathBuf> = file.iter().filter(|path| path.exists()).cloned().collect();
    let known = context.known(&more)?;
    let outcome = judged(run, &known)?;
    let endpoint = target(&outcome)?;
    let entries = draft(&in_order(&outcome), &known, endpoint);
    if entries.is_empty() {
        crate::cli::print("no new deviations");
        return Ok(Exit::Success);
    }
    let init = context.command("known init").option("--run", run);
    let init = file.iter().fold(init, |init, file| init.option("--file", file));
    let file = match file {
        Some(path) => named(&known, &path, endpoint, &init)?,
        None => file_about(&context.suites, &known, endpoint, &init)?,
    };
    let text = added(&file, &entries).map_err(Failure::could_not_run)?;
    write(&file.path, &text)?;
    crate::cli::print(&format!(
        "{}: {} entries added. Each applies once its `reason` states why {} deviates.",
        file.path.display(),
        entries.len(),
        endpoint.name
    ));
    Ok(Exit::Success)
}

/// The one file that is about the endpoint; where there is none, a new one.
fn file_about(
    suite: &SuiteRoot,
    known: &KnownDeviations,
    endpoint: &EndpointHead,
    init: &CommandLine,
) -> Result<KnownFile, Failure> {
    let about: Vec<&KnownFile> = known.files.iter().filter(|file| file.is_about(endpoint)).collect();
    match about.as_slice() {
        [one] => Ok((*one).clone()),
        [] => {
            let name = platform(endpoint, init)?.replace(|c: char| !c.is_ascii_alphanumeric(), "-").to_lowercase();
            new(&suite.writable().join("known").join(format!("{name}.yaml")), endpoint, init)
        }
        several => {
            let names: Vec<String> = several.iter().map(|file| file.path.display().to_string()).collect();
            let message = format!("{} apply to {}; choose one with --file", names.join(" and "), endpoint.name);
            Err(Failure::usage(message))
        }
    }
}

fn named(
    known: &KnownDeviations,
    path: &Path,
    endpoint: &EndpointHead,
    init: &CommandLine,
) -> Result<KnownFile, Failure> {
    let same = |file: &&KnownFile| {
        file.path == *path || file.path.canonicalize().ok().is_some_and(|one| path.canonicalize().ok() == Some(one))
    };
    match known.files.iter().find(same) {
        Some(file) if file.is_about(endpoint) => Ok(file.clone()),
        Some(file) => Err(Failure::usage(format!(
            "{} does not apply to {}: its `endpoint` has another name, or its `when` does not hold",
            file.path.display(),
            endpoint.name
        ))),
        None => new(path, endpoint, init),
    }
}

/// The fact of that name. `init`: the command that writes a file without it.
fn platform<'a>(endpoint: &'a EndpointHead, init: &CommandLine) -> Result<&'a str, Failure> {
    let fact = endpoint.facts.get("platform").and_then(|fact| fact.as_str());
    fact.ok_or_else(|| {
        let name = &endpoint.name;
        Failure::usage(format!(
            "no file of known deviations applies to {name}, and its profile has no fact `platform` to name a new one after; \
             `{init}` writes one that is named after the endpoint"
        ))
    })
}

fn new(path: &Path, endpoint: &EndpointHead, init: &CommandLine) -> Result<KnownFile, Failure> {
    let source = Arc::new(Source::new(path.display().to_string(), new_file(platform(endpoint, init)?)));
    KnownFile::read(path.to_owned(), &source).map_err(|found| Failure::located(&found))
}
