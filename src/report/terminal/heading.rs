//! What was asked, of whom.

use std::io;

use crate::record::{Account, EndpointHead};
use crate::report::clock;
use crate::report::neutral;
use crate::report::run_report::Report;

use super::page::{BOLD, FAINT, PLAIN, Page, WARN};

pub(super) fn heading(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let head = &report.head;
    page.line(format_args!(
        "{BOLD}ec2-compat {}{BOLD:#} {FAINT}suite {}, run {}, {}{FAINT:#}",
        neutral::line(&head.tool),
        neutral::line(&head.suite),
        neutral::line(&head.run),
        clock::rfc3339(head.at_ms)
    ))?;
    head.endpoints.iter().try_for_each(|one| endpoint(page, one))
}

fn endpoint(page: &mut Page<'_>, endpoint: &EndpointHead) -> io::Result<()> {
    let name = neutral::line(&endpoint.name);
    let rest = format!(
        "{}, {}, region {}, API {}",
        endpoint.url,
        account_words(endpoint.account),
        endpoint.region,
        endpoint.api_version
    );
    page.wrapped(&format!("{BOLD}{name}{BOLD:#}  "), "  ", PLAIN, &neutral::line(&rest))?;
    if endpoint.account == Account::Emulator {
        page.wrapped("  ", "  ", FAINT, "What an emulator answers is no evidence of what AWS answers.")?;
    }
    if !endpoint.omit.is_empty() {
        let omitted = endpoint.omit.join(", ");
        let text = format!("Left out of every call, as the endpoint's profile asks (`omit`): {omitted}");
        page.wrapped("  ", "  ", WARN, &neutral::line(&text))?;
    }
    Ok(())
}

/// What an endpoint is, in words.
fn account_words(account: Account) -> &'static str {
    match account {
        Account::Aws => "AWS",
        Account::Cloud => "a cloud that speaks EC2",
        Account::Emulator => "an emulator",
    }
}
