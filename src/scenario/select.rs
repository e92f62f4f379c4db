//! Which scenarios a person means.

use std::sync::Arc;

use located::nearest;

use crate::model::{Scenario, Suite};

/// A filter that nothing answers to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectError {
    /// No scenario has that id, tag or area.
    #[error("no scenario answers to `{filter}`{}", hint(.suggestion))]
    Unmatched {
        /// The filter as given.
        filter: String,
        /// The nearest that something answers to.
        suggestion: Option<String>,
    },
    /// Nothing stands behind `!`, `tag:` or `area:`.
    #[error(
        "`{filter}` names nothing: write an id (`key-pairs/*`), `area:NAME` or `tag:NAME`, with `!` before it to leave out"
    )]
    Empty {
        /// The filter as given.
        filter: String,
    },
}

fn hint(suggestion: &Option<String>) -> String {
    suggestion.as_ref().map(|right| format!("; did you mean `{right}`?")).unwrap_or_default()
}

/// One filter, taken apart.
struct Filter<'a> {
    leaves_out: bool,
    kind: Kind<'a>,
}

enum Kind<'a> {
    Tag(&'a str),
    Area(&'a str),
    /// An id, whole or without its case; `*` stands for any characters, `?` for one.
    Id(&'a str),
}

impl Suite {
    /// The scenarios that filters select, sorted by id: those that any filter selects (all, when every filter
    /// begins with `!`), without those that a filter with `!` selects.
    ///
    /// - `key-pairs/lifecycle`: that scenario, with all its cases; `key-pairs/names[empty]`: that case;
    /// - `key-pairs/*`, `*/lifecycle`: `*` stands for any characters, `?` for one;
    /// - `area:key-pairs`, `tag:core`;
    /// - `!tag:slow`: leaves out.
    ///
    /// # Errors
    /// A filter answers to no scenario: it is misspelt, or asks for what is not there.
    pub fn select<S: AsRef<str>>(&self, filters: &[S]) -> Result<Vec<Arc<Scenario>>, SelectError> {
        let filters = filters.iter().map(|filter| self.filter(filter.as_ref())).collect::<Result<Vec<_>, _>>()?;
        let selects_all = filters.iter().all(|filter| filter.leaves_out);
        let any = |leaves_out: bool, scenario: &Scenario| {
            filters.iter().any(|filter| filter.leaves_out == leaves_out && filter.kind.selects(scenario))
        };
        let selected = |scenario: &&Arc<Scenario>| (selects_all || any(false, scenario)) && !any(true, scenario);
        Ok(self.scenarios.iter().filter(selected).cloned().collect())
    }

    fn filter<'a>(&self, text: &'a str) -> Result<Filter<'a>, SelectError> {
        let (leaves_out, rest) = text.strip_prefix('!').map_or((false, text), |rest| (true, rest));
        let kind = match rest.split_once(':') {
            Some(("tag", tag)) => Kind::Tag(tag),
            Some(("area", area)) => Kind::Area(area),
            _ => Kind::Id(rest),
        };
        if matches!(kind, Kind::Tag("") | Kind::Area("") | Kind::Id("")) {
            return Err(SelectError::Empty { filter: text.to_owned() });
        }
        if !self.scenarios.iter().any(|scenario| kind.selects(scenario)) {
            let suggestion = kind.nearest(self).map(|right| format!("{}{right}", if leaves_out { "!" } else { "" }));
            return Err(SelectError::Unmatched { filter: text.to_owned(), suggestion });
        }
        Ok(Filter { leaves_out, kind })
    }
}

impl Kind<'_> {
    fn selects(&self, scenario: &Scenario) -> bool {
        match self {
            Kind::Tag(tag) => scenario.tags.iter().any(|one| one == tag),
            Kind::Area(area) => scenario.id.area() == *area,
            Kind::Id(pattern) => {
                let id = scenario.id.as_str();
                let without_case = id.split('[').next().unwrap_or(id);
                matches(pattern, id) || matches(pattern, without_case)
            }
        }
    }

    /// The filter of this kind that was most likely meant. The name of an area alone, or the end of an id, means
    /// what has it.
    fn nearest(&self, suite: &Suite) -> Option<String> {
        let all = || suite.scenarios.iter();
        let areas = || all().map(|scenario| scenario.id.area());
        let ids = || all().map(|scenario| scenario.id.as_str());
        match self {
            Kind::Tag(tag) => nearest(tag, all().flat_map(|scenario| scenario.tags.iter().map(String::as_str)))
                .map(|right| format!("tag:{right}")),
            Kind::Area(area) => nearest(area, areas()).map(|right| format!("area:{right}")),
            Kind::Id(id) => {
                let by_name = || ids().find(|known| known.split(['/', '[']).nth(1) == Some(id)).map(str::to_owned);
                let by_area = || nearest(id.trim_end_matches(['/', '*']), areas()).map(|area| format!("{area}/*"));
                let wanted = id.split('[').next().unwrap_or(id);
                let by_id = || nearest(wanted, ids().map(|id| id.split('[').next().unwrap_or(id))).map(str::to_owned);
                by_name().or_else(by_area).or_else(by_id)
            }
        }
    }
}

/// Whether a text has the form of a pattern: `*` stands for any characters, `?` for one.
pub fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    // Where to go on when the text does not fit: behind the last `*`, one character further.
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        if p < pattern.len() && pattern[p] == '*' {
            star = Some((p + 1, t));
            p += 1;
        } else if p < pattern.len() && (pattern[p] == '?' || pattern[p] == text[t]) {
            p += 1;
            t += 1;
        } else if let Some((after, from)) = star {
            star = Some((after, from + 1));
            p = after;
            t = from + 1;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}
