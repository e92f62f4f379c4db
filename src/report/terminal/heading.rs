//! What was asked, of whom.

use std::io;

use record::{EndpointHead, ServiceKind};

use crate::model::Report;
use crate::terminal::page::{BOLD, FAINT, PLAIN, Page, WARN};
use crate::text::{clock, sanitize};

pub(crate) fn heading(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let head = &report.head;
    page.line(format_args!(
        "{BOLD}ec2-compat {}{BOLD:#} {FAINT}suite {}, run {}, {}{FAINT:#}",
        sanitize::line(&head.tool),
        sanitize::line(&head.suite),
        sanitize::line(&head.run),
        clock::rfc3339(head.at_ms)
    ))?;
    head.endpoints.iter().try_for_each(|one| endpoint(page, one))
}

fn endpoint(page: &mut Page<'_>, endpoint: &EndpointHead) -> io::Result<()> {
    let name = sanitize::line(&endpoint.name);
    let rest = format!(
        "{}, {}, region {}, API {}",
        endpoint.url,
        account_words(endpoint.service_kind),
        endpoint.region,
        endpoint.api_version
    );
    page.wrapped(&format!("{BOLD}{name}{BOLD:#}  "), "  ", PLAIN, &sanitize::line(&rest))?;
    if endpoint.service_kind == ServiceKind::Emulator {
        page.wrapped("  ", "  ", FAINT, "What an emulator answers is no evidence of what AWS answers.")?;
    }
    if !endpoint.omit_parameters.is_empty() {
        let omitted = endpoint.omit_parameters.join(", ");
        let text = format!("Left out of every call, as the endpoint's profile asks (`omit`): {omitted}");
        page.wrapped("  ", "  ", WARN, &sanitize::line(&text))?;
    }
    Ok(())
}

/// What an endpoint is, in words.
fn account_words(account: ServiceKind) -> &'static str {
    match account {
        ServiceKind::Aws => "AWS",
        ServiceKind::Cloud => "a cloud that speaks EC2",
        ServiceKind::Emulator => "an emulator",
    }
}
