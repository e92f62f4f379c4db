//! The text of a scaffold.

use contract::{Contract, Operation, ShapeKind, tables};
use record::ScenarioId;
use serde_json::{Map, Value};

use crate::files::is_area;
use crate::read::is_kebab_case;
use crate::scaffold::created::Created;
use crate::scaffold::flow::flow;
use crate::scaffold::sample::Sampler;

/// Why there is no scaffold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScaffoldError {
    /// No file can have the id.
    #[error("`{id}` is not a valid id for a scenario: write AREA/NAME, each in lower-case words joined by `-`")]
    InvalidId {
        /// The rejected id.
        id: String,
    },
    /// AWS's model does not have the action.
    #[error("unknown action `{action}`{}", suggestion.as_ref().map(|right| format!("; did you mean `{right}`?")).unwrap_or_default())]
    UnknownAction {
        /// The name that was given.
        action: String,
        /// The most similar name of an action.
        suggestion: Option<String>,
    },
    /// The action cannot be undone, so no scenario may call it.
    #[error("`{action}` cannot be undone: {reason}")]
    Irrevocable {
        /// The name of the action.
        action: String,
        /// Why it cannot be undone.
        reason: String,
    },
}

/// The text of a new scenario for `suites/<id>.yaml` that calls an action, as YAML that loads without errors or warnings.
///
/// The scenario has a placeholder for the claim, the AWS page of the action, a step with sample values for the required
/// parameters and an expectation, and, if the create/delete table knows how to find what the action creates, a step that
/// does so.
///
/// ```
/// use contract::Contract;
///
/// let text = scenario::scaffold("subnets/create", "CreateSubnet", Contract::embedded())?;
/// assert!(text.contains("  - CreateSubnet:\n      VpcId: vpc-0f0f0f0f0f0f0f0f0\n"));
/// assert!(text.contains("    save: { subnet: Subnet.SubnetId }\n"));
/// # Ok::<(), scenario::ScaffoldError>(())
/// ```
///
/// # Errors
/// The id is invalid, or the action is unknown or irrevocable.
pub fn scaffold(id: &str, action: &str, contract: &Contract) -> Result<String, ScaffoldError> {
    check_id(id)?;
    let operation = operation(action, contract)?;
    let sampler = Sampler::new(contract);
    let parameters = sampler.required(operation);
    let mut text = format!(
        "about: {action} does what its page documents (replace this with one precise claim).\nsource: {}\nsteps:\n",
        operation.page()
    );
    text.push_str(&call(action, &parameters));
    let created = Created::of(contract, operation);
    if let Some(created) = &created {
        text.push_str(&format!("    save: {{ {}: {} }}\n", created.variable, created.saved()));
    }
    text.push_str(&expectation(contract, operation));
    if let Some(created) = &created {
        let parameters = created.parameters(sampler.required(created.describe));
        text.push_str(&call(&created.describe.name, &parameters));
        text.push_str(&format!("    until:\n      - {}\n", created.condition()));
    }
    Ok(text)
}

fn check_id(id: &str) -> Result<(), ScaffoldError> {
    let parsed = id.parse::<ScenarioId>().ok();
    let is_valid = |id: &ScenarioId| is_area(id.area()) && is_kebab_case(id.name());
    match parsed.is_some_and(|id| is_valid(&id)) {
        true => Ok(()),
        false => Err(ScaffoldError::InvalidId { id: id.to_owned() }),
    }
}

fn operation<'c>(action: &str, contract: &'c Contract) -> Result<&'c Operation, ScaffoldError> {
    let Some(operation) = contract.operation(action) else {
        let suggestion = contract.nearest_operation(action).map(str::to_owned);
        return Err(ScaffoldError::UnknownAction { action: action.to_owned(), suggestion });
    };
    match tables::untracked(action).filter(|row| row.sort == tables::UntrackedSort::Irrevocable) {
        Some(row) => Err(ScaffoldError::Irrevocable { action: action.to_owned(), reason: row.why.clone() }),
        None => Ok(operation),
    }
}

/// The beginning of a step.
fn call(action: &str, parameters: &Map<String, Value>) -> String {
    if parameters.is_empty() {
        return format!("  - {action}: {{}}\n");
    }
    let lines = parameters.iter().map(|(name, value)| format!("      {name}: {}\n", flow(value)));
    std::iter::once(format!("  - {action}:\n")).chain(lines).collect()
}

/// An expectation that any successful response meets that has the first member of the output.
fn expectation(contract: &Contract, operation: &Operation) -> String {
    let first = operation.output.and_then(|output| contract.members(output).iter().next());
    let Some(member) = first else { return "    http:\n      - status: 200\n".to_owned() };
    let name = &member.name;
    let check = match &contract.shape(member.shape).kind {
        ShapeKind::List(_) => format!("\"length({name} || `[]`) >= `0`\""),
        ShapeKind::Boolean if name == "Return" => format!("{name}: true"),
        _ => format!("\"{name} != `null`\""),
    };
    format!("    expect:\n      - {check}\n")
}
