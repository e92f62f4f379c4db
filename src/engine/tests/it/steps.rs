//! Steps at the same moment, and steps between pages; bytes on the wire.

use engine::{Phase, Stop};
use record::{Entry, Observation, SentTogether, StepName, Subject};
use serde_json::{Value, json};
use test_support::{Behavior, Misdeed, Server};

use super::run;

const HEAD: &str =
    "about: A claim.\nsource: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html\n";

/// Runs one scenario with these steps, and all entries of it.
async fn entries(server: &Server, steps: &str) -> Vec<Entry> {
    let suite = test_support::judging::suite(&[("vpc/one.yaml", &format!("{HEAD}{steps}"))]);
    let folder = tempfile::tempdir().unwrap();
    let all = run(&suite, folder.path(), server.url(), Phase::Whole, &Stop::new()).await;
    all.into_iter().filter(|entry| key(entry).is_some_and(|scenario| scenario == "vpc/one")).collect()
}

fn key(entry: &Entry) -> Option<&Subject> {
    match entry {
        Entry::Observed { key, .. } | Entry::Together { key, .. } | Entry::Blocked { key, .. } => Some(&key.scenario),
        _ => None,
    }
}

fn observed<'e>(entries: &'e [Entry], step: &str) -> Vec<&'e Observation> {
    let observation = |entry: &'e Entry| match entry {
        Entry::Observed { observation, .. } if observation.step.to_string() == step => Some(&**observation),
        _ => None,
    };
    entries.iter().filter_map(observation).collect()
}

