//! Where a step is among the others.

use std::ops::Range;

use record::StepName;
use scenario::Step;

/// The name of the step with this index.
pub(crate) type Naming<'a> = &'a (dyn Fn(usize) -> StepName + Sync);

/// A step among the steps of its scenario or fixture.
#[derive(Clone, Copy)]
pub(crate) struct StepPlace<'a> {
    pub(crate) naming: Naming<'a>,
    pub(crate) steps: &'a [Step],
    pub(crate) index: usize,
}

impl<'a> StepPlace<'a> {
    pub(crate) fn step(&self) -> &'a Step {
        &self.steps[self.index]
    }

    /// The steps that belong to it and follow it.
    pub(crate) fn inner(&self) -> Range<usize> {
        let first = self.index + 1;
        first..(first + self.step().inner()).min(self.steps.len())
    }
}
