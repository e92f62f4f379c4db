//! What belongs to a scenario, in answers that list everything there is.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use contract::Contract;
use contract::tables::{self, Volatility};
use scenario::{Expression, Scope};
use serde_json::{Value, json};

use crate::oracle::reference::form::is_id;
use crate::oracle::reference::words::{made_up, pieces};

/// What one side of a scenario has made, and what it has asked for.
///
/// A cloud lists what others have, too: other scenarios of the same run, other users. What they have is no difference.
#[derive(Debug)]
pub(crate) struct Ownership<'a> {
    run: &'a str,
    /// The value of the tag that the run puts on what the scenario creates.
    tag: String,
    /// Ids that its calls brought into being, and names that the run made up for it.
    made: HashSet<String>,
    /// Every text of its requests.
    asked: HashSet<String>,
}

/// Expressions for what an action creates, over `{request, response}`.
static MADE: LazyLock<HashMap<&'static str, Vec<Expression>>> = LazyLock::new(|| {
    let mut made: HashMap<&str, Vec<Expression>> = HashMap::new();
    for row in tables::lifecycles().filter(|row| !row.is_identified_by_request()) {
        made.entry(&row.create).or_default().extend(Expression::parse(&row.each));
    }
    made
});

/// Lists of what actions create: the action that lists, the list member at the top of its answer.
static LISTS: LazyLock<HashSet<(&'static str, &'static str)>> = LazyLock::new(|| {
    let finds = tables::lifecycles().flat_map(|row| &row.find);
    finds.filter_map(|find| Some((find.operation.as_str(), find.each.split_once("[")?.0))).collect()
});

impl<'a> Ownership<'a> {
    pub(crate) fn new(run: &'a str, scenario: &str) -> Self {
        Ownership { run, tag: record::run_tag_value(run, &scenario), made: HashSet::new(), asked: HashSet::new() }
    }