fn together(entries: &[Entry]) -> &SentTogether {
    let found = entries.iter().find_map(|entry| match entry {
        Entry::Together { together, .. } => Some(together),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("{entries:?}"))
}

fn blocked(entries: &[Entry]) -> Vec<(&StepName, String)> {
    let mut found = Vec::new();
    for entry in entries {
        if let Entry::Blocked { step, reason, .. } = entry {
            found.push((step, reason.to_string()));
        }
    }
    found
}

#[tokio::test]
async fn steps_at_the_same_moment_are_sent_before_any_gets_a_response() {
    // Sent one after the other, the first would wait for ever.
    let server = Server::start(Behavior::good().carried_out(3, "CreateVpc", Misdeed::Late(3)));
    let steps = "\
steps:
  - together:
      - CreateVpc: { CidrBlock: 10.0.0.0/16 }
        save: { first: Vpc.VpcId }
      - CreateVpc: { CidrBlock: 10.1.0.0/16 }
      - raw: { parameters: { Action: CreateVpc, CidrBlock: 10.2.0.0/16 } }
    save: { all: \"responses[].Vpc.VpcId\" }
    expect:
      - contains(responses[].Vpc.VpcId, '${first}')
  - DescribeVpcs: { VpcIds: \"${all}\" }
";
    let entries = entries(&server, steps).await;
    let sent = together(&entries);
    assert_eq!(sent.step, StepName::Own(0));
    let all = sent.saved["all"].as_array().unwrap();
    assert_eq!(all.len(), 3, "{entries:?}");
    assert_eq!(sent.bindings["first"], all[0]);
    for step in ["steps[1]", "steps[2]", "steps[3]"] {
        assert_eq!(observed(&entries, step).len(), 1, "{step}");
    }
    assert_eq!(observed(&entries, "steps[4]")[0].parameters["VpcIds"], json!(all));
    assert_eq!(server.alive("vpc"), Vec::<String>::new());
}

#[tokio::test]
async fn a_step_at_the_same_moment_may_be_rejected_if_it_says_so() {
    let server = Server::start(Behavior::good());
    let steps = |or_error: &str| {
        format!(
            "\
steps:
  - CreateVpc: {{ CidrBlock: 10.0.0.0/16 }}
    save: {{ vpc: Vpc.VpcId }}
  - together:
      - CreateSecurityGroup: {{ GroupName: \"${{unique}}\", Description: a, VpcId: \"${{vpc}}\" }}
        {or_error}
      - CreateSecurityGroup: {{ GroupName: \"${{unique}}\", Description: b, VpcId: \"${{vpc}}\" }}
        {or_error}
    save: {{ group: \"responses[?GroupId].GroupId | [0]\" }}
  - DescribeSecurityGroups: {{ GroupIds: [\"${{group}}\"] }}
"
        )
    };
    let run = entries(&server, &steps("or_error: InvalidGroup.Duplicate")).await;
    assert_eq!(blocked(&run), []);
    let group = &together(&run).saved["group"];
    assert_eq!(observed(&run, "steps[4]")[0].parameters["GroupIds"], json!([group]));
    let run = entries(&server, &steps("about: it must succeed")).await;
    let blocked = blocked(&run);
    let [(step, reason)] = &blocked[..] else { panic!("{run:?}") };
    assert_eq!(**step, StepName::Own(4));
    assert!(reason.contains("CreateSecurityGroup) was rejected with InvalidGroup.Duplicate"), "{reason}");
    // It was sent all the same, and what is saved over all of them is recorded.
    assert!(together(&run).saved.contains_key("group"));
}

#[tokio::test]
async fn where_one_of_them_cannot_be_sent_none_is() {
    let server = Server::start(Behavior::good());
    let steps = "\
steps:
  - DescribeVpcs: {}
    save: { vpc: \"Vpcs[0].VpcId\" }
  - together:
      - CreateVpc: { CidrBlock: 10.0.0.0/16 }
      - DescribeVpcs: { VpcIds: [\"${vpc}\"] }
  - DescribeVpcs: {}
";
    let entries = entries(&server, steps).await;
    let blocked = blocked(&entries);
    assert_eq!(blocked.iter().map(|(step, _)| *step).collect::<Vec<_>>(), [1, 2, 3, 4].map(StepName::Own).each_ref());
    assert!(blocked[0].1.starts_with("steps[3] could not be run: "), "{blocked:?}");
    assert_eq!(server.count("CreateVpc"), 0);
}

const WALK: &str = "\
steps:
  - DescribeVpcs: {}
    pages:
      size: 5
      between:
        - CreateVpc: { CidrBlock: 10.9.0.0/16 }
          save: { vpc: Vpc.VpcId }
        - DescribeVpcs: { VpcIds: [\"${vpc}\"] }
    save: { all: \"Vpcs[].VpcId\", token: NextToken }
    expect:
      - contains(Vpcs[].VpcId, '${vpc}')
  - DescribeVpcs: { VpcIds: \"${all}\" }
";

fn with_vpcs(vpcs: usize, behavior: Behavior) -> Server {
    let server = Server::start(behavior);
    (0..vpcs).for_each(|_| server.plant("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]));
    server
}

#[tokio::test]
async fn a_list_is_read_to_its_end_with_steps_after_the_first_page() {
    for (vpcs, pages) in [(2, 1), (6, 2), (9, 2), (10, 3)] {
        let server = with_vpcs(vpcs, Behavior::good());
        let entries = entries(&server, WALK).await;
        let read = observed(&entries, "steps[0]");
        assert_eq!(read.len(), pages, "{vpcs}");
        assert!(read.iter().all(|page| page.parameters["MaxResults"] == 5));
        let tokens: Vec<Option<&Value>> = read.iter().map(|page| page.parameters.get("NextToken")).collect();
        assert!(tokens[0].is_none() && tokens[1..].iter().all(Option::is_some), "{tokens:?}");
        let saved = &read[pages - 1].saved;
        // What is created after the first page is on a later one, if there is any.
        assert_eq!(saved["all"].as_array().map(Vec::len), Some(if pages == 1 { vpcs } else { vpcs + 1 }), "{saved:?}");
        assert!(!saved.contains_key("token"), "{saved:?}");
        assert_eq!(read[pages - 1].bindings["vpc"], observed(&entries, "steps[1]")[0].saved["vpc"]);
        assert_eq!(observed(&entries, "steps[3]")[0].parameters["VpcIds"], saved["all"]);
    }
}

#[tokio::test]
async fn a_failure_between_pages_ends_the_scenario_there() {
    let refused = Misdeed::refusal(400, "VpcLimitExceeded");
    let server = with_vpcs(7, Behavior::good().on("CreateVpc", refused));
    let entries = entries(&server, WALK).await;
    assert_eq!(observed(&entries, "steps[0]").len(), 1);
    let blocked = blocked(&entries);
    assert_eq!(blocked.iter().map(|(step, _)| *step).collect::<Vec<_>>(), [2, 3].map(StepName::Own).each_ref());
    assert!(blocked.iter().all(|(_, reason)| reason.starts_with("steps[1] (CreateVpc) was rejected")), "{blocked:?}");
}

#[tokio::test]
async fn pages_end_where_the_scenario_says_and_where_a_token_comes_again() {
    let limited = "steps:\n  - DescribeVpcs: {}\n    pages: { size: 5, at_most: 2 }\n";
    let server = with_vpcs(17, Behavior::good());
    assert_eq!(observed(&entries(&server, limited).await, "steps[0]").len(), 2);
    let server = with_vpcs(17, Behavior::good());
    server.page(test_support::PageFault::TokenIgnored);
    let unlimited = "steps:\n  - DescribeVpcs: {}\n    pages: 5\n";
    assert_eq!(observed(&entries(&server, unlimited).await, "steps[0]").len(), 2);
}

#[tokio::test]
async fn bytes_are_base64_on_the_wire() {
    let server = Server::start(Behavior::good());
    let steps = "\
vars: { data: { bytes: 00 ff 0a 80 } }
steps:
  - ImportKeyPair: { KeyName: \"${unique}\", PublicKeyMaterial: \"${data}\" }
    error: any
  - RunInstances: { ImageId: ami-1, MinCount: 1, MaxCount: 1, UserData: \"${data}\" }
    error: any
  - raw: { parameters: { Action: ModifyInstanceAttribute, UserData.Value: \"${data}\" } }
    error: any
";
    let entries = entries(&server, steps).await;
    let sent = |action: &str, parameter: &str| {
        let requests = server.requests();
        let request = requests.iter().find(|seen| seen.action() == action).unwrap_or_else(|| panic!("{action}"));
        request.parameters.get(parameter).map(str::to_owned)
    };
    assert_eq!(sent("ImportKeyPair", "PublicKeyMaterial").as_deref(), Some("AP8KgA=="));
    assert_eq!(sent("RunInstances", "UserData").as_deref(), Some("AP8KgA=="));
    assert_eq!(sent("ModifyInstanceAttribute", "UserData.Value").as_deref(), Some("AP8KgA=="));
    assert_eq!(observed(&entries, "steps[1]")[0].parameters["UserData"], "AP8KgA==");
}
