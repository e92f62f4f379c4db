//! The ids of scenarios and fixtures.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::spelling::{SpellingError, as_str, as_text};

/// The id of a scenario: `<area>/<name>`, or `<area>/<name>[<case>]` for one case of a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScenarioId(Arc<str>);

impl ScenarioId {
    /// The scenario of this name in an area.
    ///
    /// # Errors
    /// One of them is empty, or the area is that of fixtures.
    pub fn new(area: &str, name: &str) -> Result<Self, SpellingError> {
        format!("{area}/{name}").parse()
    }

    /// The case of this name of the scenario, which is a table.
    #[must_use]
    pub fn with_case(&self, case: &str) -> Self {
        ScenarioId(format!("{self}[{case}]").into())
    }

    /// An id as a record has it. Text that is no id stays what it is: no suite has such a scenario.
    pub(super) fn recorded(text: &str) -> Self {
        text.parse().unwrap_or_else(|_| ScenarioId(text.into()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder below `suites/` that the scenario's file is in.
    pub fn area(&self) -> &str {
        self.0.split_once('/').map_or(&*self.0, |(area, _)| area)
    }

    /// What follows the area: `<name>` or `<name>[<case>]`.
    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or(&*self.0, |(_, name)| name)
    }

    /// The id of the table that it is a case of, or its own: `vpc/cidr` of `vpc/cidr[large]`.
    #[must_use]
    pub fn table(&self) -> Self {
        ScenarioId(self.without_case().into())
    }

    /// The id without its case: `vpc/cidr` of `vpc/cidr[large]`.
    pub fn without_case(&self) -> &str {
        ScenarioId::stem(&self.0)
    }

    /// What is before the case in an id, a name or a pattern that a person wrote.
    pub fn stem(text: &str) -> &str {
        text.split_once('[').map_or(text, |(stem, _)| stem)
    }

    /// The case of a table that it is.
    pub fn case(&self) -> Option<&str> {
        self.0.strip_suffix(']')?.split_once('[').map(|(_, case)| case)
    }
}

impl FromStr for ScenarioId {
    type Err = SpellingError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('/') {
            Some((area, name)) if !area.is_empty() && !name.is_empty() && area != FixtureId::FOLDER => {
                Ok(ScenarioId(text.into()))
            }
            _ => Err(SpellingError::new(text, "the id of a scenario (`area/name`)")),
        }
    }
}

/// A fixture that is created once a run, as steps and findings belong to it: `fixtures/<name>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FixtureId(Arc<str>);

impl FixtureId {
    /// The folder of the files of fixtures within a suite; no area of scenarios has this name.
    pub const FOLDER: &str = "fixtures";

    /// The fixture of this name.
    pub fn new(name: &str) -> Self {
        FixtureId(format!("{}/{name}", FixtureId::FOLDER).into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The fixture's name, as scenarios spell it.
    pub fn name(&self) -> &str {
        &self.0[FixtureId::FOLDER.len() + 1..]
    }
}

impl FromStr for FixtureId {
    type Err = SpellingError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('/') {
            Some((FixtureId::FOLDER, name)) if !name.is_empty() => Ok(FixtureId(text.into())),
            _ => Err(SpellingError::new(text, "a fixture (`fixtures/name`)")),
        }
    }
}

as_str!(ScenarioId, FixtureId);
// What a record says is taken as it is: one odd id must not make a whole run unreadable.
as_text!(ScenarioId);
