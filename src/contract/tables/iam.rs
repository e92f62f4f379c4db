//! What IAM policies must allow so that actions of EC2 can be called: `data/iam.yaml`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use crate::tables::load::load;

/// What calls need besides the permission for their own action.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IamDependent {
    /// The actions; empty: all.
    of: BTreeSet<String>,
    /// The member of the request, at any depth, without which it is not needed.
    #[serde(default)]
    pub when: Option<String>,
    /// The actions that must be allowed, too: `iam:PassRole`.
    pub needs: Vec<String>,
    /// The page of AWS that says so, where the Service Authorization Reference does not.
    #[serde(default)]
    pub source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    unlisted: BTreeSet<String>,
    dependents: Vec<IamDependent>,
}

static TABLE: LazyLock<File> = LazyLock::new(|| load(include_str!("../data/iam.yaml")));

/// The name of an action of the API in IAM policies: `ec2:RunInstances`. Absent where no policy can name it.
pub fn iam_action(action: &str) -> Option<String> {
    (!TABLE.unlisted.contains(action)).then(|| format!("ec2:{action}"))
}

/// What a call needs besides the permission for its own action.
pub fn iam_dependents<'a>(action: &'a str, request: &'a Value) -> impl Iterator<Item = &'static IamDependent> + 'a {
    let is_needed = move |row: &&'static IamDependent| {
        (row.of.is_empty() || row.of.contains(action)) && row.when.as_ref().is_none_or(|name| has_member(request, name))
    };
    TABLE.dependents.iter().filter(is_needed)
}

/// Whether an object in the value has a member of this name.
fn has_member(value: &Value, name: &str) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| has_member(item, name)),
        Value::Object(object) => object.iter().any(|(key, value)| is_named(key, name) || has_member(value, name)),
        _ => false,
    }
}

/// Whether a member, or a parameter in its wire form (`TagSpecification.1.Tag.1.Key`), has this name.
fn is_named(key: &str, name: &str) -> bool {
    let singular = name.strip_suffix('s').unwrap_or(name);
    key.split('.').any(|part| part == name || part == singular)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Contract;

    /// The names of the Service Authorization Reference.
    fn listed() -> BTreeSet<&'static str> {
        include_str!("../tests/iam-actions.txt").lines().filter(|line| !line.starts_with('#')).collect()
    }

    #[test]
    fn every_action_of_the_api_is_listed_or_known_not_to_be() {
        let listed = listed();
        for operation in Contract::embedded().operations() {
            let is_listed = listed.contains(operation.name.as_str());
            assert_eq!(iam_action(&operation.name).is_some(), is_listed, "{}", operation.name);
        }
        assert!(TABLE.unlisted.iter().all(|action| Contract::embedded().operation(action).is_some()));
    }

    #[test]
    fn what_is_needed_besides_exists() {
        let listed = listed();
        for row in &TABLE.dependents {
            assert!(row.of.iter().all(|action| listed.contains(action.as_str())), "{row:?}");
            assert!(row.of.is_empty() <= row.when.is_some(), "{row:?}");
            for action in &row.needs {
                let (service, name) = action.split_once(':').unwrap();
                assert!(service != "ec2" || listed.contains(name), "{action}");
            }
            assert!(row.source.as_ref().is_none_or(|page| page.starts_with("https://docs.aws.amazon.com/")), "{row:?}");
        }
    }

    #[test]
    fn what_is_needed_depends_on_the_request() {
        let needs = |action: &str, request: Value| -> Vec<String> {
            iam_dependents(action, &request).flat_map(|row| row.needs.clone()).collect()
        };
        assert_eq!(needs("RunInstances", json!({})), Vec::<String>::new());
        assert_eq!(needs("RunInstances", json!({"IamInstanceProfile": {"Name": "one"}})), ["iam:PassRole"]);
        assert_eq!(needs("CreateVpc", json!({"TagSpecifications": []})), ["ec2:CreateTags"]);
        assert_eq!(needs("CreateVpc", json!({"TagSpecification.1.Tag.1.Key": "a"})), ["ec2:CreateTags"]);
        let encrypted = json!({"BlockDeviceMappings": [{"Ebs": {"KmsKeyId": "alias/own"}}]});
        assert!(needs("RunInstances", encrypted).contains(&"kms:CreateGrant".to_owned()));
    }
}
