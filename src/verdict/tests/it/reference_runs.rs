//! The reference oracle over whole runs: two endpoints at once, a recorded reference, other suites, noise.

use std::convert::Infallible;
use std::fs;
use std::sync::Arc;

use record::{RunHead, ServiceKind, Transcript};
use scenario::Suite;
use serde_json::json;
use test_support::comparing::*;
use test_support::judging::*;
use verdict::{Comparables, Judge, Judgement, Noise, References, Verdict};

const ONE: &str = "about: A.\nsource: https://docs.aws.amazon.com/x\nsteps:\n  - CreateVolume: { Size: 1 }\n";

fn volume(id: &str, more: &str) -> Call {
    let body = format!(
        "<volumeId>{id}</volumeId><size>1</size><status>creating</status><availabilityZone>z</availabilityZone>\
         <createTime>2026-01-31T12:00:00.000Z</createTime><volumeType>gp2</volumeType>\
         <encrypted>false</encrypted>{more}"
    );
    answered("steps[0]", "CreateVolume", json!({"Size": 1}), 200, success("CreateVolume", &body))
}

fn recorded(account: ServiceKind, transcripts: Vec<Transcript>) -> References {
    let head = RunHead { run: "ec2c-other".into(), endpoints: vec![reference(account)], ..head(&[]) };
    References::recorded(head, transcripts.into_iter().map(Ok::<_, Infallible>)).unwrap()
}

fn against(suite: &Arc<Suite>, references: References, target: &Transcript) -> Vec<Judgement> {
    let mut judge = Judge::new(&head(&[]), suite.clone()).with_reference(references);
    judge.take(target);
    judge.finish()
}

#[test]
fn whichever_side_ends_first_the_comparison_is_the_same() {
    let suite = suite(&[("area/one.yaml", ONE)]);
    let ours = ran("reference", "area/one", [volume("vol-0123456789abcdef0", "<iops>1</iops>")]);
    let theirs = ran("cloud", "area/one", [volume("vol-fedcba98765432100", "")]);
    let first = of(&suite, &both(ServiceKind::Aws), &[ours.clone(), theirs.clone()]);
    assert_eq!(found(&first), [("R505", "Iops")]);
    assert_eq!(of(&suite, &both(ServiceKind::Aws), &[theirs.clone(), ours.clone()]), first);
    assert_eq!(
        (first.verdict, first.reason.as_deref()),
        (Verdict::Works, Some("`Iops` is missing; the reference has 1"))
    );
    // Alone it is what it was before.
    let alone = of(&suite, &both(ServiceKind::Aws), &[theirs]);
    assert_eq!((alone.verdict, &alone.compared), (Verdict::Identical, &None));
}

#[test]
fn a_recorded_run_says_the_same_and_is_judged_too() {
    let suite = suite(&[("area/one.yaml", ONE)]);
    let ours = ran("reference", "area/one", [volume("vol-0123456789abcdef0", "<iops>1</iops><colour/>")]);
    let theirs = ran("cloud", "area/one", [volume("vol-fedcba98765432100", "")]);
    let references = recorded(ServiceKind::Aws, vec![ours]);
    assert!(references.size() > 0 && references.size() < 4_000, "{}", references.size());
    let mut judge = Judge::new(&head(&[]), suite.clone()).with_reference(references);
    assert_eq!(found(judge.take(&theirs).unwrap()), [("R505", "Iops")]);
    let judged = judge.finish_with_reference();
    assert_eq!(judged.judgements.len(), 1);
    assert_eq!(judged.judgements[0].compared.as_ref().unwrap().reference, "reference");
    let [reference] = &judged.reference[..] else { panic!("{:?}", judged.reference) };
    assert_eq!(kinds(reference), [verdict::FindingKind::UnknownMember]);
}

