//! What a finding that something is not shown as requested rests on, and what follows from it.

use serde_json::{Value, json};
use test_support::judging::*;
use verdict::{Finding, FindingKind, Judgement, causes};

const CREATED: &str = "<volumeId>vol-0123456789abcdef0</volumeId><size>8</size><volumeType>gp3</volumeType>\
    <availabilityZone>xx-test-1a</availabilityZone><snapshotId/><status>available</status>";

/// The judgement of a created volume whose description has another size, with these expectations about it.
fn judged_size(expect: &str) -> Judgement {
    let suite = steps(&format!(
        "  - CreateVolume: {{ Size: 8, AvailabilityZone: xx-test-1a }}\n  - DescribeVolumes: {{}}\n    expect:\n{expect}"
    ));
    let parameters = json!({"Size": 8, "AvailabilityZone": "xx-test-1a"});
    let described = format!("<volumeSet><item>{}</item></volumeSet>", CREATED.replace("<size>8<", "<size>9<"));
    judged(
        &suite,
        [
            answered("steps[0]", "CreateVolume", parameters, 200, success("CreateVolume", CREATED)),
            answered("steps[1]", "DescribeVolumes", json!({}), 200, success("DescribeVolumes", &described)),
        ],
    )
}

fn of_kind(judgement: &Judgement, kind: FindingKind) -> &Finding {
    judgement.findings.iter().find(|finding| finding.kind == kind).unwrap_or_else(|| panic!("{judgement:#?}"))
}

#[test]
fn it_rests_on_the_pages_of_both_actions_and_on_recorded_responses() {
    let judgement = judged_size("      - Volumes[0].Size: 8\n");
    let differs = of_kind(&judgement, FindingKind::RequestedValueDiffers);
    let page = |action: &str| format!("https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_{action}.html");
    assert_eq!(differs.source, [page("DescribeVolumes"), page("CreateVolume")]);
    let evidence = differs.evidence();
    assert!(evidence.iter().any(|sentence| sentence.contains("recorded places")), "{evidence:?}");
}

#[test]
fn an_expectation_about_the_same_member_follows_from_it() {
    for (expect, follows) in [
        ("      - Volumes[0].Size: 8\n", 1),
        ("      - \"Volumes[?Size == `8`] | [0].Size == `8`\"\n", 1),
        ("      - Volumes[0].VolumeType: gp2\n", 0),
        ("      - length(Volumes): 2\n", 0),
        ("      - \"length(Volumes[?Size == `8`])\": 1\n", 0),
    ] {
        let judgement = judged_size(expect);
        let found = causes([&judgement]);
        let shown = found.iter().find(|cause| cause.finding().kind == FindingKind::RequestedValueDiffers).unwrap();
        assert_eq!(shown.follows.len(), follows, "{expect}{found:#?}");
    }
}

#[test]
fn of_a_related_resource_both_descriptions_document_it() {
    let suite = steps("  - DescribeVolumes: {}\n  - DescribeInstances: {}\n");
    let volumes = "<volumeSet><item><volumeId>vol-0123456789abcdef0</volumeId><status>in-use</status><attachmentSet><item>\
        <volumeId>vol-0123456789abcdef0</volumeId><instanceId>i-0123456789abcdef0</instanceId><status>attached</status>\
        </item></attachmentSet></item></volumeSet>";
    let instances = "<reservationSet><item><instancesSet><item><instanceId>i-0123456789abcdef0</instanceId>\
        <instanceState><code>16</code><name>running</name></instanceState><blockDeviceMapping/></item></instancesSet></item>\
        </reservationSet>";
    let judgement = judged(
        &suite,
        [
            answered("steps[0]", "DescribeVolumes", json!({}), 200, success("DescribeVolumes", volumes)),
            answered("steps[1]", "DescribeInstances", json!({}), 200, success("DescribeInstances", instances)),
        ],
    );
    let missing = of_kind(&judgement, FindingKind::OtherSideMissing);
    assert_eq!(missing.actual, Some(Value::Null));
    let pages: Vec<&str> = missing.source.iter().filter_map(|page| page.rsplit("API_").next()).collect();
    assert_eq!(pages, ["DescribeInstances.html", "DescribeVolumes.html"]);
}

#[test]
fn a_creation_that_reports_what_the_account_had_before_is_breaking_and_ends_the_step() {
    let suite = steps(
        "  - CreateVolume: { Size: 8, AvailabilityZone: xx-test-1a }\n    save: { volume: VolumeId }\n    expect:\n      - Size: 9\n",
    );
    let created = || answered("steps[0]", "CreateVolume", json!({"Size": 8}), 200, success("CreateVolume", CREATED));
    let judgement = judged(&suite, [created().existing("vol-0123456789abcdef0")]);
    let reported = of_kind(&judgement, FindingKind::ExistingReported);
    assert_eq!((reported.path.as_str(), &reported.actual), ("volume", &Some(json!(["vol-0123456789abcdef0"]))));
    assert!(reported.message.contains("vol-0123456789abcdef0"), "{}", reported.message);
    let judgement = judged(&suite, [created()]);
    assert!(judgement.findings.iter().all(|finding| finding.kind != FindingKind::ExistingReported));
}
