//! `ec2-compat lint`: suite files are checked; nothing is sent.

use clap::Args;
use time::OffsetDateTime;

use super::context::Done;
use crate::contract::Contract;
use crate::report::Exit;
use crate::scenario::Suite;
use crate::session::{Context, diagnostic_style};
use crate::verdict::KnownDeviations;

#[derive(Debug, Args)]
pub struct Arguments {
    /// Print the problems as JSON
    #[arg(long)]
    json: bool,
    /// Fail on warnings too
    #[arg(long)]
    strict: bool,
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    let (suite, mut diagnostics) = Suite::check(context.suites.clone(), Contract::embedded());
    match KnownDeviations::load(context.suites.clone()) {
        Ok((known, found)) => {
            diagnostics.append(found);
            diagnostics.append(known.review(OffsetDateTime::now_utc().date()));
        }
        Err(found) => diagnostics.append(found),
    }
    if arguments.json {
        super::print(&diagnostics.to_json().to_string());
    } else if !diagnostics.is_empty() {
        anstream::eprintln!("{}", diagnostics.render(diagnostic_style()));
    }
    let refused = diagnostics.has_errors() || (arguments.strict && !diagnostics.is_empty());
    if refused {
        return Ok(Exit::Failed);
    }
    if let (Some(suite), false) = (suite, arguments.json) {
        super::print(&format!(
            "{} scenarios and {} fixtures are well-formed (suite {})",
            suite.scenarios.len(),
            suite.fixtures.len(),
            suite.version
        ));
    }
    Ok(Exit::Success)
}