#[test]
fn steps_that_were_not_run_on_both_sides_are_not_compared() {
    let two = format!("{ONE}  - DescribeVpcs: {{}}\n");
    let suite = suite(&[("area/one.yaml", &two)]);
    let described = |size: u32| {
        let mut call = volume("vol-0123456789abcdef0", "");
        call.observation.parameters = json!({"Size": size, "ClientToken": "t", "TagSpecifications": [{"x": size}]});
        call
    };
    let target =
        ran("cloud", "area/one", [described(1), answered("steps[1]", "DescribeVpcs", json!({}), 200, vpcs(&[]))]);
    let of = |call: Call| {
        let judgements =
            against(&suite, recorded(ServiceKind::Aws, vec![ran("reference", "area/one", [call])]), &target);
        let judgement = of_target(judgements, "area/one");
        assert_eq!(found(&judgement), []);
        passed(&judgement).into_iter().map(|(_, rule)| rule.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of(described(1)), ["not run on the reference"]);
    // The suite says 1; the reference was recorded with one that said 2.
    assert_eq!(of(described(2)), ["another request: `Size` is 1, 2 on the reference", "not run on the reference"]);
    let other = answered("steps[0]", "CopySnapshot", json!({}), 200, success("CopySnapshot", ""));
    assert_eq!(of(other)[0], "another request: CreateVolume here, CopySnapshot on the reference");
    let mut less = described(1);
    less.observation.parameters = json!({"Size": 1});
    less.observation.omitted = vec!["ClientToken".into()];
    assert_eq!(of(less)[0], "another request: the profile of one endpoint omits the parameter");
}

#[test]
fn what_differs_in_a_fixture_is_reported_of_the_fixture_once() {
    let fixture =
        "about: A volume.\nsteps:\n  - CreateVolume: { Size: 1 }\n    save: { volume: VolumeId }\nexports: [volume]\n";
    let given = "about: A.\nsource: https://docs.aws.amazon.com/x\ngiven: [disk]\nsteps:\n  - DescribeVpcs: {}\n";
    let suite = suite(&[("area/one.yaml", given), ("area/two.yaml", given), ("fixtures/disk.yaml", fixture)]);
    let side = |on: &str, scenario: &str, id: &str, more: &str| {
        let mut made = volume(id, more).saved("volume", id);
        made.observation.step = "given.disk.steps[0]".parse().unwrap();
        ran(on, scenario, [made, answered("steps[0]", "DescribeVpcs", json!({}), 200, vpcs(&[]))])
    };
    let mut judge = Judge::new(&both(ServiceKind::Aws), suite.clone());
    for scenario in ["area/one", "area/two"] {
        judge.take(&side("cloud", scenario, "vol-fedcba98765432100", ""));
        judge.take(&side("reference", scenario, "vol-0123456789abcdef0", "<iops>1</iops>"));
    }
    let judgements = judge.finish();
    for scenario in ["area/one", "area/two"] {
        assert_eq!(of_target(judgements.clone(), scenario).verdict, Verdict::Works);
    }
    let fixture = of_target(judgements, "fixtures/disk");
    assert_eq!((found(&fixture), fixture.verdict), (vec![("R505", "Iops")], Verdict::Works));
}

#[test]
fn a_scenario_says_itself_what_varies() {
    let varies = "varies:\n  - { member: Iops, reason: It is measured. }\n";
    let suite = suite(&[("area/one.yaml", &ONE.replace("steps:", &format!("{varies}steps:")))]);
    let of = |ours: &str, theirs: &str| {
        let judgement =
            compared(&suite, [volume("vol-0123456789abcdef0", ours)], [volume("vol-fedcba98765432100", theirs)]);
        let rules: Vec<String> = passed(&judgement).iter().map(|(path, rule)| format!("{path}: {rule}")).collect();
        (found(&judgement).len(), rules)
    };
    let (differences, rules) = of("<iops>1</iops>", "<iops>2</iops>");
    assert_eq!(
        (differences, rules.contains(&"Iops: the scenario: It is measured.".to_owned())),
        (0, true),
        "{rules:?}"
    );
    assert_eq!(of("<iops>1</iops>", "").0, 1, "its presence is compared");
}

#[test]
fn noise_is_learnt_reviewed_and_ignored() {
    let suite = suite(&[("area/one.yaml", ONE)]);
    let ours =
        || ran("reference", "area/one", [volume("vol-0123456789abcdef0", "<iops>1</iops><throughput>5</throughput>")]);
    let theirs =
        ran("cloud", "area/one", [volume("vol-fedcba98765432100", "<iops>2</iops><throughput>5</throughput>")]);
    let judgements = against(&suite, recorded(ServiceKind::Emulator, vec![ours()]), &theirs);
    let learnt = Noise::learn(&judgements);
    assert_eq!(learnt.len(), 1);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("noise.yaml");
    fs::write(&file, learnt.to_yaml()).unwrap();
    let refused = Noise::load(&file).unwrap_err();
    assert_eq!(refused.iter().map(|one| one.code()).collect::<Vec<_>>(), ["no-reason"]);
    let reviewed = learnt.to_yaml().replace("reason: ''", "reason: It is measured.");
    assert!(reviewed.contains("seen: 1 and 2"), "{reviewed}");
    fs::write(&file, &reviewed).unwrap();
    let noise = Noise::load(&file).unwrap();
    let mut judge = Judge::new(&head(&[]), suite.clone())
        .with_reference(recorded(ServiceKind::Aws, vec![ours()]))
        .with_noise(noise.clone());
    judge.take(&theirs);
    let judgement = of_target(judge.finish(), "area/one");
    assert_eq!((found(&judgement), judgement.verdict), (vec![], Verdict::Identical));
    let line = 1 + reviewed.lines().position(|line| line.starts_with("- operation")).unwrap();
    let place = format!("noise: {}:{line}", file.display());
    assert!(passed(&judgement).contains(&("Iops", place.as_str())), "{:?}", passed(&judgement));
    // What else differs is found all the same.
    let other = ran("cloud", "area/one", [volume("vol-fedcba98765432100", "<iops>2</iops><throughput>6</throughput>")]);
    let mut judge =
        Judge::new(&head(&[]), suite).with_reference(recorded(ServiceKind::Aws, vec![ours()])).with_noise(noise);
    judge.take(&other);
    assert_eq!(found(&of_target(judge.finish(), "area/one")), [("R508", "Throughput")]);
}

#[test]
fn nothing_learnt_is_a_file_that_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("noise.yaml");
    fs::write(&file, Noise::default().to_yaml()).unwrap();
    assert!(Noise::load(&file).unwrap().is_empty());
    for wrong in [
        "[]\n",
        "noise: 1\n",
        "noise:\n- operation: X\n",
        "noises: []\n",
        "noise:\n- {operation: A, finding: X101, path: b, seen: c, reason: d}\n",
    ] {
        fs::write(&file, wrong).unwrap();
        assert!(Noise::load(&file).is_err(), "{wrong}");
    }
}

