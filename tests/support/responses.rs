//! Random responses by AWS's model.

use std::collections::HashMap;

use contract::tables::{self, Volatility};
use contract::{Contract, ShapeId, ShapeKind};
use serde_json::{Map, Value};

/// Deeper than this, nothing is made.
const DEEPEST: usize = 6;

/// A response of an action.
#[derive(Debug, Clone)]
pub struct ModelResponse {
    /// The action of the response.
    pub action: String,
    /// Its members.
    pub value: Value,
}

impl ModelResponse {
    /// A response with any of the members that the model has.
    pub fn random(action: &str, seed: u64) -> Self {
        let output = Contract::embedded().operation(action).unwrap().output.unwrap();
        let mut maker = Maker { action, random: fastrand::Rng::with_seed(seed), next: 0 };
        ModelResponse { action: action.to_owned(), value: maker.value(output, "", 0) }
    }

    /// As EC2 writes it, inside the root element.
    pub fn xml(&self) -> String {
        let output = Contract::embedded().operation(&self.action).unwrap().output.unwrap();
        let mut xml = String::new();
        write(output, &self.value, &mut xml);
        xml
    }

    /// The response with one value changed, one member left out or one element left out; and where.
    pub fn changed(&self, seed: u64) -> Option<(Self, String)> {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut places = Vec::new();
        changes(&self.action, &self.value, &mut Vec::new(), "", &mut places);
        if places.is_empty() {
            return None;
        }
        let (pointer, path, change) = places.swap_remove(random.usize(..places.len()));
        let mut value = self.value.clone();
        let (holder, last) = pointer.rsplit_once('/').unwrap();
        match change {
            Change::Value => {
                let place = value.pointer_mut(&pointer).unwrap();
                *place = match &*place {
                    Value::Bool(truth) => (!*truth).into(),
                    Value::Number(number) => (number.as_i64().unwrap() + 1).into(),
                    other => format!("{}-changed", other.as_str().unwrap()).into(),
                };
            }
            Change::Member => drop(value.pointer_mut(holder).unwrap().as_object_mut().unwrap().remove(last).unwrap()),
            Change::Element => {
                drop(value.pointer_mut(holder).unwrap().as_array_mut().unwrap().remove(last.parse().unwrap()));
            }
        }
        Some((ModelResponse { value, ..self.clone() }, format!("{path} {change:?}")))
    }
}

/// The same response at another time and place: other ids, times and addresses, lists in another order.
pub fn other(response: &ModelResponse, seed: u64) -> ModelResponse {
    let mut renamer = Renamer { action: &response.action, random: fastrand::Rng::with_seed(seed), ids: HashMap::new() };
    ModelResponse { value: renamer.value(&response.value, ""), ..response.clone() }
}

struct Maker<'a> {
    action: &'a str,
    random: fastrand::Rng,
    /// Makes words unique.
    next: u32,
}

impl Maker<'_> {
    fn value(&mut self, shape: ShapeId, path: &str, depth: usize) -> Value {
        let contract = Contract::embedded();
        match &contract.shape(shape).kind {
            ShapeKind::Structure(members) => {
                let mut made = Map::new();
                for member in members {
                    let inner =
                        matches!(contract.shape(member.shape).kind, ShapeKind::Structure(_) | ShapeKind::List(_));
                    let wanted =
                        if inner { depth < DEEPEST && self.random.u8(..10) < 4 } else { self.random.u8(..10) < 6 };
                    let path = if path.is_empty() { member.name.clone() } else { format!("{path}.{}", member.name) };
                    // What is empty is as good as absent.
                    let value = if wanted { self.value(member.shape, &path, depth + 1) } else { Value::Null };
                    if !is_hollow(&value) {
                        made.insert(member.name.clone(), value);
                    }
                }
                Value::Object(made)
            }
            ShapeKind::List(list) => {
                let path = format!("{path}[]");
                let elements = (0..self.random.usize(1..5)).map(|_| self.value(list.item, &path, depth + 1));
                elements.filter(|element| !is_hollow(element)).collect()
            }
            ShapeKind::Boolean => self.random.bool().into(),
            ShapeKind::Integer | ShapeKind::Long => self.random.u16(..900).into(),
            ShapeKind::Float | ShapeKind::Double | ShapeKind::Blob | ShapeKind::Map(_) => Value::Null,
            ShapeKind::Timestamp(_) => time(&mut self.random).into(),
            ShapeKind::String { values } if !values.is_empty() => {
                values[self.random.usize(..values.len())].clone().into()
            }
            ShapeKind::String { .. } => match tables::volatility_at(self.action, path.trim_end_matches("[]")) {
                Some(why) => varying(why, &mut self.random).into(),
                None => {
                    self.next += 1;
                    format!("word{}", self.next).into()
                }
            },
        }
    }
}