    /// Takes note of a request.
    pub(crate) fn ask(&mut self, parameters: &Value) {
        match parameters {
            Value::String(text) => {
                let names = pieces(text).filter_map(|piece| made_up(piece, self.run)).map(|found| found.name);
                self.made.extend(names.filter(|name| *name != self.run).map(str::to_owned));
                self.asked.insert(text.clone());
            }
            Value::Array(items) => items.iter().for_each(|item| self.ask(item)),
            Value::Object(members) => members.values().for_each(|member| self.ask(member)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Takes note of what a successful call made.
    pub(crate) fn make(&mut self, operation: &str, request: &Value, answer: &Value) {
        let Some(expressions) = MADE.get(operation) else { return };
        let facts = json!({"request": request, "response": answer, "id": null});
        for expression in expressions {
            match expression.evaluate(&facts, &Scope::default()) {
                Ok(Value::Array(ids)) => ids.iter().for_each(|id| self.note(id)),
                Ok(id) => self.note(&id),
                // Nothing that was made can be told from such an answer.
                Err(_) => {}
            }
        }
    }

    /// What is given by name in a request is the scenario's only if it made it.
    fn note(&mut self, id: &Value) {
        if let Some(id) = id.as_str().filter(|id| !self.asked.contains(*id)) {
            self.made.insert(id.to_owned());
        }
    }

    /// Whether an element of a list is the scenario's: it asked for it, or made it, or it hangs on what it made. What
    /// is found so is the scenario's from then on.
    pub(crate) fn is_own(&mut self, element: &Value, listed: &Listed) -> bool {
        let ids = || listed.identity.iter().filter_map(|member| element.get(member)?.as_str());
        let own = ids().any(|id| self.asked.contains(id))
            || self.asked_for_one_within(element, listed)
            || self.holds(element);
        if own {
            self.made.extend(ids().filter(|id| is_id(id)).map(str::to_owned));
        }
        own
    }

    fn asked_for_one_within(&self, element: &Value, listed: &Listed) -> bool {
        let Some((list, identity)) = listed.held else { return false };
        let held = element.get(list).and_then(Value::as_array).into_iter().flatten();
        let mut ids = held.flat_map(|one| identity.iter().filter_map(|member| one.get(member)?.as_str()));
        ids.any(|id| self.asked.contains(id))
    }

    /// Whether a word is one that was made, or made of one.
    fn made_of(&self, piece: &str) -> bool {
        self.made.contains(piece) || made_up(piece, self.run).is_some_and(|found| self.made.contains(found.name))
    }

    fn holds(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => {
                *text == self.tag || self.made.contains(text) || pieces(text).any(|piece| self.made_of(piece))
            }
            Value::Array(items) => items.iter().any(|item| self.holds(item)),
            Value::Object(members) => members.values().any(|member| self.holds(member)),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
}

/// A list at the top of an answer, of things that come and go, so that others may have some.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listed {
    /// The members by which its elements are told apart.
    identity: &'static [String],
    /// The list within its elements that holds what is really listed, and its identity.
    held: Option<(&'static str, &'static [String])>,
}

impl Listed {
    /// The list member of that name in answers to an action; absent for lists of what stays (zones, types), and for
    /// those that are of one thing (the groups of an instance): not all that there is comes in them.
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
        Listed::of(operation, list).unwrap_or_else(|| panic!("{list} stay"))
    }

    #[test]
    fn what_was_made_asked_for_or_hangs_on_it_is_own() {
        let mut belongings = Ownership::new("ec2c-run", "vpc/one");
        let (made, other) = ("vpc-0123456789abcdef0", "vpc-fedcba98765432100");
        let subnet = json!({"SubnetId": "subnet-0123456789abcdef0", "VpcId": other});
        belongings.ask(&json!({"SubnetId": subnet["SubnetId"], "Name": "x-ec2c-run-7"}));
        let answer = json!({"Vpc": {"VpcId": made, "DhcpOptionsId": "dopt-0123456789abcdef0"}});
        belongings.make("CreateVpc", &json!({}), &answer);
        let mut own = |operation, list, element: &Value| belongings.is_own(element, &listed(operation, list));
        assert!(own("DescribeVpcs", "Vpcs", &json!({"VpcId": made})));
        assert!(own("DescribeSubnets", "Subnets", &subnet));
        assert!(!own("DescribeVpcs", "Vpcs", &json!({"VpcId": other})), "what was asked for brings in no other's");
        assert!(!own("DescribeDhcpOptions", "DhcpOptions", &answer["Vpc"]["DhcpOptionsId"]));
        assert!(own("DescribeKeyPairs", "KeyPairs", &json!({"KeyName": "x-ec2c-run-7-y"})));
        assert!(!own("DescribeKeyPairs", "KeyPairs", &json!({"KeyName": "x-ec2c-run-8"})));
        let tagged = |value: &str| json!({"VpcId": other, "Tags": [{"Key": "k", "Value": value}]});
        assert!(!own("DescribeVpcs", "Vpcs", &tagged("ec2c-run/vpc/two")));
        assert!(own("DescribeVpcs", "Vpcs", &tagged("ec2c-run/vpc/one")));
    }

    #[test]
    fn the_tag_of_a_scenario_with_a_long_id_is_recognized_as_the_run_cut_it() {
        let scenario = format!("vpc/{}", "long-".repeat(80));
        let belongings = Ownership::new("ec2c-run", &scenario);
        let tag = json!({"Key": record::RUN_TAG_KEY, "Value": record::run_tag_value("ec2c-run", &scenario)});
        let vpc = json!({"VpcId": "vpc-fedcba98765432100", "Tags": [tag]});
        assert!(belongings.is_own(&vpc, &listed("DescribeVpcs", "Vpcs")));
    }

    #[test]
    fn what_hangs_on_own_things_is_own_and_what_hangs_on_that() {
        let mut belongings = Ownership::new("ec2c-run", "vpc/one");
        belongings.make("CreateVpc", &json!({}), &json!({"Vpc": {"VpcId": "vpc-0123456789abcdef0"}}));
        let group = json!({"GroupId": "sg-0123456789abcdef0", "VpcId": "vpc-0123456789abcdef0"});
        assert!(belongings.is_own(&group, &listed("DescribeSecurityGroups", "SecurityGroups")));
        let rule = json!({"SecurityGroupRuleId": "sgr-0123456789abcdef0", "GroupId": "sg-0123456789abcdef0"});
        assert!(belongings.is_own(&rule, &listed("DescribeSecurityGroupRules", "SecurityGroupRules")));
    }

    #[test]
    fn an_instance_that_was_asked_for_makes_its_reservation_own() {
        let mut belongings = Ownership::new("ec2c-run", "instances/one");
        belongings.ask(&json!({"InstanceIds": ["i-0123456789abcdef0"], "ImageId": "ami-0123456789abcdef0"}));
        let reservation = |id: &str| {
            let instances = json!([{"InstanceId": id, "ImageId": "ami-0123456789abcdef0"}]);
            json!({"ReservationId": "r-0123456789abcdef0", "Instances": instances})
        };
        let listed = listed("DescribeInstances", "Reservations");
        assert!(!belongings.is_own(&reservation("i-fedcba98765432100"), &listed));
        assert!(belongings.is_own(&reservation("i-0123456789abcdef0"), &listed));
    }

    #[test]
    fn zones_and_types_stay_and_volumes_come_and_go() {
        assert!(Listed::of("DescribeVolumes", "Volumes").is_some());
        assert!(Listed::of("DescribeKeyPairs", "KeyPairs").is_some());
        assert!(Listed::of("DescribeAddresses", "Addresses").is_some());
        assert!(Listed::of("DescribeInstances", "Reservations").is_some());
        assert!(Listed::of("DescribeInstanceAttribute", "Groups").is_none());
        assert!(Listed::of("DescribeAvailabilityZones", "AvailabilityZones").is_none());
        assert!(Listed::of("DescribeInstanceTypes", "InstanceTypes").is_none());
    }
}
