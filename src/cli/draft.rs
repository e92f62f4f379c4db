//! `--draft` of `observe` and `report`: what clients did, as drafts of scenarios.

use std::path::Path;

use crate::report::counted;
use crate::session::{Failure, write_drafts};

/// Writes the drafts of a recorded run, and prints what was written and what comes next. `target`: where they may be run.
pub fn write(run: &Path, folder: &Path, target: Option<&str>) -> Result<(), Failure> {
    let written = write_drafts(run, folder)?;
    for (id, steps) in &written.drafts {
        super::print(&format!("draft       {id}: {}", counted(*steps, "step")));
    }
    for reason in &written.omitted {
        super::print(&format!("not drafted {reason}"));
    }
    if written.drafts.is_empty() {
        super::print("no drafts: the run has no call of a client that a scenario can make");
        return Ok(());
    }
    let folder = folder.display();
    super::print(&format!(
        "{} in {folder}. Edit them, then: ec2-compat lint --suites {folder}; ec2-compat run --suites {folder} --target {} tag:draft",
        counted(written.drafts.len(), "draft"),
        target.unwrap_or("NAME"),
    ));
    Ok(())
}
