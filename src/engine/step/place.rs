//! Where a step is among the others, and why a scenario cannot go on after it.

use std::ops::Range;

use scenario::Step;

use crate::step::runner::{Halt, Naming};

/// A step among the steps of its scenario or fixture.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) naming: Naming<'a>,
    pub(crate) steps: &'a [Step],
    pub(crate) index: usize,
}

impl<'a> Place<'a> {
    pub(crate) fn step(&self) -> &'a Step {
        &self.steps[self.index]
    }

    /// The steps that belong to it and follow it.
    pub(crate) fn inner(&self) -> Range<usize> {
        let first = self.index + 1;
        first..(first + self.step().inner()).min(self.steps.len())
    }
}

/// Why a scenario cannot go on, and where.
#[derive(Debug)]
pub(crate) struct Stopped {
    pub(crate) halt: Halt,
    /// The step that failed or could not be run; absent where `halt` names it.
    pub(crate) at: Option<usize>,
    /// The first step that has not begun.
    pub(crate) from: usize,
}
