//! Selection of scenarios by filters.

use std::sync::Arc;

use located::nearest;
use record::ScenarioId;
use wildmatch::WildMatch;

use crate::model::{Scenario, Suite};

/// A filter that matches no scenario.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectError {
    /// No scenario has the id, tag, area, workflow or level.
    #[error("no scenario matches `{filter}`{}", hint(.suggestion))]
    Unmatched {
        /// The text of the filter.
        filter: String,
        /// The most similar filter that matches a scenario.
        suggestion: Option<String>,
    },
    /// Nothing follows `!`, or `tag:` and the like.
    #[error(
        "the filter `{filter}` is empty: write an id (`key-pairs/*`), `area:NAME`, `level:NAME`, `workflow:NAME` or `tag:NAME`, or `!` and one of these to exclude scenarios"
    )]
    Empty {
        /// The text of the filter.
        filter: String,
    },
}

fn hint(suggestion: &Option<String>) -> String {
    suggestion.as_ref().map(|right| format!("; did you mean `{right}`?")).unwrap_or_default()
}

struct Filter<'a> {
    excludes: bool,
    kind: Kind<'a>,
}

enum Kind<'a> {
    Tag(&'a str),
    Area(&'a str),
    Workflow(&'a str),
    Level(&'a str),
    /// A pattern for an id, with or without its case.
    Id(&'a str),
}

impl Suite {
    /// The scenarios that filters select, sorted by id: those that match any filter (all, if every filter begins with
    /// `!`), except those that match a filter with `!`.
    ///
    /// - `key-pairs/lifecycle`: that scenario with all its cases; `key-pairs/names[empty]`: that case;
    /// - `key-pairs/*`, `*/lifecycle`: `*` matches any characters, `?` exactly one;
    /// - `area:key-pairs`, `level:core`, `workflow:network`, `tag:smoke`;
    /// - `!tag:slow`: excludes.
    ///
    /// ```
    /// use contract::Contract;
    /// use scenario::Suite;
    ///
    /// // Checks that are generated from AWS's model need no files.
    /// let suite = Suite::default().with_generated(Contract::embedded());
    /// let selected = suite.select(&["generated/DescribeVpcs", "!*[max-results.*]"])?;
    /// assert!(selected.iter().any(|scenario| scenario.id.to_string() == "generated/DescribeVpcs[unknown-filter]"));
    ///
    /// let error = suite.select(&["generated/DescribeVpc"]).unwrap_err();
    /// let message = "no scenario matches `generated/DescribeVpc`; did you mean `generated/DescribeVpcs`?";
    /// assert_eq!(error.to_string(), message);
    /// # Ok::<(), scenario::SelectError>(())
    /// ```
    ///
    /// # Errors
    /// A filter is empty or matches no scenario.
    pub fn select<S: AsRef<str>>(&self, filters: &[S]) -> Result<Vec<Arc<Scenario>>, SelectError> {
        let filters = filters.iter().map(|filter| self.filter(filter.as_ref())).collect::<Result<Vec<_>, _>>()?;
        let selects_all = filters.iter().all(|filter| filter.excludes);
        let any = |excludes: bool, scenario: &Scenario| {
            filters.iter().any(|filter| filter.excludes == excludes && filter.kind.selects(scenario))
        };
        let selected = |scenario: &&Arc<Scenario>| (selects_all || any(false, scenario)) && !any(true, scenario);
        Ok(self.scenarios.iter().filter(selected).cloned().collect())
    }

    fn filter<'a>(&self, text: &'a str) -> Result<Filter<'a>, SelectError> {
        let (excludes, rest) = text.strip_prefix('!').map_or((false, text), |rest| (true, rest));
        let kind = match rest.split_once(':') {
            Some(("tag", tag)) => Kind::Tag(tag),
            Some(("area", area)) => Kind::Area(area),
            Some(("workflow", workflow)) => Kind::Workflow(workflow),
            Some(("level", level)) => Kind::Level(level),
            _ => Kind::Id(rest),
        };
        if kind.name().is_empty() {
            return Err(SelectError::Empty { filter: text.to_owned() });
        }
        if !self.scenarios.iter().any(|scenario| kind.selects(scenario)) {
            let suggestion = kind.nearest(self).map(|right| format!("{}{right}", if excludes { "!" } else { "" }));
            return Err(SelectError::Unmatched { filter: text.to_owned(), suggestion });
        }
        Ok(Filter { excludes, kind })
    }
}

impl Kind<'_> {
    /// What follows the prefix.
    fn name(&self) -> &str {
        match self {
            Kind::Tag(name) | Kind::Area(name) | Kind::Workflow(name) | Kind::Level(name) | Kind::Id(name) => name,
        }
    }

    fn selects(&self, scenario: &Scenario) -> bool {
        match self {
            Kind::Tag(tag) => scenario.tags.iter().any(|one| one == tag),
            Kind::Area(area) => id_of(scenario).is_some_and(|id| id.area() == *area),
            Kind::Workflow(name) => scenario.workflow.is_some_and(|workflow| <&str>::from(workflow) == *name),
            Kind::Level(name) => scenario.level.is_some_and(|level| <&str>::from(level) == *name),
            Kind::Id(pattern) => id_of(scenario)
                .is_some_and(|id| matches_pattern(pattern, id.as_str()) || matches_pattern(pattern, id.without_case())),
        }
    }

    /// The filter of this kind that was most likely meant. The name of an area alone means its scenarios, and the name
    /// of a scenario without its area the scenario.
    fn nearest(&self, suite: &Suite) -> Option<String> {
        let all = || suite.scenarios.iter();
        let areas = || all().filter_map(|scenario| Some(id_of(scenario)?.area()));
        let ids = || all().filter_map(|scenario| Some(id_of(scenario)?.as_str()));
        match self {
            Kind::Tag(tag) => nearest(tag, all().flat_map(|scenario| scenario.tags.iter().map(String::as_str)))
                .map(|right| format!("tag:{right}")),
            Kind::Area(area) => nearest(area, areas()).map(|right| format!("area:{right}")),
            Kind::Workflow(name) => nearest(name, all().filter_map(|scenario| Some(scenario.workflow?.into())))
                .map(|right: &str| format!("workflow:{right}")),
            Kind::Level(name) => nearest(name, all().filter_map(|scenario| Some(scenario.level?.into())))
                .map(|right: &str| format!("level:{right}")),
            Kind::Id(id) => {
                let by_name = || ids().find(|known| known.split(['/', '[']).nth(1) == Some(id)).map(str::to_owned);
                let by_area = || nearest(id.trim_end_matches(['/', '*']), areas()).map(|area| format!("{area}/*"));
                let by_id = || nearest(ScenarioId::stem(id), ids().map(ScenarioId::stem)).map(str::to_owned);
                by_name().or_else(by_area).or_else(by_id)
            }
        }
    }
}

/// Absent for a fixture that was turned into a scenario, which is in no suite.
fn id_of(scenario: &Scenario) -> Option<&ScenarioId> {
    scenario.id.scenario_id()
}

/// Whether text matches a pattern in which `*` matches any characters and `?` exactly one. Case matters.
pub fn matches_pattern(pattern: &str, text: &str) -> bool {
    WildMatch::new(pattern).matches(text)
}
