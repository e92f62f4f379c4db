//! The entries of a run, and the tags on what it creates.

use engine::{Phase, Stop};
use record::{Attempt, Entry, Outcome, run_tag_value};
use test_support::{Behavior, Server};

use super::{VPC, run};

#[tokio::test]
async fn what_is_created_is_tagged_and_deleted() {
    let server = Server::start(Behavior::good());
    let suite = test_support::judging::suite(&[("vpc/one.yaml", VPC)]);
    let folder = tempfile::tempdir().unwrap();
    let entries = run(&suite, folder.path(), server.url(), Phase::Whole, &Stop::new()).await;
    let Some(Entry::RunStarted(head)) = entries.first() else { panic!("{entries:?}") };
    assert!(matches!(entries.last(), Some(Entry::RunEnded { interrupted: false, .. })), "{entries:?}");
    let requests = server.requests();
    let created = requests.iter().find(|seen| seen.action() == "CreateVpc").unwrap();
    let tag = created.parameters.get("TagSpecification.1.Tag.1.Value");
    assert_eq!(tag, Some(run_tag_value(&head.run, Attempt::FIRST, &"vpc/one").as_str()));
    assert_eq!(server.alive("vpc"), Vec::<String>::new());
}

#[tokio::test]
async fn a_stopped_run_sends_nothing_and_ends_every_scenario_as_interrupted() {
    let server = Server::start(Behavior::good());
    let suite = test_support::judging::suite(&[("vpc/one.yaml", VPC)]);
    let folder = tempfile::tempdir().unwrap();
    let stop = Stop::new();
    stop.cancel();
    let entries = run(&suite, folder.path(), server.url(), Phase::Whole, &stop).await;
    let ended =
        entries.iter().filter(|entry| matches!(entry, Entry::ScenarioEnded { outcome: Outcome::Interrupted, .. }));
    assert_eq!(ended.count(), 1, "{entries:?}");
    assert!(matches!(entries.last(), Some(Entry::RunEnded { interrupted: true, .. })), "{entries:?}");
    assert!(server.requests().is_empty());
}
