//! The first lines: versions, run and endpoints.

use std::io;

use record::EndpointHead;

use crate::model::{Report, caution};
use crate::terminal::page::{BOLD, FAINT, PLAIN, Page, WARN};
use crate::text::{clock, course_in_words, sanitize, service_name};

pub(crate) fn heading(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let head = &report.head;
    page.line(format_args!(
        "{BOLD}ec2-compat {}{BOLD:#} {FAINT}suite {}, run {}, {}{FAINT:#}",
        sanitize::line(&head.tool),
        sanitize::line(&head.suite),
        sanitize::line(&head.run),
        clock::rfc3339(head.at_ms)
    ))?;
    if let Some(course) = course_in_words(report) {
        page.wrapped("  ", "  ", PLAIN, &sanitize::line(&course))?;
    }
    head.endpoints.iter().try_for_each(|one| endpoint(page, one))
}

fn endpoint(page: &mut Page<'_>, endpoint: &EndpointHead) -> io::Result<()> {
    let name = sanitize::line(&endpoint.name);
    let service = service_name(endpoint.service_kind);
    let rest = format!("{}, {service}, region {}, API {}", endpoint.url, endpoint.region, endpoint.api_version);
    page.wrapped(&format!("{BOLD}{name}{BOLD:#}  "), "  ", PLAIN, &sanitize::line(&rest))?;
    if let Some(caution) = caution(endpoint.service_kind) {
        page.wrapped("  ", "  ", FAINT, caution)?;
    }
    if !endpoint.omit_parameters.is_empty() {
        let text = format!("Omitted from every request (`omit_parameters`): {}", endpoint.omit_parameters.join(", "));
        page.wrapped("  ", "  ", WARN, &sanitize::line(&text))?;
    }
    Ok(())
}
