//! Names of classes and cases: unique, and the same in every run.

use std::collections::HashSet;

use record::Subject;

use crate::model::{Report, area};
use crate::text::sanitize;

/// `ec2.<area>`; with several endpoints `ec2.<endpoint>.<area>`. ASCII, without other
/// dots: for Jenkins everything before the last dot is the package.
pub(crate) fn class(report: &Report, endpoint: &str, scenario: &Subject) -> String {
    let area = ascii(area(scenario));
    if report.several_endpoints() { format!("ec2.{}.{area}", ascii(endpoint)) } else { format!("ec2.{area}") }
}

fn ascii(name: &str) -> String {
    name.chars().map(|letter| if letter.is_ascii_alphanumeric() || letter == '-' { letter } else { '_' }).collect()
}

/// The names in use.
#[derive(Default)]
pub(crate) struct Names(HashSet<String>);

impl Names {
    /// The case's name, with a number if another case has it: GitLab drops the second of two cases with one name.
    pub(crate) fn unique(&mut self, class: &str, scenario: &Subject) -> String {
        let plain = sanitize::line(scenario.name()).into_owned();
        let mut name = plain.clone();
        let mut number = 2;
        while !self.0.insert(format!("{class}.{name}")) {
            name = format!("{plain} ({number})");
            number += 1;
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_use_gets_a_number() {
        let mut names = Names::default();
        let id: Subject = "vpc/create[a.b]".parse().unwrap();
        assert_eq!(names.unique("ec2.vpc", &id), "create[a.b]");
        assert_eq!(names.unique("ec2.vpc", &id), "create[a.b] (2)");
        assert_eq!(names.unique("ec2.moto.vpc", &id), "create[a.b]");
        assert_eq!(ascii("my cloud.eu/é"), "my_cloud_eu__");
    }
}