#[test]
fn the_old_key_of_a_reason_is_reported_with_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("noise.yaml");
    fs::write(&file, "noise:\n- {operation: A, finding: R508, path: b, seen: c, because: d}\n").unwrap();
    let rejected = Noise::load(&file).unwrap_err();
    let found: Vec<_> = rejected.iter().map(|one| (one.code(), one.headline())).collect();
    assert!(found.contains(&("renamed-key", "`because` has been renamed to `reason`")), "{found:?}");
}

#[test]
fn comparable_responses_show_differences_and_nothing_else() {
    let suite = suite(&[("area/one.yaml", ONE)]);
    let tags = |keys: [&str; 2]| {
        let items: String = keys.iter().map(|key| format!("<item><key>{key}</key><value>v</value></item>")).collect();
        format!("<tagSet>{items}</tagSet>")
    };
    let head = both(ServiceKind::Aws);
    let ours = ran("reference", "area/one", [volume("vol-0123456789abcdef0", &tags(["a", "b"]))]);
    let theirs = ran("cloud", "area/one", [volume("vol-fedcba98765432100", &tags(["b", "a"]))]);
    let shown = Comparables::new(suite.clone()).of((&head, &ours), (&head, &theirs));
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].reference, shown[0].target);
    assert_eq!(shown[0].target["VolumeId"], "<CreateVolume#1.VolumeId>");
    assert_eq!(shown[0].target["CreateTime"], "<time>");
    let theirs = ran("cloud", "area/one", [volume("vol-fedcba98765432100", &tags(["b", "c"]))]);
    let shown = Comparables::new(suite).of((&head, &ours), (&head, &theirs));
    assert_eq!(shown[0].reference["Tags"], json!([{"Key": "b", "Value": "v"}, {"Key": "a", "Value": "v"}]));
    assert_eq!(shown[0].target["Tags"], json!([{"Key": "b", "Value": "v"}, {"Key": "c", "Value": "v"}]));
}
