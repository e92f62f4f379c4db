//! `ec2-compat record`: a run that others are compared with.

use std::path::PathBuf;

use clap::Args;

use super::context::{Context, Done, Filters};
use super::evidence::Records;
use super::play::{Played, Spending, Wanted};
use super::session::Shown;
use super::yardsticks::{Yardsticks, known, references};
use crate::engine::{Part, Plan};
use crate::report::{Exit, write_recorded};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    filters: Filters,
    /// The endpoint to record: its name in the file of endpoints, e.g. aws
    #[arg(long, value_name = "NAME", env = "EC2_COMPAT_REFERENCE")]
    reference: String,
    /// Where the record goes; absent: reports/references/NAME
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Say what would be called and created, and for how long; ask nothing
    #[arg(long)]
    plan: bool,
    /// Also the checks that are made from AWS's model alone; with no filter, all of them
    #[arg(long)]
    generated: bool,
    #[command(flatten)]
    spending: Spending,
    #[command(flatten)]
    shown: Shown,
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    super::runtime()?.block_on(record(context, arguments))
}

async fn record(context: &Context, arguments: Arguments) -> Done {
    let name = &arguments.reference;
    let suite = context.suite_with(arguments.generated, name)?;
    let selected = arguments.filters.select(&suite)?;
    let plan = Plan::new(&suite, &selected, &context.profile(name)?);
    super::print(&plan.to_string());
    if arguments.plan || plan.scenarios == 0 {
        return Ok(if plan.scenarios == 0 { Exit::NothingRan } else { Exit::Conformant });
    }
    let wanted = Wanted {
        endpoints: vec![name.clone()],
        suite,
        selected,
        part: Part::Whole,
        yardsticks: Yardsticks { known: known(context.suites())?, ..Yardsticks::default() },
        directory: Some(arguments.out.clone().unwrap_or_else(|| PathBuf::from("reports/references").join(name))),
        allowed: arguments.spending,
    };
    let Played { report, extras, directory, interrupted } = wanted.play(context, &arguments.shown).await?;
    let exit = arguments.shown.show(&report, &extras, Records::of(&directory, None)?, &directory)?;
    // What `--reference` will read is read once, so that a record that is of no use is not found out about later.
    references(&directory)?;
    let _ = write_recorded(&report, &directory, &mut anstream::stdout());
    Ok(if interrupted { Exit::Interrupted } else { exit })
}
