//! Valid requests, as far as they can be made without knowledge of the endpoint.

use contract::{Contract, Member, Members, Operation, ShapeId, ShapeKind, wire};
use serde_json::{Map, Value, json};

use crate::negative::codes::Codes;
use crate::negative::expected::EXPECTED;
use crate::negative::ids::Ids;

const UNIQUE: &str = "${unique}";

/// A request, and the error codes with which it may be rejected as it is.
#[derive(Debug, Clone)]
pub(crate) struct Base {
    /// Names and values as on the wire.
    pub(crate) pairs: Vec<(String, String)>,
    /// For ids of no resource, and for guessed values.
    pub(crate) codes: Codes,
    /// Whether it contains an id of no resource.
    pub(crate) has_absent_id: bool,
}

impl Base {
    /// A request with all required parameters except one.
    pub(crate) fn without(contract: &Contract, operation: &Operation, left_out: Option<&str>) -> Base {
        let mut filler =
            Filler { contract, action: &operation.name, codes: undeclared(contract, operation), has_absent_id: false };
        let required = contract.parameters(operation).iter().filter(|member| member.required);
        let given = required.filter(|member| Some(member.name.as_str()) != left_out);
        let parameters: Map<String, Value> =
            given.map(|member| (member.name.clone(), filler.parameter(member))).collect();
        let pairs = wire::serialize(contract, operation, &Value::Object(parameters));
        Base {
            pairs: pairs.expect("the values follow the model"),
            codes: filler.codes,
            has_absent_id: filler.has_absent_id,
        }
    }

    /// A request with all required parameters.
    pub(crate) fn whole(contract: &Contract, operation: &Operation) -> Base {
        Base::without(contract, operation, None)
    }

    /// The request with a parameter added or replaced.
    pub(crate) fn with(mut self, contract: &Contract, member: &Member, value: &str) -> Base {
        let name = member.parameter();
        let is_of_it =
            |pair: &str| pair.strip_prefix(&*name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        self.pairs.retain(|(pair, _)| !is_of_it(pair));
        let name = if contract.list(member.shape).is_some() { format!("{name}.1") } else { name.into_owned() };
        self.pairs.push((name, value.to_owned()));
        self
    }

    /// The request with an id of no resource added.
    pub(crate) fn with_absent_id(self, contract: &Contract, action: &str, member: &Member, ids: Ids) -> Base {
        let mut base = self.with(contract, member, &ids.absent());
        base.codes = base.codes.or(Codes::absent_id(action, &member.name));
        base.has_absent_id = true;
        base
    }
}

struct Filler<'a> {
    contract: &'a Contract,
    action: &'a str,
    codes: Codes,
    has_absent_id: bool,
}

impl Filler<'_> {
    fn parameter(&mut self, member: &Member) -> Value {
        if member.idempotency_token {
            return json!(UNIQUE);
        }
        let Some(ids) = Ids::of(self.contract, self.action, member) else { return self.value(member.shape) };
        self.add(Codes::absent_id(self.action, &member.name));
        self.has_absent_id = true;
        let id = json!(ids.absent());
        if self.contract.list(member.shape).is_some() { json!([id]) } else { id }
    }

    fn value(&mut self, shape: ShapeId) -> Value {
        let shape = self.contract.shape(shape);
        match &shape.kind {
            ShapeKind::String { values } if !values.is_empty() => json!(values[0]),
            ShapeKind::Boolean => json!(false),
            ShapeKind::Integer | ShapeKind::Long => json!(least(shape.min)),
            ShapeKind::Float | ShapeKind::Double => json!(1.0),
            // The model does not define the form of other values.
            kind => {
                self.add(Codes::Any);
                match kind {
                    ShapeKind::Structure(members) => self.structure(members),
                    ShapeKind::List(list) => json!([self.value(list.item)]),
                    ShapeKind::Timestamp(_) => json!("2030-01-01T00:00:00Z"),
                    _ => json!(UNIQUE),
                }
            }
        }
    }

    /// The required members, or the first if none is required: an empty structure cannot be encoded.
    fn structure(&mut self, members: &Members) -> Value {
        let required: Vec<&Member> = members.iter().filter(|member| member.required).collect();
        let given = if required.is_empty() { members.iter().take(1).collect() } else { required };
        Value::Object(given.into_iter().map(|one| (one.name.clone(), self.value(one.shape))).collect())
    }

    fn add(&mut self, codes: Codes) {
        self.codes = std::mem::replace(&mut self.codes, Codes::none()).or(codes);
    }
}

/// The codes for a missing parameter, where AWS may require one that the model declares optional.
fn undeclared(contract: &Contract, operation: &Operation) -> Codes {
    const OF_ANY: [&str; 6] = ["ClientToken", "DryRun", "Filters", "MaxResults", "NextToken", "TagSpecifications"];
    let lists = operation.is_read_only() && contract.has_parameter(operation, "Filters");
    let own = |member: &Member| !member.required && !OF_ANY.contains(&member.name.as_str());
    let chooses = contract.parameters(operation).iter().any(own) && !lists;
    if chooses || EXPECTED.undeclared_of.contains(&operation.name) {
        Codes::of(&EXPECTED.undeclared)
    } else {
        Codes::none()
    }
}

/// The least number that a shape allows, at least 1.
#[expect(clippy::cast_possible_truncation, reason = "bounds of AWS's model are whole numbers of 32 bits")]
fn least(min: Option<f64>) -> i64 {
    min.map_or(1, |min| (min as i64).max(1))
}
