//! Requests with nothing wrong in them, as far as they can be made without knowing the endpoint.

use contract::{Contract, Member, Members, Operation, ShapeId, ShapeKind, wire};
use serde_json::{Map, Value, json};

use crate::negative::codes::Codes;
use crate::negative::expected::EXPECTED;
use crate::negative::ids::Ids;

/// A name that only this scenario has.
const UNIQUE: &str = "${unique}";

/// A request for an action, and what it may be refused with as it is.
#[derive(Debug, Clone)]
pub(crate) struct Base {
    /// Names and values as on the wire.
    pub(crate) pairs: Vec<(String, String)>,
    /// For the ids in it, which are of nothing, and for values that are only guessed.
    pub(crate) codes: Codes,
    /// Whether an id in it is of nothing.
    pub(crate) of_nothing: bool,
}

impl Base {
    /// All required parameters, but for one.
    pub(crate) fn without(contract: &Contract, operation: &Operation, left_out: Option<&str>) -> Base {
        let mut filler =
            Filler { contract, action: &operation.name, codes: unsaid(contract, operation), of_nothing: false };
        let required = contract.parameters(operation).iter().filter(|member| member.required);
        let given = required.filter(|member| Some(member.name.as_str()) != left_out);
        let parameters: Map<String, Value> =
            given.map(|member| (member.name.clone(), filler.parameter(member))).collect();
        let pairs = wire::serialize(contract, operation, &Value::Object(parameters));
        Base {
            pairs: pairs.expect("the values are made after the model"),
            codes: filler.codes,
            of_nothing: filler.of_nothing,
        }
    }

    /// All required parameters.
    pub(crate) fn whole(contract: &Contract, operation: &Operation) -> Base {
        Base::without(contract, operation, None)
    }

    /// The same with a parameter more, or with another value for it.
    pub(crate) fn with(mut self, contract: &Contract, member: &Member, value: &str) -> Base {
        let name = member.parameter();
        let is_of_it =
            |pair: &str| pair.strip_prefix(&*name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        self.pairs.retain(|(pair, _)| !is_of_it(pair));
        let name = if contract.list(member.shape).is_some() { format!("{name}.1") } else { name.into_owned() };
        self.pairs.push((name, value.to_owned()));
        self
    }

    /// The same with an id of nothing.
    pub(crate) fn with_absent_id(self, contract: &Contract, action: &str, member: &Member, ids: Ids) -> Base {
        let mut base = self.with(contract, member, &ids.absent());
        base.codes = base.codes.or(Codes::absent_id(action, &member.name));
        base.of_nothing = true;
        base
    }
}

struct Filler<'a> {
    contract: &'a Contract,
    action: &'a str,
    codes: Codes,
    of_nothing: bool,
}

impl Filler<'_> {
    fn parameter(&mut self, member: &Member) -> Value {
        if member.idempotency_token {
            return json!(UNIQUE);
        }
        let Some(ids) = Ids::of(self.contract, self.action, member) else { return self.value(member.shape) };
        self.add(Codes::absent_id(self.action, &member.name));
        self.of_nothing = true;
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
            // What the value should look like the model does not say.
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

    /// The required members; where none is, the first, for an empty structure has no form on the wire.
    fn structure(&mut self, members: &Members) -> Value {
        let required: Vec<&Member> = members.iter().filter(|member| member.required).collect();
        let given = if required.is_empty() { members.iter().take(1).collect() } else { required };
        Value::Object(given.into_iter().map(|one| (one.name.clone(), self.value(one.shape))).collect())
    }

    fn add(&mut self, codes: Codes) {
        self.codes = std::mem::replace(&mut self.codes, Codes::none()).or(codes);
    }
}

/// The codes for a missing parameter, where one may be needed of which the model does not say so.
fn unsaid(contract: &Contract, operation: &Operation) -> Codes {
    const OF_ANY: [&str; 6] = ["ClientToken", "DryRun", "Filters", "MaxResults", "NextToken", "TagSpecifications"];
    let lists = operation.is_read_only() && contract.has_parameter(operation, "Filters");
    let own = |member: &Member| !member.required && !OF_ANY.contains(&member.name.as_str());
    let chooses = contract.parameters(operation).iter().any(own) && !lists;
    if chooses || EXPECTED.unsaid_of.contains(&operation.name) { Codes::of(&EXPECTED.unsaid) } else { Codes::none() }
}

/// The least number that a shape allows, and no less than one.
#[expect(clippy::cast_possible_truncation, reason = "bounds of AWS's model are whole numbers of 32 bits")]
fn least(min: Option<f64>) -> i64 {
    min.map_or(1, |min| (min as i64).max(1))
}
