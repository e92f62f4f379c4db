//! The data that every report is made from.

mod counts;
mod exit;
mod extras;
mod fixes;
mod groups;
mod origin;
mod problem;
mod report;
mod subject;

pub use counts::{AreaCounts, Counts};
pub use exit::Exit;
pub use extras::{
    ChangeLine, ChangeSummary, Direction, EndpointActions, EndpointFixes, EndpointSurface, Extras, KnownNote,
    KnownNotes, Placement,
};
pub(crate) use fixes::FixFigures;
pub(crate) use groups::{CauseLists, Group, ReportCauses};
pub(crate) use origin::{Origin, Role, caution, origins};
pub use problem::{RunProblem, RunProblemKind};
pub use report::{End, FAIL_ON, Leftover, ReferenceOrigin, Report};
pub(crate) use subject::{SubjectKind, area};
