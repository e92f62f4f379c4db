//! The tag of a run.

use record::run_tag_value;

#[test]
fn a_tag_value_names_run_and_subject_within_the_limit_of_aws() {
    assert_eq!(run_tag_value("ec2c-run", &"vpc/one"), "ec2c-run/vpc/one");
    assert_eq!(run_tag_value("ec2c-run", &"é".repeat(400)).chars().count(), 256);
}
