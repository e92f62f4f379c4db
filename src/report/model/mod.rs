//! What every report is made from.

mod assemble;
mod counts;
mod exit;
mod extras;
mod groups;
mod origin;
mod problem;
mod report;
mod totals;

pub use assemble::beside;
pub use counts::{AreaCounts, Counts};
pub use exit::Exit;
pub use extras::{
    Change, ChangeLine, Direction, EndpointScore, Extras, KnownNote, KnownNotes, ReferenceNote, Share, Surface,
};
pub(crate) use groups::{Group, groups};
pub(crate) use origin::{Origin, Role, origins};
pub use problem::{RunProblem, RunProblemKind};
pub use report::{End, Leftover, Reference, Report};
pub(crate) use report::{area, name_in_area};
pub(crate) use totals::{columns, totals};
