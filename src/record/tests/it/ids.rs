//! Ids, step names and places are read as they are written.

use std::collections::HashSet;
use std::fmt::{Debug, Display};
use std::str::FromStr;

use proptest::prelude::*;
use record::{Location, Place, RunCheck, ScenarioId, StepName, Subject};
use serde_json::json;

fn same<T: FromStr<Err: Debug> + Display + PartialEq + Debug>(text: &str, value: &T) {
    assert_eq!(&text.parse::<T>().unwrap(), value);
    assert_eq!(value.to_string(), text);
}

#[test]
fn scenarios_are_told_from_fixtures() {
    let id: ScenarioId = "key-pairs/import[rsa]".parse().unwrap();
    assert_eq!((id.area(), id.name(), id.case()), ("key-pairs", "import[rsa]", Some("rsa")));
    assert_eq!("vpc/one".parse::<ScenarioId>().unwrap().case(), None);
    same("key-pairs/import[rsa]", &Subject::Scenario(id));
    same("fixtures/net", &Subject::fixture("net"));
    assert_eq!(Subject::fixture("net").fixture_name(), Some("net"));
    assert_eq!("vpc/net".parse::<Subject>().unwrap().fixture_name(), None);
    same("aftermath", &Subject::RunCheck(RunCheck::Aftermath));
    same("sweep", &Subject::Sweep);
    for wrong in ["", "vpc", "/one", "vpc/", "fixtures/"] {
        assert!(wrong.parse::<Subject>().is_err(), "{wrong}");
        assert!(wrong.parse::<ScenarioId>().is_err(), "{wrong}");
    }
    let error = "fixtures/net".parse::<ScenarioId>().unwrap_err();
    assert_eq!(error.to_string(), "`fixtures/net` is not the id of a scenario (`area/name`)");
}

#[test]
fn step_names_have_six_forms() {
    same("steps[12]", &StepName::Own(12));
    same("given.vpc-with-subnet.steps[0]", &StepName::given("vpc-with-subnet", 0));
    same("given.vpc.cleanup.steps[1]", &StepName::GivenCleanUp { fixture: "vpc".into(), index: 1 });
    same("given", &StepName::Fixtures);
    same("clean-up", &StepName::CleanUp);
    same("actions[DescribeVpcs]", &StepName::Action("DescribeVpcs".into()));
    assert!("given.vpc.cleanup.steps[1]".parse::<StepName>().unwrap().is_clean_up());
    for wrong in [
        "",
        "steps",
        "steps[x]",
        "steps[-1]",
        "given.vpc",
        "other.steps[0]",
        "given.steps[0]",
        "actions[]",
        "actions[a b]",
    ] {
        assert!(wrong.parse::<StepName>().is_err(), "{wrong}");
    }
}

#[test]
fn a_place_is_a_line_of_a_file() {
    same("suites/vpc/one.yaml:12", &Location::new("suites/vpc/one.yaml", 12));
    for wrong in ["", "one.yaml", ":3", "one.yaml:0", "one.yaml:x"] {
        assert!(wrong.parse::<Location>().is_err(), "{wrong}");
    }
}

#[test]
fn subjects_are_ordered_and_looked_up_as_text() {
    let texts = ["aftermath", "area/a", "area/a[b]", "fixtures/net", "generated/X[y]", "pages", "vpc/one"];
    let mut subjects: Vec<Subject> = texts.iter().rev().map(|text| text.parse().unwrap()).collect();
    subjects.sort();
    assert_eq!(subjects, texts);
    let areas: Vec<&str> = subjects.iter().map(Subject::area).collect();
    assert_eq!(areas, ["aftermath", "area", "area", "fixtures", "generated", "pages", "vpc"]);
    let known: HashSet<Subject> = subjects.into_iter().collect();
    assert!(texts.iter().all(|text| known.contains(*text)));
    assert!(!known.contains("area/b"));
}

#[test]
fn a_case_is_no_part_of_the_stem() {
    let stems = |text: &str| text.parse::<Subject>().unwrap().without_case().to_owned();
    assert_eq!((stems("vpc/cidr[large]"), stems("vpc/cidr")), ("vpc/cidr".to_owned(), "vpc/cidr".to_owned()));
    assert_eq!((stems("fixtures/net"), stems("pages")), ("fixtures/net".to_owned(), "pages".to_owned()));
    assert_eq!(ScenarioId::stem("cidr[*"), "cidr");
    let id = ScenarioId::new("vpc", "cidr").unwrap();
    assert_eq!(id.with_case("large"), "vpc/cidr[large]");
    assert!(ScenarioId::new("vpc", "").is_err() && ScenarioId::new("fixtures", "net").is_err());
}

#[test]
fn a_finding_is_at_a_line_or_in_a_check_of_the_run() {
    same("suites/vpc/one.yaml:12", &Place::Line(Location::new("suites/vpc/one.yaml", 12)));
    same("pages", &Place::RunCheck(RunCheck::Pages));
    assert!("vpc".parse::<Place>().is_err());
}

#[test]
fn in_records_they_are_text() {
    assert_eq!(json!(StepName::given("net", 3)), json!("given.net.steps[3]"));
    assert_eq!(serde_json::from_value::<Subject>(json!("fixtures/net")).unwrap(), Subject::fixture("net"));
}

#[test]
fn a_record_with_an_odd_id_can_be_read_and_is_written_again() {
    for text in ["", "vpc", "fixtures/", "/one", "<b>", "../../etc/passwd"] {
        let subject: Subject = serde_json::from_value(json!(text)).unwrap();
        assert!(subject.is_scenario(), "{text}");
        assert_eq!((subject.to_string(), json!(subject)), (text.to_owned(), json!(text)));
        let id: ScenarioId = serde_json::from_value(json!(text)).unwrap();
        assert_eq!((json!(id), id.case()), (json!(text), None));
        let step: StepName = serde_json::from_value(json!(text)).unwrap();
        assert_eq!(step, StepName::Unknown(text.into()));
        assert_eq!((json!(step), step.is_judged(), step.later(1)), (json!(text), false, None));
        let location: Location = serde_json::from_value(json!(text)).unwrap();
        assert_eq!((json!(location), json!(Place::from(location))), (json!(text), json!(text)));
        assert_eq!(json!(serde_json::from_value::<Place>(json!(text)).unwrap()), json!(text));
    }
}

proptest! {
    #[test]
    fn what_is_read_is_written_again(text in r"(fixtures/)?[a-z\-]{1,8}(/[a-z\-]{1,8}(\[[a-z ]{1,5}\])?)?") {
        if let Ok(subject) = text.parse::<Subject>() {
            prop_assert_eq!(subject.to_string(), text);
        }
    }

    #[test]
    fn every_step_has_one_spelling(fixture in "[a-z][a-z-]{0,10}", index: usize) {
        for step in [
            StepName::Own(index),
            StepName::given(&fixture, index),
            StepName::GivenCleanUp { fixture: fixture.as_str().into(), index },
            StepName::Action(fixture.replace('-', "").into()),
        ] {
            prop_assert_eq!(step.to_string().parse::<StepName>().unwrap(), step);
        }
    }
}
