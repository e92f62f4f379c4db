//! Which resources a scenario owns, in responses that list all resources.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use contract::Contract;
use contract::tables::{self, Volatility};
use record::{Attempt, Subject};
use scenario::{Expression, Scope};
use serde_json::{Value, json};

use crate::oracle::reference::form::is_id;
use crate::oracle::reference::words::{generated_name, pieces, without_numbers};

/// What one side of a scenario has created, and what it has requested.
///
/// A cloud lists the resources of others, too: other scenarios of the same run, other users. They are no difference.
#[derive(Debug)]
pub(crate) struct Ownership<'a> {
    run: &'a str,
    /// The value of the tag on all resources that the scenario creates.
    tag: String,
    /// The same without the number of the attempt.
    plain_tag: String,
    /// The ids of resources that its calls created, and the names that the run generated for it.
    created: HashSet<String>,
    /// Every text in its requests.
    requested: HashSet<String>,
}

/// Expressions for the ids that an action creates, over `{request, response}`.
static CREATED: LazyLock<HashMap<&'static str, Vec<Expression>>> = LazyLock::new(|| {
    let mut created: HashMap<&str, Vec<Expression>> = HashMap::new();
    for row in tables::lifecycles().filter(|row| !row.is_identified_by_request()) {
        created.entry(&row.create).or_default().extend(Expression::parse(&row.each));
    }
    created
});

/// Lists of resources that actions create: the action that lists, the top-level list member of its response.
static LISTS: LazyLock<HashSet<(&'static str, &'static str)>> = LazyLock::new(|| {
    let finds = tables::lifecycles().flat_map(|row| &row.find);
    finds.filter_map(|find| Some((find.operation.as_str(), find.each.split_once("[")?.0))).collect()
});

impl<'a> Ownership<'a> {
    pub(crate) fn new(run: &'a str, scenario: &Subject) -> Self {
        let tag = record::run_tag_value(run, Attempt::FIRST, scenario);
        Ownership { run, plain_tag: tag.clone(), tag, created: HashSet::new(), requested: HashSet::new() }
    }

    /// The same, of this attempt of the scenario.
    pub(crate) fn in_attempt(self, scenario: &Subject, attempt: Attempt) -> Self {
        Ownership { tag: record::run_tag_value(self.run, attempt, scenario), ..self }
    }

