//! Reasons of blocked steps are read as they are written, those of older runs included.

use proptest::prelude::*;
use record::{AbsentMember, BlockedReason, Redactor, Secret, StepName};
use serde_json::json;

fn step(what: &str) -> BlockedReason {
    BlockedReason::Step { step: StepName::Own(1), what: what.to_owned() }
}

fn fixture(name: &str, why: BlockedReason) -> BlockedReason {
    BlockedReason::Fixture { fixture: name.to_owned(), why: Box::new(why) }
}

fn not_exported(member: Option<&str>) -> BlockedReason {
    let absent = member.map(|member| {
        Box::new(AbsentMember {
            member: member.to_owned(),
            action: "wait InstanceRunning".to_owned(),
            step: StepName::Own(0),
        })
    });
    BlockedReason::NotExported { fixture: "net".to_owned(), variable: "vpc".to_owned(), absent }
}

#[test]
fn a_reason_is_written_and_read_as_text() {
    let cases = [
        (step("(CreateVpc) was rejected with X: no"), "steps[1] (CreateVpc) was rejected with X: no"),
        (
            fixture("outer", fixture("net", step("could not be run: the variable `x` has no value"))),
            "needs the fixture outer: needs the fixture net: steps[1] could not be run: the variable `x` has no value",
        ),
        (
            not_exported(Some("Vpc.VpcId")),
            "needs `vpc` of the fixture net: `Vpc.VpcId` is not in the response of wait InstanceRunning (steps[0])",
        ),
        (not_exported(None), "needs `vpc` of the fixture net: it has no value"),
        (
            fixture("outer", not_exported(Some("length(Vpcs) == `1`"))),
            "needs the fixture outer: needs `vpc` of the fixture net: `length(Vpcs) == `1`` is not in the response of \
             wait InstanceRunning (steps[0])",
        ),
    ];
    for (reason, text) in cases {
        assert_eq!(reason.to_string(), text);
        assert_eq!(BlockedReason::from(text), reason);
        assert_eq!(serde_json::to_value(&reason).unwrap(), json!(text));
        assert_eq!(serde_json::from_value::<BlockedReason>(json!(text)).unwrap(), reason);
    }
}

#[test]
fn a_reason_tells_what_it_is_about() {
    let chain = fixture("outer", fixture("inner", not_exported(Some("Vpc.VpcId"))));
    assert_eq!(chain.fixtures().collect::<Vec<_>>(), ["outer", "inner", "net"]);
    assert_eq!(chain.absent().unwrap().member, "Vpc.VpcId");
    assert_eq!(chain.step(), None);
    assert_eq!(step("failed").step(), Some(&StepName::Own(1)));
    // A step of a fixture is no step of the scenario.
    assert_eq!(fixture("net", step("failed")).step(), None);
    // What an endpoint says is not read.
    let said =
        step("(CreateVpc) was rejected with X: needs the fixture net: `a` is not in the response of b (steps[0])");
    assert_eq!((said.fixtures().count(), said.absent()), (0, None));
}

#[test]
fn any_other_text_is_a_reason_too() {
    for text in [
        "",
        "interrupted",
        "the variable `vpc` has no value",
        "needs the fixture net, which the suite does not have",
        "needs `vpc` of the fixture net, which did not come",
        "needs `vpc` of the fixture net: something else",
        "needs the fixture: none",
    ] {
        assert_eq!(BlockedReason::from(text), BlockedReason::Other(text.to_owned()));
        assert_eq!(BlockedReason::from(text).to_string(), text);
    }
}

#[test]
fn a_secret_in_a_reason_is_redacted_within_its_text() {
    use record::{Attempt, Entry, ScenarioKey};

    let key =
        ScenarioKey { endpoint: "cloud".to_owned(), scenario: "vpc/one".parse().unwrap(), attempt: Attempt::FIRST };
    let reason = fixture("net", step("(CreateVpc) was rejected with X: s3cr3t-s3cr3t is wrong"));
    let mut entry = Entry::Blocked { key, step: StepName::Own(2), reason };
    Redactor::new([Secret::hidden("s3cr3t-s3cr3t")], ["KeyMaterial"]).redact_entry(&mut entry);
    let Entry::Blocked { reason, .. } = entry else { panic!("{entry:?}") };
    assert_eq!(reason.fixtures().collect::<Vec<_>>(), ["net"]);
    assert!(!reason.to_string().contains("s3cr3t"), "{reason}");
}

proptest! {
    #[test]
    fn every_text_stays_what_it_is(text in "(needs the fixture [a-z-]{1,4}: ){0,2}(needs `[a-z.]{1,3}` of the fixture [a-z]{1,3}: )?\\PC{0,40}") {
        prop_assert_eq!(BlockedReason::from(text.as_str()).to_string(), text);
    }
}
