//! Where a report's data was recorded: the endpoints of the run, and a recorded reference.

use record::{EndpointHead, RunHead, ServiceKind};

use crate::model::report::{ReferenceOrigin, Report};
use crate::text::{clock, service_name};

/// An endpoint, and when and by what it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin<'a> {
    pub(crate) role: Role,
    pub(crate) name: &'a str,
    pub(crate) kind: ServiceKind,
    pub(crate) url: &'a str,
    pub(crate) region: &'a str,
    /// The API version of its requests; absent for a recorded reference.
    pub(crate) api_version: Option<&'a str>,
    /// Parameters that its profile omits from every request.
    pub(crate) omit_parameters: &'a [String],
    pub(crate) run: &'a str,
    /// When that run began (RFC 3339, UTC).
    pub(crate) recorded: String,
    /// The version of ec2-compat.
    pub(crate) tool: &'a str,
    /// The version of the suite.
    pub(crate) suite: &'a str,
}

/// The part that an endpoint has in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum Role {
    /// The report is about it.
    Target,
    /// The target was compared with it, in the same run.
    Reference,
    /// The target was compared with an earlier run of it.
    #[strum(serialize = "recorded reference")]
    RecordedReference,
}

/// The target first.
pub(crate) fn origins(report: &Report) -> Vec<Origin<'_>> {
    let in_run = report.head.endpoints.iter().enumerate().map(|(position, endpoint)| {
        let role = if position == 0 { Role::Target } else { Role::Reference };
        of_endpoint(report, role, endpoint)
    });
    in_run.chain(recorded_reference(report).map(of_reference)).collect()
}

/// The reference, if it is a recorded run.
pub(crate) fn recorded_reference(report: &Report) -> Option<&ReferenceOrigin> {
    report.reference.as_ref().filter(|reference| reference.run != report.head.run)
}

fn of_endpoint<'a>(report: &'a Report, role: Role, endpoint: &'a EndpointHead) -> Origin<'a> {
    Origin {
        role,
        name: &endpoint.name,
        kind: endpoint.service_kind,
        url: &endpoint.url,
        region: &endpoint.region,
        api_version: Some(&endpoint.api_version),
        omit_parameters: &endpoint.omit_parameters,
        run: &report.head.run,
        recorded: clock::rfc3339(report.head.at_ms),
        tool: &report.head.tool,
        suite: &report.head.suite,
    }
}

fn of_reference(reference: &ReferenceOrigin) -> Origin<'_> {
    Origin {
        role: Role::RecordedReference,
        name: &reference.name,
        kind: reference.service_kind,
        url: &reference.url,
        region: &reference.region,
        api_version: None,
        omit_parameters: &[],
        run: &reference.run,
        recorded: reference.recorded.clone(),
        tool: &reference.tool,
        suite: &reference.suite,
    }
}

impl ReferenceOrigin {
    /// An endpoint of the run with that head.
    pub fn of(head: &RunHead, endpoint: &EndpointHead) -> Self {
        ReferenceOrigin {
            name: endpoint.name.clone(),
            service_kind: endpoint.service_kind,
            url: endpoint.url.clone(),
            region: endpoint.region.clone(),
            run: head.run.clone(),
            recorded: clock::rfc3339(head.at_ms),
            tool: head.tool.clone(),
            suite: head.suite.clone(),
        }
    }
}

impl Origin<'_> {
    /// The kind of service, in words.
    pub(crate) fn service(&self) -> &'static str {
        service_name(self.kind)
    }

    /// The limit on conclusions from this endpoint's responses.
    pub(crate) fn caution(&self) -> Option<&'static str> {
        caution(self.kind)
    }
}

/// The limit on conclusions from the responses of such a service.
pub(crate) fn caution(kind: ServiceKind) -> Option<&'static str> {
    match kind {
        ServiceKind::Emulator => Some("Responses of an emulator are not evidence of what AWS returns."),
        ServiceKind::Aws | ServiceKind::Cloud => None,
    }
}
