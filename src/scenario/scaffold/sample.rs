//! Sample values for parameters.

use contract::{Contract, Member, Operation, ShapeId, ShapeKind};
use serde_json::{Map, Value, json};

use crate::negative::Ids;

/// Deeper structures are cut off: AWS's model has recursive ones.
const MAX_DEPTH: usize = 6;

/// Makes sample values from AWS's model.
pub(crate) struct Sampler<'c> {
    contract: &'c Contract,
}

impl<'c> Sampler<'c> {
    pub(crate) fn new(contract: &'c Contract) -> Self {
        Sampler { contract }
    }

    /// The required parameters of an operation with sample values. Idempotency tokens are omitted: SDKs add them.
    pub(crate) fn required(&self, operation: &Operation) -> Map<String, Value> {
        let required = self.contract.parameters(operation).iter().filter(|member| member.required);
        let sample = |member: &Member| (member.name.clone(), self.member(&operation.name, member, 0));
        required.map(sample).collect()
    }

    fn member(&self, action: &str, member: &Member, depth: usize) -> Value {
        let Some(ids) = Ids::of(self.contract, action, member) else {
            return self.value(action, &member.name, member.shape, depth);
        };
        let id = json!(ids.absent());
        if self.contract.list(member.shape).is_some() { json!([id]) } else { id }
    }

    /// `name` is that of the member that the value belongs to.
    fn value(&self, action: &str, name: &str, shape: ShapeId, depth: usize) -> Value {
        let shape = self.contract.shape(shape);
        match &shape.kind {
            ShapeKind::String { values } => values.first().map_or_else(|| text(name), |value| json!(value)),
            ShapeKind::Boolean => json!(false),
            ShapeKind::Integer | ShapeKind::Long => json!(whole(shape.min)),
            ShapeKind::Float | ShapeKind::Double => json!(shape.min.unwrap_or(1.0)),
            ShapeKind::Timestamp(_) => json!("2030-01-01T00:00:00Z"),
            ShapeKind::Blob => json!("sample"),
            ShapeKind::Map(map) => json!({ "key": self.value(action, name, map.value, depth + 1) }),
            ShapeKind::List(list) => json!([self.value(action, name, list.item, depth + 1)]),
            ShapeKind::Structure(members) => {
                let mut given: Vec<&Member> = members.iter().filter(|member| member.required).collect();
                if given.is_empty() && depth < MAX_DEPTH {
                    // An empty structure cannot be encoded.
                    given = members.iter().take(1).collect();
                }
                let sample = |member: &Member| (member.name.clone(), self.member(action, member, depth + 1));
                Value::Object(given.into_iter().map(sample).collect())
            }
        }
    }
}

/// Text that suits the name of a parameter.
fn text(name: &str) -> Value {
    let sample = match name {
        _ if name.contains("Ipv6Cidr") => "2001:db8::/64",
        _ if name.contains("Cidr") => "10.0.0.0/16",
        _ if name.ends_with("AvailabilityZone") => "us-east-1a",
        _ if name.ends_with("Region") => "${region}",
        _ if name.ends_with("Ip") || name.ends_with("IpAddress") => "10.0.0.10",
        _ if name.ends_with("Arn") => "arn:aws:ec2:us-east-1:123456789012:sample",
        _ if name.ends_with("Account") || name.ends_with("OwnerId") => "123456789012",
        _ if name.ends_with("Name") || name.ends_with("Names") => "${unique}",
        _ => "sample",
    };
    json!(sample)
}

/// The least number that a shape allows, at least 1.
#[expect(clippy::cast_possible_truncation, reason = "bounds of AWS's model are whole numbers of 32 bits")]
fn whole(min: Option<f64>) -> i64 {
    min.map_or(1, |min| (min as i64).max(1))
}
