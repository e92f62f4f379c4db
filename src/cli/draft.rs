//! `--draft` of `observe` and `report`: what clients did, as drafts of scenarios.

use std::path::Path;

use crate::record::PlaceOptions;
use crate::report::counted;
use crate::session::{Context, Failure, write_drafts};

/// Writes the drafts of a recorded run, and prints what was written and what comes next. `target`: where they may be run.
pub fn write(context: &Context, run: &Path, folder: &Path, target: Option<&str>) -> Result<(), Failure> {
    let written = write_drafts(run, folder)?;
    for (id, steps) in &written.drafts {
        super::print(&format!("draft       {id}: {}", counted(*steps, "step")));
    }
    for reason in &written.omitted {
        super::print(&format!("not drafted {reason}"));
    }
    if written.drafts.is_empty() {
        super::print("no drafts: no client of the run made a call that a scenario can make");
        return Ok(());
    }
    let typed = PlaceOptions { suites: Some(folder.to_owned()), ..context.typed.clone() };
    let (drafts, shown) = (counted(written.drafts.len(), "draft"), folder.display());
    let run = typed.command("run").option("--target", target.unwrap_or("NAME")).word("tag:draft");
    super::print(&format!("{drafts} in {shown}. Edit them, then: {}; {run}", typed.command("lint")));
    Ok(())
}
