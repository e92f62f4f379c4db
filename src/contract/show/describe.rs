//! The description of an operation as JSON.

use serde_json::{Map, Value, json};

use crate::api_version::Contract;
use crate::operation::{Acceptor, Matcher, Operation, Waiter};
use crate::shape::{Member, Members, Shape, ShapeId, ShapeKind};
use crate::tables::{self, AlwaysPresent, ErrorCode};

/// The nesting of structures that is described. Deeper structures are only named.
const DEPTH: usize = 6;

/// The description of an operation as JSON: parameters, filters, response, members that are always there, waiters, paging, error codes,
/// the kind of resource that it creates or deletes. Recursive shapes, and shapes nested deeper than six structures, are only named.
pub fn show_json(contract: &Contract, operation: &Operation) -> Value {
    let parameters = contract.parameters(operation);
    let names: Vec<&str> = parameters.iter().map(|member| member.name.as_str()).collect();
    let walk = Walk { contract };
    let input = operation.input.map(|id| walk.members(parameters, &[id], true));
    let output = operation.output.map(|id| walk.members(contract.members(id), &[id], false));
    let waiters = contract.waiters().filter(|waiter| waiter.operation == operation.name).map(waiter);
    let paging = contract.paginator(&operation.name).map(|paginator| {
        json!({
            "token": paginator.input_tokens, "next": paginator.output_tokens,
            "limit": paginator.limit, "results": paginator.results,
        })
    });
    let errors = tables::error_codes(&operation.name, &names).map(|error| error_row(error, &operation.name));
    let creates = tables::lifecycle(&operation.name)
        .map(|lifecycle| json!({"kind": lifecycle.kind, "deleted_by": lifecycle.delete}));
    let deletes =
        tables::deletes(&operation.name).map(|deletes| json!({"kind": deletes.kind, "parameters": deletes.parameters}));
    json!({
        "operation": operation.name,
        "api_version": contract.api_version(),
        "page": operation.page(),
        "deprecated": operation.deprecated,
        "reads_only": operation.is_read_only(),
        "dry_run": contract.has_parameter(operation, "DryRun"),
        "parameters": input.unwrap_or_default(),
        "filters": tables::filters(&operation.name),
        "response": output.unwrap_or_default(),
        "waiters": waiters.collect::<Vec<_>>(),
        "paging": paging,
        "always": tables::always_present(&operation.name).iter().map(always).collect::<Vec<_>>(),
        "errors": errors.collect::<Vec<_>>(),
        "creates": creates,
        "deletes": deletes,
        "examples": contract.examples(&operation.name).iter().map(|example| &example.id).collect::<Vec<_>>(),
    })
}

struct Walk<'c> {
    contract: &'c Contract,
}

impl Walk<'_> {
    /// `within` are the structures around these members, the innermost last.
    fn members(&self, members: &Members, within: &[ShapeId], is_input: bool) -> Value {
        members.iter().map(|member| self.member(member, within, is_input)).collect()
    }

    fn member(&self, member: &Member, within: &[ShapeId], is_input: bool) -> Value {
        let wire = if is_input { member.parameter() } else { member.element().into() };
        let mut shown = Map::new();
        shown.insert("name".to_owned(), member.name.as_str().into());
        shown.insert("wire".to_owned(), wire.into());
        for (flag, name) in [
            (member.required, "required"),
            (member.idempotency_token, "idempotency_token"),
            (member.deprecated, "deprecated"),
        ] {
            if flag {
                shown.insert(name.to_owned(), true.into());
            }
        }
        self.shape(member.shape, within, is_input, &mut shown);
        Value::Object(shown)
    }

    fn shape(&self, id: ShapeId, within: &[ShapeId], is_input: bool, shown: &mut Map<String, Value>) {
        let shape = self.contract.shape(id);
        match &shape.kind {
            ShapeKind::List(list) => {
                let mut item = Map::new();
                self.shape(list.item, within, is_input, &mut item);
                let of = item.remove("type").unwrap_or_default();
                shown.insert("type".to_owned(), format!("list of {}", of.as_str().unwrap_or_default()).into());
                shown.extend(item);
            }
            ShapeKind::Structure(members) => {
                shown.insert("type".to_owned(), shape.name.as_str().into());
                if within.contains(&id) {
                    shown.insert("recursive".to_owned(), true.into());
                } else if within.len() < DEPTH {
                    let within: Vec<ShapeId> = within.iter().copied().chain([id]).collect();
                    shown.insert("members".to_owned(), self.members(members, &within, is_input));
                }
            }
            kind => {
                shown.insert("type".to_owned(), kind.name().into());
                if let ShapeKind::String { values } = kind
                    && !values.is_empty()
                {
                    shown.insert("values".to_owned(), json!(values));
                }
                limits(shape, shown);
            }
        }
        if shape.sensitive {
            shown.insert("sensitive".to_owned(), true.into());
        }
    }
}

/// A member that AWS always returns, with what supports it.
fn always(claim: &AlwaysPresent) -> Value {
    let readers = claim.read_by.iter().map(|reader| json!({"client": reader.client, "source": reader.source}));
    json!({
        "path": claim.path,
        "severity": claim.severity,
        "unless": claim.conditions.unless,
        "only_where": claim.conditions.only_where,
        "read_by": readers.collect::<Vec<_>>(),
        "evidence": claim.evidence().sentences(),
    })
}

/// An error code. The evidence for the action itself, or else for any action.
fn error_row(error: &ErrorCode, action: &str) -> Value {
    let here = tables::error_evidence(&error.code, Some(action));
    let evidence = if here.is_empty() { tables::error_evidence(&error.code, None) } else { here };
    let decides = tables::decided_by(&error.code).iter().map(|reader| reader.client.as_str());
    json!({
        "code": error.code,
        "means": error.means,
        "status": error.status,
        "decided_by": decides.collect::<Vec<_>>(),
        "evidence": evidence.sentences(),
    })
}

fn limits(shape: &Shape, shown: &mut Map<String, Value>) {
    for (name, limit) in [("min", shape.min), ("max", shape.max)] {
        if let Some(limit) = limit {
            // Whole numbers, but for two prices.
            let whole = limit.fract() == 0.0 && limit.abs() < 1e15;
            shown.insert(name.to_owned(), if whole { json!(limit as i64) } else { json!(limit) });
        }
    }
}

fn waiter(waiter: &Waiter) -> Value {
    let acceptor = |Acceptor { state, matcher }: &Acceptor| {
        let state: &str = state.into();
        let when = match matcher {
            Matcher::Path { argument, expected } => format!("{argument} is {expected}"),
            Matcher::PathAll { argument, expected } => format!("all of {argument} are {expected}"),
            Matcher::PathAny { argument, expected } => format!("any of {argument} is {expected}"),
            Matcher::Error(code) => format!("error {code}"),
            Matcher::Status(status) => format!("HTTP status {status}"),
        };
        json!({"state": state, "when": when})
    };
    json!({
        "name": waiter.name,
        "delay_s": waiter.delay.as_secs(),
        "max_attempts": waiter.max_attempts,
        "acceptors": waiter.acceptors.iter().map(acceptor).collect::<Vec<_>>(),
    })
}
