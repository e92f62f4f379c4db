//! Coverage of the suites and results of an endpoint, by action.

use contract::Contract;
use record::Outcome;
use report::{CompatibilityPage, write_compatibility, write_coverage};
use scenario::Level;
use serde_json::json;
use test_support::judging::*;
use verdict::{
    ActionTally, Compatibility, Coverage, Disposition, FindingKind, Judge, Judgement, KnownMark, LevelScore, Scores,
    StepsRun, causes, next_fixes, surfaces,
};

const FIND: &str = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\nsteps:\n  \
                    - DescribeVpcs: {}\n  \
                    - DescribeVpcs: { Filters: [{ Name: state, Values: [available] }] }\n    \
                      expect: [\"length(Vpcs) == `1`\"]\n  \
                    - DescribeVpcs: { VpcIds: [vpc-00000000000000000] }\n    \
                      error: [InvalidVpcID.NotFound, InvalidVpcID.Malformed]\n  \
                    - wait: VpcAvailable\n    with: { VpcIds: [vpc-0123456789abcdef0] }\n  \
                    - DeleteVpc: { VpcId: vpc-0123456789abcdef0 }\n";

struct Trial {
    coverage: Coverage,
    compatibility: Compatibility,
    tallies: Vec<ActionTally>,
    page: String,
}

fn trial() -> Trial {
    let suite = suite(&[("vpc/find.yaml", FIND)]);
    let id = "vpc/find";
    let calls = [
        answered("steps[0]", "DescribeVpcs", json!({}), 200, vpcs(&["vpc-0123456789abcdef0"])),
        answered(
            "steps[1]",
            "DescribeVpcs",
            json!({"Filters": [{"Name": "state", "Values": ["available"]}]}),
            200,
            vpcs(&["vpc-0123456789abcdef0", "vpc-1123456789abcdef0"]),
        ),
        answered(
            "steps[2]",
            "DescribeVpcs",
            json!({"VpcIds": ["vpc-00000000000000000"]}),
            400,
            error("Nothing|&lt;b&gt;here", "no"),
        ),
    ];
    let head = head(&[id]);
    let (mut judge, mut steps_run) = (Judge::new(&head, suite.clone()), StepsRun::default());
    let transcript = transcript(id, calls.map(|call| call.entry(id)), Outcome::Completed);
    steps_run.take(&transcript);
    judge.take(&transcript);
    let mut judgements = judge.finish();
    let all = judgements.iter_mut().flat_map(|judgement| &mut judgement.findings);
    for finding in all.filter(|finding| finding.kind == FindingKind::WrongErrorCode) {
        finding.disposition = Disposition::Known(KnownMark {
            place: "suites/known/cloud.yaml:12".parse().unwrap(),
            reason: "the driver has no such state".into(),
            link: None,
            advice: Some("Stop it <b>first</b>.".into()),
            severity: None,
        });
    }
    let refs: Vec<&Judgement> = judgements.iter().collect();
    let compatibility = Compatibility::of("cloud", &suite, &steps_run, &refs);
    let mut scores = Scores::of("cloud", &suite, &head.selected, &judgements, &steps_run);
    scores.levels = vec![LevelScore {
        level: Level::Core,
        score: scores.overall,
        reached: Some(false),
        in_the_way: vec![id.parse().unwrap()],
        not_judged: 2,
    }];
    let fixes = next_fixes(&causes(&judgements), &refs, 10);
    let data = CompatibilityPage {
        platform: "A | cloud <script>",
        about: Some("A <b>bold</b> cloud."),
        run: &head,
        endpoint: &head.endpoints[0],
        scores: &scores,
        fixes: &fixes,
        surfaces: &surfaces(Contract::embedded(), &steps_run, "cloud"),
        judgements: &refs,
    };
    let mut page = Vec::new();
    write_compatibility(data, &compatibility, &mut page).unwrap();
    let tallies = ActionTally::of("cloud", &steps_run, &causes(&judgements));
    Trial { coverage: Coverage::of(&suite), compatibility, tallies, page: String::from_utf8(page).unwrap() }
}

#[test]
fn the_suite_says_what_it_asks() {
    let coverage = trial().coverage;
    let describe = &coverage.actions["DescribeVpcs"];
    assert_eq!(
        describe.parameters.iter().map(|(name, steps)| (name.as_str(), *steps)).collect::<Vec<_>>(),
        [("Filters[state]", 1), ("VpcIds", 2)]
    );
    assert_eq!(describe.errors.keys().collect::<Vec<_>>(), ["InvalidVpcID.NotFound or InvalidVpcID.Malformed"]);
    assert_eq!(coverage.by_area()["vpc"].keys().copied().collect::<Vec<_>>(), ["DeleteVpc", "DescribeVpcs"]);
}

#[test]
fn the_filters_are_counted_of_those_that_aws_documents() {
    let text = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\n\
                cases:\n  one: { part: association-id }\n  other: { part: cidr-block }\n\
                steps:\n  - DescribeVpcs: { Filters: [{ Name: \"cidr-block-association.${part}\", Values: [x] }] }\n    \
                save: { key: \"Vpcs[0].VpcId\" }\n  \
                - DescribeVpcs: { Filters: [{ Name: \"tag:${key}\", Values: [x] }, { Name: \"${key}\", Values: [x] }] }\n  \
                - DescribeVpcs: { Filters: [{ Name: no-such, Values: [x] }] }\n    undocumented_filter: true\n  \
                - DescribeNatGateways: { Filter: [{ Name: state, Values: [available] }] }\n";
    let coverage = Coverage::of(&suite(&[("vpc/find.yaml", text)]));
    let sent: Vec<&str> = coverage.actions["DescribeVpcs"].filters.iter().copied().collect();
    assert_eq!(sent, ["cidr-block-association.association-id", "cidr-block-association.cidr-block", "tag:<key>"]);
    assert_eq!(coverage.actions["DescribeNatGateways"].filters.len(), 1);
    let mut shown = Vec::new();
    write_coverage(&coverage, true, &mut shown).unwrap();
    let shown = String::from_utf8(shown).unwrap();
    assert!(shown.contains("0 errors, 3 of 15 filters\n"), "{shown}");
    assert!(shown.contains("      filter vpc-id "), "{shown}");
}

#[test]
fn a_parameter_is_blamed_for_what_deviates_only_with_it() {
    let compatibility = trial().compatibility;
    let describe = &compatibility.actions["DescribeVpcs"];
    assert_eq!((describe.summary(), describe.good, describe.steps), ("deviates", 1, 3));
    let filter = &describe.parameters["Filters[state]"];
    assert_eq!((filter.good, filter.steps, filter.own.len()), (0, 1, 1));
    assert!(describe.deviates[filter.own[0]].title.contains("length(Vpcs)"), "{:?}", describe.deviates);
    let error = &describe.errors["InvalidVpcID.NotFound or InvalidVpcID.Malformed"];
    assert_eq!((error.good, error.steps), (0, 1));
    assert_eq!(error.instead.keys().collect::<Vec<_>>(), ["Nothing|<b>here"]);
    assert_eq!(compatibility.actions["DeleteVpc"].summary(), "not called");
}

#[test]
fn the_tally_of_an_action_is_its_row_of_the_page() {
    let Trial { compatibility, tallies, .. } = trial();
    let rows = tallies.iter().map(|tally| (tally.action.as_str(), tally.summary().words(), tally.good, tally.steps));
    let called = compatibility.actions.iter().filter(|(_, action)| action.state.is_some());
    let expected: Vec<_> =
        called.map(|(name, action)| (name.as_str(), action.summary(), action.good, action.steps)).collect();
    assert_eq!(rows.collect::<Vec<_>>(), expected);
    assert_eq!(expected, [("DescribeVpcs", "deviates", 1, 3)]);
}

#[test]
fn the_page_is_the_same_every_time_and_takes_no_markup_from_responses() {
    let page = trial().page;
    assert_eq!(page, trial().page);
    assert!(page.contains("| <code>DescribeVpcs</code> | deviates | 1 of 3 |"), "{page}");
    assert!(page.contains("\n**works 0.0 %, identical 0.0 %**. A table of cases counts as one scenario.\n"), "{page}");
    assert!(page.contains("\n| all scenarios | 0.0 % | 0.0 % | 1 |\n"), "{page}");
    assert!(page.contains("\n| area vpc | 0.0 % | 0.0 % | 1 |\n"), "{page}");
    let level =
        "\n- reaches core: no, 1 scenario stands in the way: <code>vpc/find</code>; 2 scenarios were not judged\n";
    assert!(page.contains(level), "{page}");
    assert!(page.contains("- shape: all responses of "), "{page}");
    assert!(page.contains("| alone | together with those above it |"), "{page}");
    assert!(
        page.contains("| works +0.0, identical +0.0 | works 0.0 \u{2192} 0.0 %, identical 0.0 \u{2192} 0.0 % |"),
        "{page}"
    );
    assert!(page.contains("works 0.0 \u{2192} 100.0 %, identical 0.0 \u{2192} 100.0 % |"), "{page}");
    assert!(!page.contains("<script>") && !page.contains("<b>"), "{page}");
    assert!(page.contains("\nA &#60;b&#62;bold&#60;/b&#62; cloud.\n"), "{page}");
    assert!(page.contains("\n## For operators\n\n- Stop it &#60;b&#62;first&#60;/b&#62;.\n\n## Score\n"), "{page}");
    assert!(page.contains("Recorded on 1970-01-01, run ec2c-test"), "{page}");
    assert!(page.contains("## Not called in this run\n\n<code>DeleteVpc</code>"), "{page}");
    // A table has as many cells in every row as its head says.
    let mut cells = None;
    for line in page.lines() {
        let count = line.starts_with('|').then(|| line.matches('|').count());
        assert!(cells.is_none() || count.is_none() || cells == count, "{line}");
        cells = count;
    }
}