fn is_hollow(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

fn time(random: &mut fastrand::Rng) -> String {
    format!("20{}-0{}-1{}T0{}:00:00.000Z", random.u8(20..40), random.u8(1..9), random.u8(..9), random.u8(..9))
}

fn varying(why: Volatility, random: &mut fastrand::Rng) -> String {
    let hex = |random: &mut fastrand::Rng, digits: usize| -> String { (0..digits).map(|_| random.digit(16)).collect() };
    match why {
        Volatility::Time => time(random),
        Volatility::Id => format!("vol-0{}", hex(random, 16)),
        Volatility::Address => format!("10.{}.{}.{}", random.u8(..), random.u8(..), random.u8(..)),
        Volatility::Mac => format!("02:00:00:00:{}:{}", hex(random, 2), hex(random, 2)),
        Volatility::Account => random.u64(100_000_000_000..999_999_999_999).to_string(),
        Volatility::Host => format!("ip-{}.ec2.internal", random.u32(..)),
        Volatility::Fingerprint => [hex(random, 2), hex(random, 2), hex(random, 2)].join(":"),
        Volatility::Secret | Volatility::Token | Volatility::Text => format!("text{}", random.u32(..)),
        Volatility::Arn => format!("arn:aws:ec2:us-east-1:123456789012:volume/vol-0{}", hex(random, 16)),
        Volatility::Place => format!("us-east-{}", random.u32(..)),
        Volatility::Device => format!("/dev/xvd{}", random.lowercase()),
        Volatility::Measure => format!("{}%", random.u8(..100)),
    }
}

struct Renamer<'a> {
    action: &'a str,
    random: fastrand::Rng,
    ids: HashMap<String, String>,
}

impl Renamer<'_> {
    fn value(&mut self, value: &Value, path: &str) -> Value {
        match value {
            Value::Object(members) => {
                let inner = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                members.iter().map(|(name, value)| (name.clone(), self.value(value, &inner(name)))).collect()
            }
            Value::Array(items) => {
                let mut items: Vec<Value> = items.iter().map(|item| self.value(item, &format!("{path}[]"))).collect();
                if !tables::is_ordered(self.action, path) {
                    self.random.shuffle(&mut items);
                }
                Value::Array(items)
            }
            Value::String(text) => match tables::volatility_at(self.action, path.trim_end_matches("[]")) {
                Some(Volatility::Id) if text.starts_with("vol-") => {
                    let random = &mut self.random;
                    self.ids.entry(text.clone()).or_insert_with(|| varying(Volatility::Id, random)).clone().into()
                }
                // Words of an enum among ids and times mean themselves.
                Some(why) if text.bytes().any(|byte| byte.is_ascii_digit()) => varying(why, &mut self.random).into(),
                _ => value.clone(),
            },
            Value::Number(_) if tables::volatility_at(self.action, path) == Some(Volatility::Measure) => {
                self.random.u16(..900).into()
            }
            other => other.clone(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Value,
    Member,
    Element,
}

/// Every place that can be changed so that it makes one difference: as a JSON pointer, as a path, and how.
fn changes(action: &str, value: &Value, at: &mut Vec<String>, path: &str, places: &mut Vec<(String, String, Change)>) {
    let pointer = |at: &[String]| at.iter().map(|step| format!("/{step}")).collect::<String>();
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                let here = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                at.push(name.clone());
                if can_change(action, &here) {
                    places.push((pointer(at), here.clone(), Change::Member));
                    if !matches!(inner, Value::Object(_) | Value::Array(_)) {
                        places.push((pointer(at), here.clone(), Change::Value));
                    }
                }
                changes(action, inner, at, &here, places);
                at.pop();
            }
        }
        Value::Array(items) => {
            let identity = tables::identity_key(action, path.rsplit('.').next().unwrap()).unwrap_or_default();
            let by_place = identity.iter().any(|member| tables::volatility(member) == Some(Volatility::Place));
            for (index, item) in items.iter().enumerate() {
                at.push(index.to_string());
                // Without its last element the list is empty; one in a state may have left; endpoints have other zones.
                let names = || item.as_object().into_iter().flat_map(Map::keys);
                let in_a_state = names().any(|name| name.ends_with("State") || name.ends_with("Status"));
                if items.len() > 1 && !in_a_state && !by_place {
                    places.push((pointer(at), path.to_owned(), Change::Element));
                }
                changes(action, item, at, &format!("{path}[]"), places);
                at.pop();
            }
        }
        _ => {}
    }
}

/// Whether another value in this place is a difference of its own: it does not vary, tells no element from others, and
/// is no state.
fn can_change(action: &str, path: &str) -> bool {
    let member = path.rsplit('.').next().unwrap().trim_end_matches("[]");
    let list = path.rsplit_once("[].").map(|(list, _)| list.rsplit('.').next().unwrap());
    let identity = list.and_then(|list| tables::identity_key(action, list)).unwrap_or_default();
    let state = ["State", "Status"].iter().any(|ending| path.contains(ending));
    tables::volatility_at(action, path).is_none() && !identity.iter().any(|key| key == member) && !state
}

fn write(shape: ShapeId, value: &Value, xml: &mut String) {
    let contract = Contract::embedded();
    match (&contract.shape(shape).kind, value) {
        (ShapeKind::Structure(members), Value::Object(values)) => {
            for (name, value) in values {
                let member = members.get(name).unwrap();
                let element = member.element();
                xml.push_str(&format!("<{element}>"));
                write(member.shape, value, xml);
                xml.push_str(&format!("</{element}>"));
            }
        }
        (ShapeKind::List(list), Value::Array(items)) => {
            for item in items {
                xml.push_str(&format!("<{}>", list.element()));
                write(list.item, item, xml);
                xml.push_str(&format!("</{}>", list.element()));
            }
        }
        (_, Value::String(text)) => xml.push_str(text),
        (_, other) => xml.push_str(&other.to_string()),
    }
}
