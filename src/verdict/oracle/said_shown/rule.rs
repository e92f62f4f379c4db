//! One rule of a security group: a protocol, its ports, one target.

use std::fmt;

use contract::tables;
use serde_json::Value;

use crate::oracle::said_shown::equal::canonical;

/// A rule, in the spelling in which AWS shows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ShownRule {
    protocol: String,
    ports: Option<(i64, i64)>,
    /// A block of addresses, a prefix list, or a group.
    target: String,
    /// The list of a permission that has such targets.
    list: &'static str,
}

/// A rule, and its description.
pub(crate) type DescribedRule = (ShownRule, Option<String>);

const IPV4: &str = "IpRanges";
const IPV6: &str = "Ipv6Ranges";
const PREFIX_LISTS: &str = "PrefixListIds";
const GROUPS: &str = "UserIdGroupPairs";

/// Lists of targets in a permission: the list, the member that names the target.
const TARGETS: [(&str, &str); 4] =
    [(IPV4, "CidrIp"), (IPV6, "CidrIpv6"), (PREFIX_LISTS, "PrefixListId"), (GROUPS, "GroupId")];
/// Members of an element of `SecurityGroupRules` that name its target, and the list that a permission has for it.
const OF_ROW: [(&str, &str); 3] = [("CidrIpv4", IPV4), ("CidrIpv6", IPV6), ("PrefixListId", PREFIX_LISTS)];

impl fmt::Display for ShownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.protocol)?;
        if let Some((from, to)) = self.ports {
            write!(f, " {from}-{to}")?;
        }
        write!(f, " {}", self.target)
    }
}

impl ShownRule {
    fn new(holder: &Value, list: &'static str, target: String) -> Option<Self> {
        let protocol = tables::protocol_name(&canonical(holder.get("IpProtocol")?)?);
        let port = |member: &str| holder.get(member).and_then(Value::as_i64);
        let ports = match (port("FromPort"), port("ToPort")) {
            _ if !tables::has_ports(&protocol) => None,
            // All ICMP types have all codes.
            (None | Some(-1), _) => Some((-1, -1)),
            (Some(from), to) => Some((from, to.unwrap_or(-1))),
        };
        Some(ShownRule { protocol, ports, target, list })
    }

    /// The list of a permission that has it: `IpRanges`.
    pub(crate) fn list(&self) -> &'static str {
        self.list
    }

    /// An element of `SecurityGroupRules`; absent where its target is unknown.
    pub(crate) fn of_row(row: &Value) -> Option<Self> {
        let direct = OF_ROW.iter().find_map(|(member, list)| Some((*list, row.get(member)?)));
        let (list, target) = direct.or_else(|| Some((GROUPS, row.get("ReferencedGroupInfo")?.get("GroupId")?)))?;
        ShownRule::new(row, list, canonical(target)?)
    }
}

/// The rules that a permission stands for. `group_id` finds a group by its name. Absent where a target is unknown.
pub(crate) fn rules(permission: &Value, group_id: &impl Fn(&str) -> Option<String>) -> Option<Vec<DescribedRule>> {
    let mut rules = Vec::new();
    for (list, member) in TARGETS {
        for item in permission.get(list).and_then(Value::as_array).into_iter().flatten() {
            let named = || item.get("GroupName").and_then(Value::as_str).and_then(group_id);
            let target = item.get(member).and_then(canonical).or_else(named)?;
            let text = item.get("Description").and_then(Value::as_str).filter(|text| !text.is_empty());
            rules.push((ShownRule::new(permission, list, target)?, text.map(str::to_owned)));
        }
    }
    Some(rules)
}

/// The rules that the parameters of a call stand for, in either of their forms.
pub(crate) fn requested(parameters: &Value, group_id: &impl Fn(&str) -> Option<String>) -> Option<Vec<DescribedRule>> {
    let mut found = Vec::new();
    for permission in parameters.get("IpPermissions").and_then(Value::as_array).into_iter().flatten() {
        found.extend(rules(permission, group_id)?);
    }
    if let Some(block) = parameters.get("CidrIp").and_then(canonical) {
        let list = if block.contains(':') { IPV6 } else { IPV4 };
        found.push((ShownRule::new(parameters, list, block)?, None));
    }
    (!found.is_empty()).then_some(found)
}