    pub(crate) fn note_request(&mut self, parameters: &Value) {
        match parameters {
            Value::String(text) => {
                let names = pieces(text).filter_map(|piece| generated_name(piece, self.run));
                let names = names.filter(|found| !found.is_run).map(|found| found.name);
                self.created.extend(names.map(str::to_owned));
                if self.is_tag(text) {
                    self.tag.clone_from(text);
                }
                self.requested.insert(text.clone());
            }
            Value::Array(items) => items.iter().for_each(|item| self.note_request(item)),
            Value::Object(members) => members.values().for_each(|member| self.note_request(member)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Whether a text of a request is the value of the tag, with whichever numbers of shard and attempt; they take room where
    /// the value is cut.
    fn is_tag(&self, text: &str) -> bool {
        let plain = without_numbers(text, self.run);
        plain == self.plain_tag
            || (plain.len() < text.len() && self.is_cut(text) && self.plain_tag.starts_with(&*plain))
    }

    fn is_cut(&self, text: &str) -> bool {
        text.chars().count() == self.plain_tag.chars().count()
    }

    /// Notes the ids that a successful call created.
    pub(crate) fn note_created(&mut self, operation: &str, request: &Value, response: &Value) {
        let Some(expressions) = CREATED.get(operation) else { return };
        let facts = json!({"request": request, "response": response, "id": null});
        for expression in expressions {
            match expression.evaluate(&facts, &Scope::default()) {
                Ok(Value::Array(ids)) => ids.iter().for_each(|id| self.note(id)),
                Ok(id) => self.note(&id),
                // Such a response does not show what was created.
                Err(_) => {}
            }
        }
    }

    /// A resource that a request names belongs to the scenario only if the scenario created it.
    fn note(&mut self, id: &Value) {
        if let Some(id) = id.as_str().filter(|id| !self.requested.contains(*id)) {
            self.created.insert(id.to_owned());
        }
    }

    /// Whether an element of a list belongs to the scenario: it requested it, or created it, or it refers to a resource
    /// that it created. From then on the element counts as created.
    pub(crate) fn is_own(&mut self, element: &Value, listed: &Listed) -> bool {
        let ids = || listed.identity.iter().filter_map(|member| element.get(member)?.as_str());
        let own = ids().any(|id| self.requested.contains(id))
            || self.requested_one_within(element, listed)
            || self.holds(element);
        if own {
            self.created.extend(ids().filter(|id| is_id(id)).map(str::to_owned));
        }
        own
    }

    fn requested_one_within(&self, element: &Value, listed: &Listed) -> bool {
        let Some((list, identity)) = listed.held else { return false };
        let held = element.get(list).and_then(Value::as_array).into_iter().flatten();
        let mut ids = held.flat_map(|one| identity.iter().filter_map(|member| one.get(member)?.as_str()));
        ids.any(|id| self.requested.contains(id))
    }

    /// Whether a word is, or contains, a created id or name.
    fn is_created(&self, piece: &str) -> bool {
        self.created.contains(piece)
            || generated_name(piece, self.run).is_some_and(|found| self.created.contains(found.name))
    }

    fn holds(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => {
                *text == self.tag || self.created.contains(text) || pieces(text).any(|piece| self.is_created(piece))
            }
            Value::Array(items) => items.iter().any(|item| self.holds(item)),
            Value::Object(members) => members.values().any(|member| self.holds(member)),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
}

/// A top-level list of resources that are created and deleted, so that others may own some of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listed {
    /// The members that identify its elements.
    identity: &'static [String],
    /// The nested list of the resources themselves, and its identity.
    held: Option<(&'static str, &'static [String])>,
}

impl Listed {
    /// The list member of that name in responses to an action; absent for lists of permanent things (zones, types), and for
    /// lists of a single resource (the groups of an instance), which do not list all there are.
    pub(crate) fn of(operation: &str, list: &str) -> Option<Self> {
        let identity = |list| tables::identity_key(operation, list).unwrap_or_default();
        let listed =
            Listed { identity: identity(list), held: tables::held_list(list).map(|held| (held, identity(held))) };
        let by_id = listed.identity.iter().any(|member| tables::volatility(member) == Some(Volatility::Id));
        let of_all = || {
            let paged = Contract::embedded()
                .paginator(operation)
                .is_some_and(|pages| pages.results.iter().any(|one| one == list));
            paged || operation.ends_with(list)
        };
        ((by_id && of_all()) || LISTS.contains(&(operation, list))).then_some(listed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(operation: &str, list: &str) -> Listed {
        Listed::of(operation, list).unwrap_or_else(|| panic!("{list} is not a list of resources"))
    }

    #[test]
    fn created_requested_and_dependent_resources_are_own() {
        let mut ownership = Ownership::new("ec2c-run", &"vpc/one".parse().unwrap());
        let (created, other) = ("vpc-0123456789abcdef0", "vpc-fedcba98765432100");
        let subnet = json!({"SubnetId": "subnet-0123456789abcdef0", "VpcId": other});
        ownership.note_request(&json!({"SubnetId": subnet["SubnetId"], "Name": "x-ec2c-run-7"}));
        let response = json!({"Vpc": {"VpcId": created, "DhcpOptionsId": "dopt-0123456789abcdef0"}});
        ownership.note_created("CreateVpc", &json!({}), &response);
        let mut own = |operation, list, element: &Value| ownership.is_own(element, &listed(operation, list));
        assert!(own("DescribeVpcs", "Vpcs", &json!({"VpcId": created})));
        assert!(own("DescribeSubnets", "Subnets", &subnet));
        assert!(!own("DescribeVpcs", "Vpcs", &json!({"VpcId": other})), "a requested resource makes no other one own");
        assert!(!own("DescribeDhcpOptions", "DhcpOptions", &response["Vpc"]["DhcpOptionsId"]));
        assert!(own("DescribeKeyPairs", "KeyPairs", &json!({"KeyName": "x-ec2c-run-7-y"})));
        assert!(!own("DescribeKeyPairs", "KeyPairs", &json!({"KeyName": "x-ec2c-run-8"})));
        let tagged = |value: &str| json!({"VpcId": other, "Tags": [{"Key": "k", "Value": value}]});
        assert!(!own("DescribeVpcs", "Vpcs", &tagged("ec2c-run/vpc/two")));
        assert!(own("DescribeVpcs", "Vpcs", &tagged("ec2c-run/vpc/one")));
    }

    #[test]
    fn the_tag_of_a_scenario_with_a_long_id_is_recognized_as_the_run_cut_it() {
        let scenario: Subject = format!("vpc/{}", "long-".repeat(80)).parse().unwrap();
        let mut ownership = Ownership::new("ec2c-run", &scenario);
        let tag =
            json!({"Key": record::RUN_TAG_KEY, "Value": record::run_tag_value("ec2c-run", Attempt::FIRST, &scenario)});
        let vpc = json!({"VpcId": "vpc-fedcba98765432100", "Tags": [tag]});
        assert!(ownership.is_own(&vpc, &listed("DescribeVpcs", "Vpcs")));
    }

    #[test]
    fn the_tag_that_a_shard_sets_is_recognized_by_its_request() {
        for scenario in ["vpc/one".to_owned(), format!("vpc/{}", "long-".repeat(80))] {
            let scenario: Subject = scenario.parse().unwrap();
            let value = record::run_tag_value("ec2c-run/3", Attempt::FIRST, &scenario);
            let tag = |value: &str| json!({"Key": record::RUN_TAG_KEY, "Value": value});
            let vpc = |value: &str| json!({"VpcId": "vpc-fedcba98765432100", "Tags": [tag(value)]});
            let mut ownership = Ownership::new("ec2c-run", &scenario);
            ownership.note_request(&json!({"TagSpecifications": [{"Tags": [tag(&value)]}]}));
            assert!(ownership.is_own(&vpc(&value), &listed("DescribeVpcs", "Vpcs")), "{scenario}");
            let other = record::run_tag_value("ec2c-run/3", Attempt::FIRST, &"vpc/other");
            assert!(!Ownership::new("ec2c-run", &scenario).is_own(&vpc(&other), &listed("DescribeVpcs", "Vpcs")));
        }
    }

    #[test]
    fn dependents_of_own_resources_are_own_at_any_depth() {
        let mut ownership = Ownership::new("ec2c-run", &"vpc/one".parse().unwrap());
        ownership.note_created("CreateVpc", &json!({}), &json!({"Vpc": {"VpcId": "vpc-0123456789abcdef0"}}));
        let group = json!({"GroupId": "sg-0123456789abcdef0", "VpcId": "vpc-0123456789abcdef0"});
        assert!(ownership.is_own(&group, &listed("DescribeSecurityGroups", "SecurityGroups")));
        let rule = json!({"SecurityGroupRuleId": "sgr-0123456789abcdef0", "GroupId": "sg-0123456789abcdef0"});
        assert!(ownership.is_own(&rule, &listed("DescribeSecurityGroupRules", "SecurityGroupRules")));
    }

    #[test]
    fn a_requested_instance_makes_its_reservation_own() {
        let mut ownership = Ownership::new("ec2c-run", &"instances/one".parse().unwrap());
        ownership.note_request(&json!({"InstanceIds": ["i-0123456789abcdef0"], "ImageId": "ami-0123456789abcdef0"}));
        let reservation = |id: &str| {
            let instances = json!([{"InstanceId": id, "ImageId": "ami-0123456789abcdef0"}]);
            json!({"ReservationId": "r-0123456789abcdef0", "Instances": instances})
        };
        let listed = listed("DescribeInstances", "Reservations");
        assert!(!ownership.is_own(&reservation("i-fedcba98765432100"), &listed));
        assert!(ownership.is_own(&reservation("i-0123456789abcdef0"), &listed));
    }

    #[test]
    fn lists_of_permanent_things_have_no_owner() {
        assert!(Listed::of("DescribeVolumes", "Volumes").is_some());
        assert!(Listed::of("DescribeKeyPairs", "KeyPairs").is_some());
        assert!(Listed::of("DescribeAddresses", "Addresses").is_some());
        assert!(Listed::of("DescribeInstances", "Reservations").is_some());
        assert!(Listed::of("DescribeInstanceAttribute", "Groups").is_none());
        assert!(Listed::of("DescribeAvailabilityZones", "AvailabilityZones").is_none());
        assert!(Listed::of("DescribeInstanceTypes", "InstanceTypes").is_none());
    }
}
