//! `ec2-compat contract`: AWS's model of EC2.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::context::Done;
use crate::contract::{self, Contract};
use crate::report::Exit;
use crate::session::Failure;

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show an operation: its parameters, response, waiters and error codes
    Show {
        /// The operation's name
        operation: String,
        /// The API version
        #[arg(long, value_name = "DATE", default_value = Contract::newest_version())]
        version: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the evidence for the claims about AWS
    Evidence {
        /// List every claim, and every member that all recorded responses have and that no claim covers
        #[arg(long, conflicts_with = "json")]
        all: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Convert botocore's model files to the program's compact format
    Import {
        /// service-2.json, waiters-2.json, paginators-1.json, examples-1.json of one API version, or .gz of them
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The folder to write the converted files to
        #[arg(long, value_name = "DIR", default_value = "src/contract/model")]
        out: PathBuf,
    },
    /// List the API versions and their sources
    Versions,
}

pub fn run(arguments: Arguments) -> Done {
    match arguments.action {
        Action::Show { operation, version, json } => show(&operation, &version, json),
        Action::Evidence { all, json } => {
            super::print(&if json { contract::evidence_json().to_string() } else { contract::show_evidence(all) });
            Ok(Exit::Success)
        }
        Action::Import { files, out } => {
            let imported = contract::import(&files, &out).map_err(Failure::could_not_run)?;
            super::print(&imported.to_string());
            Ok(Exit::Success)
        }
        Action::Versions => {
            for version in Contract::versions() {
                if let Some(contract) = Contract::of_version(version) {
                    super::print(&format!(
                        "{version}  {} operations  {}",
                        contract.operations().count(),
                        contract.provenance()
                    ));
                }
            }
            Ok(Exit::Success)
        }
    }
}

fn show(name: &str, version: &str, json: bool) -> Done {
    let contract = Contract::of_version(version).ok_or_else(|| {
        Failure::usage(format!("no API version {version}; `ec2-compat contract versions` lists them"))
    })?;
    let operation = contract.operation(name).ok_or_else(|| {
        let nearest = contract.nearest_operation(name).map(|near| format!("; did you mean {near}?"));
        Failure::usage(format!("API version {version} has no operation {name}{}", nearest.unwrap_or_default()))
    })?;
    super::print(&if json {
        contract::show_json(contract, operation).to_string()
    } else {
        contract::show(contract, operation)
    });
    Ok(Exit::Success)
}
