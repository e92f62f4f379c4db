//! Entries that are drafted for a run cover the run once they have reasons.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use located::Source;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use record::{EndpointHead, StepName};
use scenario::Suite;
use serde_json::{Value, json};
use test_support::judging::*;
use time::macros::date;
use verdict::{
    Disposition, Finding, FindingKind, Judgement, KnownDeviations, KnownFile, StepsRun, added, draft, new_file,
};

fn file(text: &str) -> KnownFile {
    let source = Arc::new(Source::new("suites/known/cloud.yaml", text));
    KnownFile::read(PathBuf::from("cloud.yaml"), &source).unwrap_or_else(|found| panic!("{found}\n{text}"))
}

fn cloud() -> EndpointHead {
    let mut cloud = endpoint();
    cloud.facts.insert("platform".into(), json!("my: cloud"));
    cloud
}

/// A new file with the entries for judgements.
fn drafted(judgements: &[Judgement]) -> String {
    let refs: Vec<_> = judgements.iter().collect();
    let entries = draft(&refs, &KnownDeviations::default(), &cloud());
    let empty = file(&new_file("my: cloud"));
    if entries.is_empty() { new_file("my: cloud") } else { added(&empty, &entries).unwrap() }
}

/// The findings that count although every entry of `text` has a reason.
fn left(judgements: &[Judgement], text: &str) -> Vec<String> {
    let known = KnownDeviations { files: vec![file(&text.replace("reason: \"\"", "reason: found out"))] };
    let mut head = head(&[]);
    head.endpoints = vec![cloud()];
    let mut judgements = judgements.to_vec();
    known.apply(&mut judgements, &head, &StepsRun::default(), &EMPTY);
    let counting = judgements.iter().flat_map(|judgement| {
        let counts = judgement.findings.iter().filter(|finding| matches!(finding.disposition, Disposition::Counts));
        counts.map(|finding| format!("{} {finding:?}", judgement.scenario))
    });
    counting.collect()
}

static EMPTY: LazyLock<Arc<Suite>> = LazyLock::new(|| suite(&[]));
static SAMPLE: LazyLock<Judgement> = LazyLock::new(judged);

/// A finding to vary, in its judgement.
fn sample() -> Judgement {
    SAMPLE.clone()
}

fn judged() -> Judgement {
    let suite = steps("  - DescribeVpcs: {}\n    expect:\n      - length(Vpcs): 2\n");
    let call = answered("steps[0]", "DescribeVpcs", json!({}), 200, vpcs(&[]));
    let transcript = transcript("area/one", [call.entry("area/one")], record::Outcome::Completed);
    let mut judgement = verdict::judge(&transcript, scenario(&suite, "area/one"), &suite, &endpoint());
    judgement.findings.truncate(1);
    judgement
}

fn varied(base: &Finding, kind: FindingKind, operation: Option<&str>, path: &str, values: (Value, Value)) -> Finding {
    let mut finding = base.clone();
    (finding.kind, finding.operation, finding.path) = (kind, operation.map(str::to_owned), path.to_owned());
    (finding.expected, finding.actual) = (Some(values.0), Some(values.1).filter(|actual| *actual != json!("absent")));
    finding
}

fn of(scenario: &str, findings: Vec<Finding>) -> Judgement {
    Judgement { scenario: scenario.parse().unwrap(), findings, ..sample() }
}

/// What is left of a run is no deviation of responses: an entry that covers it is written by who knows why.
#[test]
fn no_entry_is_drafted_for_what_could_not_be_deleted() {
    let base = sample().findings.remove(0);
    for kind in FindingKind::all().filter(|kind| kind.is_leftover()) {
        let left = varied(&base, kind, Some("DeleteVpc"), "vpc", (Value::Null, json!("DependencyViolation")));
        assert_eq!(drafted(&[of("aftermath", vec![left])]), new_file("my: cloud"), "{kind}");
    }
    let not_deleted = varied(&base, FindingKind::NotDeleted, Some("DeleteVpc"), "vpc", (Value::Null, json!("x")));
    let other =
        varied(&base, FindingKind::UnreportedResource, Some("DescribeVpcs"), "vpc", (Value::Null, json!("marked")));
    let text = drafted(&[of("aftermath", vec![not_deleted, other])]);
    assert!(text.contains("A903") && !text.contains("A904"), "{text}");
}

