//! Drafts of scenarios from the clients of a recorded run, as files.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use contract::Contract;
use record::{Observation, StepRecord, TranscriptReader};
use scenario::{Draft, drafts};

use crate::failure::Failure;
use crate::observed;

/// The drafts that [`write_drafts`] wrote, and what it left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WrittenDrafts {
    /// The ids of the scenarios, each with the number of its steps.
    pub drafts: Vec<(String, usize)>,
    /// What no scenario can do, with the reasons.
    pub omitted: Vec<String>,
}

/// Makes the folder for drafts, so that a run does not begin whose drafts could not be written.
///
/// # Errors
/// It cannot be made.
pub fn prepare_drafts(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| cannot(folder, &error))
}

/// Writes what the clients of a recorded run did on its first endpoint: `<folder>/draft-<client>/<name>.yaml`, with a number
/// where there is such a file.
///
/// # Errors
/// The run cannot be read, or a file cannot be written.
pub fn write_drafts(run: &Path, folder: &Path) -> Result<WrittenDrafts, Failure> {
    let transcripts = TranscriptReader::open(run).map_err(Failure::could_not_run)?;
    let mut written = WrittenDrafts::default();
    let Some(endpoint) = transcripts.entries().head().endpoints.first().cloned() else { return Ok(written) };
    for transcript in transcripts {
        let transcript = transcript.map_err(Failure::could_not_run)?;
        let of_client = |step: &&StepRecord| step.client_run.is_some();
        let steps: Vec<&StepRecord> = transcript.steps.values().filter(of_client).collect();
        let Some(first) = steps.first().and_then(|step| step.client_run.as_ref()) else { continue };
        if transcript.key.endpoint != endpoint.name {
            continue;
        }
        let client = first.client.clone().unwrap_or_else(|| observed::name(&first.command));
        let observations: Vec<&Observation> = steps.iter().flat_map(|step| &step.observations).collect();
        let found = drafts(&client, &observations, &endpoint, Contract::embedded());
        for draft in &found.drafts {
            let id = write(folder, &format!("draft-{client}"), draft)?;
            written.drafts.push((id, draft.steps));
        }
        written.omitted.extend(found.omitted);
    }
    Ok(written)
}

/// Writes a draft where there is no file, and returns its id.
fn write(folder: &Path, area: &str, draft: &Draft) -> Result<String, Failure> {
    let area_folder = folder.join(area);
    prepare_drafts(&area_folder)?;
    let mut number = 1_u32;
    loop {
        let name = if number == 1 { draft.name.clone() } else { format!("{}-{number}", draft.name) };
        let file = area_folder.join(format!("{name}.yaml"));
        match OpenOptions::new().write(true).create_new(true).open(&file) {
            Ok(mut new) => {
                new.write_all(draft.text.as_bytes()).map_err(|error| cannot(&file, &error))?;
                return Ok(format!("{area}/{name}"));
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(cannot(&file, &error)),
        }
    }
}

fn cannot(path: &Path, error: &io::Error) -> Failure {
    Failure::could_not_run(format!("{}: {error}", path.display()))
}
