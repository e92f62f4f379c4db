//! From what a report was recorded: the endpoints of the run, and a reference that was recorded before.

use record::{EndpointHead, ServiceKind};

use crate::model::report::{Reference, Report};
use crate::text::clock;

/// An endpoint, and when and by what it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin<'a> {
    pub(crate) role: Role,
    pub(crate) name: &'a str,
    pub(crate) kind: ServiceKind,
    pub(crate) url: &'a str,
    pub(crate) region: &'a str,
    /// The API version asked of it, where the report knows.
    pub(crate) api_version: Option<&'a str>,
    /// Parameters that its profile leaves out of every call.
    pub(crate) omit: &'a [String],
    pub(crate) run: &'a str,
    /// When that run began (RFC 3339, UTC).
    pub(crate) recorded: String,
    /// The version of ec2-compat.
    pub(crate) tool: &'a str,
    /// The version of the suite.
    pub(crate) suite: &'a str,
}

/// What an endpoint is to a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    /// It is what the report is about.
    Target,
    /// The target was compared with it, in the same run.
    Reference,
    /// The target was compared with a run of it that was recorded before.
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

/// The reference, where it is a run that was recorded before.
pub(crate) fn recorded_reference(report: &Report) -> Option<&Reference> {
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
        omit: &endpoint.omit_parameters,
        run: &report.head.run,
        recorded: clock::rfc3339(report.head.at_ms),
        tool: &report.head.tool,
        suite: &report.head.suite,
    }
}

fn of_reference(reference: &Reference) -> Origin<'_> {
    Origin {
        role: Role::RecordedReference,
        name: &reference.name,
        kind: reference.kind,
        url: &reference.url,
        region: &reference.region,
        api_version: None,
        omit: &[],
        run: &reference.run,
        recorded: reference.recorded.clone(),
        tool: &reference.tool,
        suite: &reference.suite,
    }
}

impl Origin<'_> {
    /// What it is, in words.
    pub(crate) fn what(&self) -> &'static str {
        match self.kind {
            ServiceKind::Aws => "AWS",
            ServiceKind::Cloud => "a cloud that speaks EC2",
            ServiceKind::Emulator => "an emulator",
        }
    }

    /// What a reader must not conclude.
    pub(crate) fn caution(&self) -> Option<&'static str> {
        match self.kind {
            ServiceKind::Emulator => Some("What an emulator answers is no evidence of what AWS answers."),
            ServiceKind::Aws | ServiceKind::Cloud => None,
        }
    }
}

impl Role {
    /// The role in words.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Role::Target => "target",
            Role::Reference => "reference",
            Role::RecordedReference => "recorded reference",
        }
    }
}
