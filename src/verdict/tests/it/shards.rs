//! A run that was merged from shards: each of them made the checks of the run and created its fixtures.

use record::{Entry, Outcome};
use serde_json::json;
use test_support::judging::*;
use verdict::{FindingKind, Judge, Judgement, Verdict};

const SHARED: &str = "about: A network.\nscope: run\nsteps:\n  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    \
    save: { vpc: Vpc.VpcId }\nexports: [vpc]\n";
const USER: &str =
    "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\ngiven: [net]\nsteps:\n  - DescribeVpcs: {}\n";

fn judged(transcripts: Vec<record::Transcript>) -> Vec<Judgement> {
    let suite = suite(&[("fixtures/net.yaml", SHARED), ("area/one.yaml", USER), ("area/two.yaml", USER)]);
    let mut judge = Judge::new(&head(&["area/one", "area/two"]), suite);
    transcripts.iter().for_each(|one| drop(judge.take(one).cloned()));
    judge.finish()
}

fn of<'a>(judgements: &'a [Judgement], scenario: &str) -> Vec<&'a Judgement> {
    judgements.iter().filter(|judgement| judgement.scenario == scenario).collect()
}

/// The check after clean-up, made by one shard: it sees a volume that carries this tag.
fn aftermath(shard: Option<u32>, tag: &str) -> record::Transcript {
    let tags = format!("<tagSet><item><key>ec2-compat</key><value>{tag}</value></item></tagSet>");
    let volume = format!("<volumeSet><item><volumeId>vol-1</volumeId>{tags}</item></volumeSet>");
    let call =
        answered("actions[DescribeVolumes]", "DescribeVolumes", json!({}), 200, success("DescribeVolumes", &volume));
    let call = match shard {
        Some(number) => call.bound("shard", json!(number)),
        None => call,
    };
    transcript("aftermath", [call.entry("aftermath")], Outcome::Completed)
}

fn unreported(judgements: &[Judgement]) -> usize {
    let [check] = of(judgements, "aftermath")[..] else { panic!("one judgement: {judgements:#?}") };
    check.findings.iter().filter(|finding| finding.kind == FindingKind::UnreportedResource).count()
}

#[test]
fn what_another_shard_has_is_no_leftover() {
    assert_eq!(unreported(&judged(vec![aftermath(Some(1), "ec2c-test/1/area/one")])), 1);
    assert_eq!(unreported(&judged(vec![aftermath(Some(1), "ec2c-test/2/area/two")])), 0);
    assert_eq!(unreported(&judged(vec![aftermath(Some(1), "ec2c-test/10/area/two")])), 0);
    assert_eq!(unreported(&judged(vec![aftermath(None, "ec2c-test/area/two")])), 1);
}

#[test]
fn what_several_shards_find_alike_in_a_check_is_one_finding() {
    let (one, two) = (aftermath(Some(1), "ec2c-test/1/area/one"), aftermath(Some(2), "ec2c-test/2/area/two"));
    let alone = judged(vec![one.clone()]);
    let together = judged(vec![one, two]);
    let calls = |judgements: &[Judgement]| of(judgements, "aftermath")[0].calls;
    assert_eq!((unreported(&alone), unreported(&together)), (1, 1));
    assert_eq!((calls(&alone), calls(&together)), (1, 2));
    let findings = |judgements: &[Judgement]| of(judgements, "aftermath")[0].findings.len();
    assert_eq!(findings(&alone), findings(&together), "the shape of the response, too");
}

#[test]
fn a_fixture_that_each_shard_created_is_judged_once() {
    let created = |body: &str| -> Entry {
        // Each response has a request id of its own.
        let body = success("CreateVpc", &format!("<vpc>{body}</vpc>"))
            .replace("<requestId>", &format!("<requestId>{}", body.len()));
        answered("steps[0]", "CreateVpc", json!({"CidrBlock": "10.0.0.0/16"}), 200, body).entry("fixtures/net")
    };
    let fixture = |body: &str| transcript("fixtures/net", [created(body)], Outcome::Completed);
    let lacks_all = judged(vec![fixture("<vpcId>vpc-1</vpcId>")]);
    let twice = judged(vec![fixture("<vpcId>vpc-1</vpcId>"), fixture("<vpcId>vpc-02</vpcId>")]);
    let fingerprints = |judgements: &[Judgement]| -> Vec<String> {
        let [fixture] = of(judgements, "fixtures/net")[..] else { panic!("one judgement: {judgements:#?}") };
        assert_ne!(fixture.verdict, Verdict::Identical);
        fixture.findings.iter().map(|finding| finding.fingerprint.clone()).collect()
    };
    assert!(!fingerprints(&lacks_all).is_empty());
    assert_eq!(fingerprints(&twice), fingerprints(&lacks_all));
    assert_eq!(of(&twice, "fixtures/net")[0].calls, 2);
}