#[test]
fn findings_at_one_place_are_one_entry_without_a_reason() {
    let base = sample().findings.remove(0);
    let absent = |operation: &str, path: &str| {
        varied(&base, FindingKind::AbsentMember, Some(operation), path, (json!("a value"), Value::Null))
    };
    let accepted = |operation: &str, code: &str| {
        varied(&base, FindingKind::NoError, Some(operation), "", (json!(code), json!("success")))
    };
    let counted = |expected: u32, actual: u32| {
        varied(&base, FindingKind::UnequalValue, Some("CreateSubnet"), "Subnet.Free", (json!(expected), json!(actual)))
    };
    let judgements = [
        of("vpc/one", vec![absent("CreateVpc", "Vpc.OwnerId"), absent("DescribeVpcs", "Vpcs[3].OwnerId")]),
        of("vpc/two", vec![absent("DescribeVpcs", "Vpcs[0].Tenancy"), accepted("CreateVpc", "InvalidVpc.Range")]),
        of("vpc/three", vec![accepted("CreateVpc", "InvalidParameterValue")]),
        of("subnets/free[one]", vec![counted(11, 12)]),
        of("subnets/free[two]", vec![counted(251, 252)]),
    ];
    let text = drafted(&judgements);
    let expected = "\
# Reasons missing: 3 of 3. An entry covers nothing until it has one.
platform: \"my: cloud\"
when: { platform: \"my: cloud\" }
deviations:
  # ----- calls that succeed and should be rejected

  # CreateVpc succeeds where AWS returns InvalidParameterValue
  # CreateVpc succeeds where AWS returns InvalidVpc.Range
  # 2 findings in 2 scenarios: vpc/three, vpc/two
  - finding: X106
    operation: CreateVpc
    expected: { one_of: [InvalidParameterValue, InvalidVpc.Range] }
    actual: success
    scenarios: [vpc/three, vpc/two]
    reason: \"\"
  # ----- members of responses

  # CreateVpc does not return what AWS always returns: Vpc.OwnerId
  # DescribeVpcs does not return what AWS always returns: Vpcs[].OwnerId
  # DescribeVpcs does not return what AWS always returns: Vpcs[].Tenancy
  # 3 findings in 2 scenarios: vpc/one, vpc/two
  - finding: C212
    operation: [CreateVpc, DescribeVpcs]
    path: [Vpc.OwnerId, \"Vpcs[].OwnerId\", \"Vpcs[].Tenancy\"]
    actual: null
    reason: \"\"
  # ----- expectations of scenarios

  # CreateSubnet: `Subnet.Free` is 12, not 11
  # CreateSubnet: `Subnet.Free` is 252, not 251
  # 2 findings in 2 scenarios: subnets/free[one], subnets/free[two]
  - finding: X102
    operation: CreateSubnet
    path: Subnet.Free
    expected: { one_of: [11, 251] }
    actual: { one_of: [12, 252] }
    scenarios: subnets/free
    reason: \"\"
";
    assert_eq!(text, expected);
    assert_eq!(left(&judgements, &text), [""; 0]);
    // What is in the file already is not written again, reason or not.
    let known = KnownDeviations { files: vec![file(&text)] };
    assert!(draft(&judgements.iter().collect::<Vec<_>>(), &known, &cloud()).is_empty());
}

#[test]
fn an_entry_without_stable_values_asks_why_it_is_wide() {
    let base = sample().findings.remove(0);
    let ids = (json!("vpc-0123456789abcdef0"), json!("vpc-0fedcba9876543210"));
    let other = varied(&base, FindingKind::UnequalValue, Some("DescribeVpcs"), "Vpcs[0].VpcId", ids);
    let judgements = [of("vpc/one", vec![other])];
    let text = drafted(&judgements);
    assert!(text.contains("    wide: \"\"\n    reason: \"\"\n") && !text.contains("actual:"), "{text}");
    let known = KnownDeviations { files: vec![file(&text)] };
    let codes: Vec<_> = known.review(date!(2026 - 11 - 28)).iter().map(|one| one.code()).collect();
    assert_eq!(codes, ["no-value"]);
    let explained = KnownDeviations { files: vec![file(&text.replace("wide: \"\"", "wide: ids differ"))] };
    assert!(explained.review(date!(2026 - 11 - 28)).is_empty());
}

#[test]
fn one_code_of_the_endpoint_is_one_entry_for_all_actions() {
    let base = sample().findings.remove(0);
    let failed = |operation: &str| {
        let error = json!({ "Code": "TypeError", "Message": "no" });
        varied(&base, FindingKind::ServerError, Some(operation), "", (json!("success"), error))
    };
    let unknown = |operation: &str| {
        varied(&base, FindingKind::UnknownErrorCode, Some(operation), "Code", (Value::Null, json!("TypeError")))
    };
    let both = |operation: &str| vec![failed(operation), unknown(operation)];
    let judgements =
        [of("a/one", both("CreateVpc")), of("a/two", both("DescribeVpcs")), of("a/three", both("StopInstances"))];
    let text = drafted(&judgements);
    assert_eq!(text.matches("- finding:").count(), 1, "{text}");
    assert!(
        text.contains("finding: [C213, X114]\n    operation: [CreateVpc, DescribeVpcs, StopInstances]\n"),
        "{text}"
    );
    assert!(text.contains("actual: { one_of: [TypeError, { Code: TypeError }] }\n"), "{text}");
}

#[test]
fn what_the_responses_of_several_actions_lack_is_one_entry() {
    let base = sample().findings.remove(0);
    let lacks = |operation: &str, path: &str| {
        varied(&base, FindingKind::NoReturn, Some(operation), path, (json!("true"), Value::Null))
    };
    let three = ["DeleteVpc", "DeleteSubnet", "CreateTags"]
        .map(|action| of(&format!("area/{action}"), vec![lacks(action, "return")]));
    let text = drafted(&three);
    assert_eq!(text.matches("- finding:").count(), 1, "{text}");
    assert!(text.contains("operation: [CreateTags, DeleteSubnet, DeleteVpc]\n    path: return\n"), "{text}");
    assert_eq!(left(&three, &text), [""; 0]);
    let two = drafted(&three[..2]);
    assert_eq!(two.matches("- finding:").count(), 2, "two may have two reasons: {two}");
}

#[test]
fn other_codes_than_a_table_of_actions_expects_are_one_entry() {
    let base = sample().findings.remove(0);
    let refused = |case: &str, operation: &str, code: &str| {
        let values = (json!("MissingParameter"), json!(code));
        let finding = varied(&base, FindingKind::WrongErrorCode, Some(operation), "Code", values);
        of(&format!("protocol/missing[{case}]"), vec![finding])
    };
    let judgements = [
        refused("a", "DeleteVpc", "InvalidVpcID.NotFound"),
        refused("b", "DeleteSubnet", "InvalidSubnetID.NotFound"),
        refused("c", "DeleteVolume", "InvalidVolume.NotFound"),
    ];
    let text = drafted(&judgements);
    assert_eq!(text.matches("- finding:").count(), 1, "{text}");
    assert!(text.contains("scenarios: protocol/missing\n"), "{text}");
    assert_eq!(left(&judgements, &text), [""; 0]);
}

#[test]
fn an_id_of_the_run_is_no_part_of_a_pattern() {
    let base = sample().findings.remove(0);
    let shown = |actual: &str| {
        let values = (json!("rtb-0123456789abcdef0"), json!(actual));
        let other =
            varied(&base, FindingKind::UnequalValue, Some("CreateRouteTable"), "RouteTable.RouteTableId", values);
        drafted(&[of("idempotency/route-table", vec![other])])
    };
    let text = shown("rtb-edbddafecbadfeabc");
    assert!(!text.contains("actual:") && text.contains("wide: \"\""), "{text}");
    let text = shown("in use by eipalloc-abcdefab, which is not yours");
    assert!(text.contains("actual: \"in use by eipalloc-*\""), "{text}");
}

const OPERATIONS: &[Option<&str>] =
    &[Some("CreateVpc"), Some("DescribeVpcs"), Some("DescribeInstances"), Some("NoSuchAction"), None];
const PATHS: &[&str] = &[
    "",
    "Code",
    "status",
    "Vpcs[0].State",
    "Vpcs[12].State",
    "Vpc.State",
    "OwnerId",
    "Reservations[0].Instances[1].Tags[].Key",
    "length(Vpcs || `[]`)",
    "starts_with(VpcId, 'vpc-') && \"a b\" != '?*'",
    "headers.\"content-type\"",
    "net",
    "*",
];
const SCENARIOS: &[&str] = &[
    "vpc/one",
    "vpc/table[a]",
    "vpc/table[b.c]",
    "tags/two",
    "generated/CreateVpc[missing.CidrBlock]",
    "generated/DescribeVpcs[unknown-filter]",
    "fixtures/net",
];

fn values() -> Vec<Value> {
    vec![
        json!("absent"),
        json!(null),
        json!(true),
        json!(7),
        json!(123_456),
        json!(""),
        json!("available"),
        json!("yes"),
        json!("12"),
        json!("success"),
        json!("vpc-0123456789abcdef0"),
        json!("a * b ? c"),
        json!("HTTP 400: `bad request`"),
        json!("two\nlines, \"quotes\" and ünïcode"),
        json!([]),
        json!(["InvalidVpc.Range", "InvalidParameterValue"]),
        json!(["vpc-0123456789abcdef0"]),
        json!({ "Code": "InternalError", "Message": "it broke at 12:00" }),
        json!({ "Code": "InvalidParameterValue", "Message": "no" }),
        json!({ "length(Vpcs) == `2`": 1 }),
        json!({ "Vpcs": [{ "VpcId": "vpc-1" }] }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn with_all_reasons_given_nothing_of_the_run_stays_uncovered(
        drawn in proptest::collection::vec(
            (select(SCENARIOS), 0..3_usize, any::<Index>(), select(OPERATIONS), select(PATHS), select(values()), select(values())),
            0..24,
        )
    ) {
        let base = sample().findings.remove(0);
        let kinds: Vec<FindingKind> = FindingKind::all().filter(|kind| !kind.is_leftover()).collect();
        let mut judgements: Vec<Judgement> = Vec::new();
        for (scenario, step, kind, operation, path, expected, actual) in drawn {
            let mut finding = varied(&base, *kind.get(&kinds), operation, path, (expected, actual));
            finding.step = StepName::Own(step);
            match judgements.iter_mut().find(|judgement| judgement.scenario == scenario) {
                Some(judgement) => judgement.findings.push(finding),
                None => judgements.push(of(scenario, vec![finding])),
            }
        }
        judgements.sort_by(|one, other| one.scenario.cmp(&other.scenario));
        let text = drafted(&judgements);
        let uncovered = left(&judgements, &text);
        prop_assert!(uncovered.is_empty(), "{uncovered:#?}\n{text}");
        let known = KnownDeviations { files: vec![file(&text)] };
        let codes: Vec<&str> = known.review(date!(2026-11-28)).iter().map(|one| one.code()).collect();
        prop_assert!(!codes.contains(&"duplicate"), "{text}");
        prop_assert!(draft(&judgements.iter().collect::<Vec<_>>(), &known, &cloud()).is_empty(), "{text}");
    }
}
