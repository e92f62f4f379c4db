//! `ec2-compat` alone: what to do first.

use super::context::Done;
use crate::endpoint::{Address, Profile};
use crate::record::ServiceKind;
use crate::report::Exit;
use crate::session::Context;

/// The endpoint that commands default to, where it is set.
const TARGET: &str = "EC2_COMPAT_TARGET";

const WHAT: &str = "\
ec2-compat tests how far a cloud's EC2 API is compatible with Amazon EC2: it runs scenarios on an endpoint, records the
responses, judges them and reports.

  ec2-compat init                  describe your endpoint: URL, region, where the credentials are
  ec2-compat doctor --target NAME  check connection, credentials and image
  ec2-compat plan --target NAME    print what would be called and created
  ec2-compat run --target NAME     run the scenarios, judge and report; it deletes what it created
";

/// Prints it. That is help, and no error.
pub fn run(context: &Context) -> Done {
    super::print(WHAT);
    let file = context.endpoints.display();
    match context.endpoints.exists().then(|| context.endpoints()) {
        None => super::print(&format!("There is no {file} yet. Begin with: ec2-compat init")),
        Some(Err(failure)) => {
            super::print(&format!("{file} has errors:"));
            anstream::eprintln!("{}", failure.message);
        }
        Some(Ok(endpoints)) => {
            super::print(&format!("{file} has the endpoints"));
            endpoints.iter().for_each(|profile| super::print(&in_words(profile)));
            let default = std::env::var(TARGET).ok().filter(|name| endpoints.get(name).is_ok());
            if let Some(name) = default.or_else(|| endpoints.iter().next().map(|profile| profile.name.clone())) {
                super::print(&format!("Next: ec2-compat doctor --target {name}"));
            }
        }
    }
    super::print("All commands: ec2-compat --help");
    Ok(Exit::Success)
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
