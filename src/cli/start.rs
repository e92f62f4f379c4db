//! `ec2-compat` alone: what to do first.

use super::context::Done;
use crate::endpoint::{Address, Profile};
use crate::record::{CommandLine, ServiceKind};
use crate::report::Exit;
use crate::session::Context;

/// The endpoint that commands default to, where it is set.
const TARGET: &str = "EC2_COMPAT_TARGET";

const WHAT: &str = "\
ec2-compat tests how far a cloud's EC2 API is compatible with Amazon EC2: it runs scenarios on an endpoint, records the
responses, judges them and reports.
";

/// What each of the first commands does.
const INIT: &str = "describe your endpoint: URL, region, where the credentials are";
const OTHERS: [(&str, &str); 3] = [
    ("doctor", "check the connection, the credentials and the image"),
    ("plan", "print what would be called and created"),
    ("run", "run the scenarios, judge them, write reports, and delete what was created"),
];

/// Prints it. That is help, and no error.
pub fn run(context: &Context) -> Done {
    super::print(WHAT);
    super::print(&format!("{}\n", commands(context)));
    let file = context.endpoints.display();
    match context.endpoints.exists().then(|| context.endpoints()) {
        None => super::print(&format!("There is no {file} yet. Start with: {}", CommandLine::init(&context.endpoints))),
        Some(Err(failure)) => {
            super::print(&format!("{file} has errors:"));
            anstream::eprintln!("{failure}");
        }
        Some(Ok(endpoints)) => {
            super::print(&format!("{file} has the endpoints"));
            endpoints.iter().for_each(|profile| super::print(&in_words(profile)));
            let default = std::env::var(TARGET).ok().filter(|name| endpoints.get(name).is_ok());
            if let Some(name) = default.or_else(|| endpoints.iter().next().map(|profile| profile.name.clone())) {
                super::print(&format!("Next: {}", context.command("doctor").option("--target", name)));
            }
        }
    }
    super::print("All commands: ec2-compat --help");
    Ok(Exit::Success)
}

/// The first commands, as they are typed here, each with what it does.
fn commands(context: &Context) -> String {
    let others = OTHERS.map(|(name, what)| (context.command(name).option("--target", "NAME").to_string(), what));
    let all = std::iter::once((CommandLine::init(&context.endpoints).to_string(), INIT)).chain(others);
    let all: Vec<(String, &str)> = all.collect();
    let width = all.iter().map(|(command, _)| command.chars().count()).max().unwrap_or_default();
    let lines: Vec<String> = all.iter().map(|(command, what)| format!("  {command:<width$}  {what}")).collect();
    lines.join("\n")
}

fn in_words(profile: &Profile) -> String {
    let Profile { name, kind, region, address, .. } = profile;
    let address = match address {
        Address::Url(url) => url.to_string(),
        Address::Aws => format!("Amazon's own endpoint of {region}"),
    };
    let kind = match kind {
        ServiceKind::Aws => "Amazon's own service",
        ServiceKind::Cloud => "cloud",
        ServiceKind::Emulator => "emulator",
    };
    format!("  {name}  ({kind}, {address})")
}
