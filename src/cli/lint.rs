//! `ec2-compat lint`: suite files are checked; nothing is sent.

use clap::Args;
use time::OffsetDateTime;

use super::context::{Done, FilterArgs};
use crate::contract::Contract;
use crate::report::Exit;
use crate::scenario::Suite;
use crate::session::{Context, diagnostic_style};
use crate::verdict::KnownDeviations;

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    filters: FilterArgs,
    /// Print the problems as JSON
    #[arg(long)]
    json: bool,
    /// Fail on warnings, too
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
    let mut shown = suite.as_ref().map(|suite| (suite.scenarios.len(), suite.fixtures.len()));
    match &suite {
        Some(suite) if !arguments.filters.is_empty() => {
            let selected = arguments.filters.select(context, suite)?;
            let files = suite.files_of(&selected);
            diagnostics.retain(|one| one.file().is_some_and(|file| files.contains(file)));
            let fixtures = suite.fixtures.values().filter(|fixture| files.contains(&*fixture.location.file));
            shown = Some((selected.len(), fixtures.count()));
        }
        None if !arguments.filters.is_empty() => {
            anstream::eprintln!(
                "note: the suite has errors, so the filters are ignored and all problems are printed\n"
            );
        }
        Some(_) | None => {}
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
    if let (Some(suite), Some((scenarios, fixtures)), false) = (suite, shown, arguments.json) {
        super::print(&format!(
            "{scenarios} scenarios and {fixtures} fixtures are well-formed (suite {})",
            suite.version
        ));
    }
    Ok(Exit::Success)
}
