//! `ec2-compat list`: which scenarios a filter selects.

use clap::Args;
use serde_json::json;

use super::context::{Done, FilterArgs};
use crate::contract::Contract;
use crate::report::Exit;
use crate::session::Context;

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    filters: FilterArgs,
    /// Also list the checks generated from AWS's model
    #[arg(long)]
    generated: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    let suite = context.suite_in(arguments.generated.then(Contract::embedded))?;
    let selected = arguments.filters.select(context, &suite)?;
    if arguments.json {
        let rows = selected.iter().map(|scenario| {
            json!({
                "id": scenario.id,
                "about": scenario.about,
                "unproven": scenario.unproven,
                "source": scenario.source,
                "tags": scenario.tags,
                "file": &*scenario.location.file,
                "line": scenario.location.line,
            })
        });
        super::print(&json!(rows.collect::<Vec<_>>()).to_string());
        return Ok(Exit::Success);
    }
    let width = selected.iter().map(|scenario| scenario.id.to_string().len()).max().unwrap_or_default();
    for scenario in &selected {
        super::print(&format!("{:width$}  {}", scenario.id.to_string(), scenario.about));
    }
    Ok(Exit::Success)
}
