//! One finding seen in many scenarios, put together.

use std::collections::HashMap;

use crate::verdict::{Finding, FindingKind, Judgement};

use super::run_report::Report;

/// A finding, and everywhere it was seen.
pub(super) struct Group<'a> {
    /// The first time it was seen, which is shown in full.
    pub(super) finding: &'a Finding,
    /// Whose finding that was.
    pub(super) judgement: &'a Judgement,
    /// The other times.
    pub(super) also: Vec<(&'a Judgement, &'a Finding)>,
}

/// What makes two findings one: the expected value belongs to it, since `State` should be `available` in one
/// scenario and `deleted` in another, for different reasons.
#[derive(PartialEq, Eq, Hash)]
struct Likeness<'a> {
    endpoint: &'a str,
    kind: FindingKind,
    operation: Option<&'a str>,
    path: String,
    expected: Option<String>,
}

/// All findings of a report, like ones once, worst first: by severity, then by how often they were seen.
pub(super) fn groups(report: &Report) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: HashMap<Likeness<'_>, usize> = HashMap::new();
    for judgement in report.in_order() {
        for finding in &judgement.findings {
            let likeness = Likeness {
                endpoint: &judgement.endpoint,
                kind: finding.kind,
                operation: finding.operation.as_deref(),
                path: without_positions(&finding.path),
                expected: finding.expected.as_ref().map(ToString::to_string),
            };
            match known.get(&likeness) {
                Some(&at) => groups[at].also.push((judgement, finding)),
                None => {
                    known.insert(likeness, groups.len());
                    groups.push(Group { finding, judgement, also: Vec::new() });
                }
            }
        }
    }
    // Stable, so that equals stay in the order of endpoints and scenarios.
    groups.sort_by_key(|group| (group.finding.kind.severity(), std::cmp::Reverse(group.scenarios())));
    groups
}

impl Group<'_> {
    /// In how many scenarios it was seen.
    pub(super) fn scenarios(&self) -> usize {
        self.elsewhere().len() + 1
    }

    /// The other scenarios that it was seen in, each once.
    pub(super) fn elsewhere(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for (judgement, _) in &self.also {
            let name = judgement.scenario.as_str();
            // The findings come scenario by scenario.
            if name != self.judgement.scenario && names.last() != Some(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// `Vpcs[12].State` and `Vpcs[0].State` are the same member.
fn without_positions(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(open) = rest.find('[') {
        let (before, bracket) = rest.split_at(open);
        plain.push_str(before);
        let digits = bracket[1..].bytes().take_while(u8::is_ascii_digit).count();
        rest = match bracket[1 + digits..].strip_prefix(']') {
            Some(after) if digits > 0 => {
                plain.push_str("[]");
                after
            }
            _ => {
                plain.push('[');
                &bracket[1..]
            }
        };
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::without_positions;

    #[test]
    fn only_positions_are_taken_out() {
        assert_eq!(
            without_positions("Reservations[0].Instances[12].State.Name"),
            "Reservations[].Instances[].State.Name"
        );
        assert_eq!(without_positions("Tags[?Key=='a'][0].Value | [1"), "Tags[?Key=='a'][].Value | [1");
        assert_eq!(without_positions("[[3]]"), "[[]]");
        assert_eq!(without_positions(""), "");
    }
}
