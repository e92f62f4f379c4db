//! `ec2-compat schema`: the JSON Schemas of the files that people write.

use clap::{Args, ValueEnum};

use super::context::Done;
use crate::contract::Contract;
use crate::report::Exit;
use crate::{endpoint, scenario, verdict};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The file format
    #[arg(value_enum, default_value_t = Format::Scenario)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Scenarios and fixtures: suites/**/*.yaml
    Scenario,
    /// Endpoint profiles: endpoints.yaml
    Endpoints,
    /// Known deviations: suites/known/*.yaml
    Known,
}

pub fn run(arguments: Arguments) -> Done {
    let schema = match arguments.format {
        Format::Scenario => scenario::schema(Contract::embedded()),
        Format::Endpoints => endpoint::schema(),
        Format::Known => verdict::known_schema(),
    };
    super::print(schema.trim_end());
    Ok(Exit::Success)
}
