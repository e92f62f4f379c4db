//! `ec2-compat merge`: one run of the shards that several machines ran.

use std::path::PathBuf;

use clap::Args;

use super::context::Done;
use super::criteria::CriteriaArgs;
use super::output::OutputArgs;
use super::{report, sweep};
use crate::engine::{Sweep, has_journal};
use crate::record::{ShardEnd, merge, shard_directories};
use crate::report::Exit;
use crate::session::{Context, Failure};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The directories of the shards, or directories that contain them
    #[arg(required = true, value_name = "DIR")]
    shards: Vec<PathBuf>,
    /// The directory of the merged run, and of its reports
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Delete the resources that killed shards left; without this option, the command that does is printed
    #[arg(long)]
    sweep: bool,
    #[command(flatten)]
    criteria: CriteriaArgs,
    /// An earlier run; the reports begin with the changes since then
    #[arg(long, value_name = "DIR")]
    since: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    let Arguments { shards, out, sweep, criteria, since, output } = arguments;
    let directories = shard_directories(&shards).map_err(Failure::could_not_run)?;
    let left = left_behind(&directories)?;
    let merged = merge(&directories, &out).map_err(Failure::could_not_run)?;
    for shard in &merged.shards {
        let of = format!("shard {}/{}", shard.number, merged.shards.len());
        let at = shard.directory.as_ref().map(|path| format!(" ({})", path.display())).unwrap_or_default();
        match shard.end {
            ShardEnd::Complete => {}
            ShardEnd::Interrupted => anstream::eprintln!("{of} was interrupted{at}"),
            ShardEnd::CutShort => anstream::eprintln!("{of} was not recorded to its end{at}"),
            ShardEnd::Missing => anstream::eprintln!("{of} is missing"),
        }
    }
    let exit = report::run(context, report::Arguments::of(out, criteria, since, output))?;
    let is_clean = match (left.is_empty(), sweep) {
        (true, _) => true,
        (false, true) => sweep_all(context, left)?,
        (false, false) => {
            let sweep = context.command("sweep").words(left.iter().map(|(path, _)| path));
            anstream::eprintln!("shards may have left resources; to delete them: {sweep}");
            false
        }
    };
    Ok(if exit == Exit::Success && !is_clean { Exit::Leftovers } else { exit })
}

/// The shards that may have left something, each with its journal, which nobody else sweeps meanwhile.
///
/// # Errors
/// A shard is still alive, or its journal cannot be read.
fn left_behind(directories: &[PathBuf]) -> Result<Vec<(PathBuf, Sweep)>, Failure> {
    let mut left = Vec::new();
    // A shard that was carried from another machine may be without a journal.
    for directory in directories.iter().filter(|directory| has_journal(directory)) {
        let sweep = Sweep::read(directory).map_err(Failure::could_not_run)?;
        if sweep.is_needed() {
            left.push((directory.clone(), sweep));
        }
    }
    Ok(left)
}

/// Whether nothing is left now.
fn sweep_all(context: &Context, left: Vec<(PathBuf, Sweep)>) -> Result<bool, Failure> {
    let runtime = super::runtime()?;
    let mut is_clean = true;
    for (directory, sweep) in left {
        is_clean &= runtime.block_on(sweep::finish(context, sweep, &directory))?;
    }
    Ok(is_clean)
}
