//! What one run leaves for another.

use engine::{Phase, Stop, SurvivorCollector, Survivors, Sweep};
use record::Redactor;
use test_support::{Behavior, Server};

use super::{VPC, endpoint, run};

#[tokio::test]
async fn survivors_are_handed_over_and_swept() {
    let server = Server::start(Behavior::good());
    let suite = test_support::judging::suite(&[("vpc/one.yaml", VPC)]);
    let (before, after) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let stop = Stop::new();
    let keep = Phase::BeforeUpgrade(SurvivorCollector::default());
    run(&suite, before.path(), server.url(), keep, &stop).await;
    assert_eq!((server.alive("vpc").len(), server.count("DescribeVpcs")), (1, 0));

    let survivors = Survivors::read(before.path()).unwrap();
    let has = |endpoint, scenario: &str| survivors.has(endpoint, &scenario.parse().unwrap());
    assert!(has("it", "vpc/one") && !has("it", "vpc/two") && !has("other", "vpc/one"));
    run(&suite, after.path(), server.url(), Phase::AfterUpgrade(survivors), &stop).await;
    assert_eq!((server.count("CreateVpc"), server.count("DescribeVpcs")), (1, 1));

    let sweep = Sweep::read(before.path()).unwrap();
    assert_eq!(sweep.endpoints(), ["it"]);
    let endpoints = vec![endpoint(before.path(), server.url()).await];
    let swept = sweep.finish(before.path(), endpoints, Redactor::new(Vec::new(), Vec::<String>::new())).await.unwrap();
    assert_eq!(swept.len(), 1, "{swept:?}");
    assert_eq!(server.alive("vpc"), Vec::<String>::new());
    assert!(Sweep::read(before.path()).unwrap().leftovers().is_empty());
}

#[test]
fn a_directory_without_survivors_is_an_error_that_names_the_command() {
    let folder = tempfile::tempdir().unwrap();
    let error = Survivors::read(folder.path()).unwrap_err().to_string();
    assert!(error.contains("survivors.json") && error.contains("run --keep"), "{error}");
}
