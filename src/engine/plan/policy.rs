//! The IAM policy that allows exactly what a run calls.

use std::collections::BTreeSet;

use contract::tables;
use serde_json::{Value, json};

use crate::plan::Plan;

/// The characters of a managed policy at most, white space not counted: "IAM and AWS STS quotas",
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
const LARGEST: usize = 6144;
/// The managed policies of a user or a role at most, unless the quota is raised: the same page.
const MOST: usize = 10;

/// Policies that together allow what a run calls, and what they leave out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IamPolicies {
    /// The documents, each within IAM's limit for managed policies. Several only where one does not suffice.
    pub documents: Vec<Value>,
    /// What they do not allow, or what is to be done with them: sentences for people.
    pub notes: Vec<String>,
}

impl Plan {
    /// Policies that allow exactly the actions of the plan, in its region.
    pub fn iam_policies(&self) -> IamPolicies {
        let mut allowed: BTreeSet<String> = self.actions.keys().filter_map(|name| tables::iam_action(name)).collect();
        let (of_ec2, of_others): (Vec<_>, Vec<_>) =
            self.also_needed.iter().partition(|(needed, _)| needed.starts_with("ec2:"));
        allowed.extend(of_ec2.into_iter().map(|(needed, _)| needed.clone()));
        let documents = self.documents(&allowed.into_iter().collect::<Vec<_>>());
        let mut notes = Vec::new();
        let unlisted: Vec<&str> =
            self.actions.keys().filter(|name| tables::iam_action(name).is_none()).map(String::as_str).collect();
        if !unlisted.is_empty() {
            notes.push(format!(
                "IAM has no names for these actions, which no policy can allow: {}",
                unlisted.join(", ")
            ));
        }
        for (needed, of) in of_others {
            let of: Vec<&str> = of.iter().map(String::as_str).collect();
            notes.push(format!(
                "not in the policy, because it applies to resources that are not of the run: {needed}, which {} needs here",
                of.join(", ")
            ));
        }
        if documents.len() > 1 {
            let many = if documents.len() > MOST { ", which are more than a user or role can have" } else { "" };
            notes.push(format!(
                "{} policies{many}: one has at most {LARGEST} characters; attach all of them",
                documents.len()
            ));
        }
        IamPolicies { documents, notes }
    }

    /// Halves the actions until each document fits.
    fn documents(&self, actions: &[String]) -> Vec<Value> {
        let document = json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Sid": "Ec2Compat",
                "Effect": "Allow",
                "Action": actions,
                "Resource": "*",
                "Condition": { "StringEquals": { "aws:RequestedRegion": self.region } },
            }],
        });
        if actions.len() < 2 || document.to_string().len() <= LARGEST {
            return vec![document];
        }
        let (first, second) = actions.split_at(actions.len() / 2);
        [self.documents(first), self.documents(second)].concat()
    }
}
