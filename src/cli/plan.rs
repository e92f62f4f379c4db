//! `ec2-compat plan`: what a run would call, create and require.

use clap::Args;
use serde_json::json;

use super::context::{Done, FilterArgs};
use super::shard::{Part, ShardArgs};
use crate::engine::{IamPolicies, Plan, check_shares, find_clients};
use crate::report::Exit;
use crate::session::{Context, Failure};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    filters: FilterArgs,
    /// The endpoint: its name in the endpoints file
    #[arg(long, value_name = "NAME", env = "EC2_COMPAT_TARGET")]
    target: String,
    /// Also plan the checks generated from AWS's model
    #[arg(long)]
    generated: bool,
    /// The number of times that each scenario would run
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    repeat: u32,
    #[command(flatten)]
    shard: ShardArgs,
    /// Print the IAM policy that allows exactly the calls of the run; several policies if one would be too large
    #[arg(long, conflicts_with = "json")]
    iam_policy: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    let mut profile = context.profile(&arguments.target)?;
    let suite = context.suite_with(arguments.generated, &arguments.target)?;
    let selected = arguments.filters.select(context, &suite)?;
    context.review_exclusions(&arguments.target, &suite)?;
    super::runtime()?.block_on(find_clients(&mut profile, &suite, &selected));
    let plan = match arguments.shard.part(context, &suite, &selected)? {
        None => Plan::new(&suite, &selected, &profile, arguments.repeat),
        Some(Part { planned, selected: of_shard }) => {
            check_shares(&profile, &suite, &selected, planned.shard.of).map_err(Failure::usage)?;
            Plan::of_shard(&suite, &of_shard, &profile, arguments.repeat, planned)
        }
    };
    if arguments.iam_policy {
        let IamPolicies { documents, notes } = plan.iam_policies();
        documents.iter().for_each(|document| super::print(&format!("{document:#}")));
        notes.iter().for_each(|note| anstream::eprintln!("{note}"));
    } else {
        super::print(&if arguments.json { json!(plan).to_string() } else { plan.to_string() });
    }
    Ok(if plan.scenarios == 0 { Exit::NothingRan } else { Exit::Success })
}
