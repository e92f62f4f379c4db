//! The tag of a run.

use record::{Attempt, run_tag_value};

#[test]
fn a_tag_value_names_run_and_subject_within_the_limit_of_aws() {
    assert_eq!(run_tag_value("ec2c-run", Attempt::FIRST, &"vpc/one"), "ec2c-run/vpc/one");
    assert_eq!(run_tag_value("ec2c-run", Attempt::FIRST, &"é".repeat(400)).chars().count(), 256);
    let second = Attempt::FIRST.next();
    assert_eq!(run_tag_value("ec2c-run", second, &"vpc/one"), "ec2c-run/2/vpc/one", "of another attempt");
}
