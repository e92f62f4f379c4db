//! A scenario's own variables, put into the scope in which its steps run.

use crate::model::Scenario;
use crate::variables::scope::{MissingVariable, Scope};
use crate::variables::template::Template;

impl Scenario {
    /// Sets the values of its case and its `vars`, each of which may be made of built-in variables, of what its
    /// fixtures export and of those set before it.
    ///
    /// # Errors
    /// One of them is made of a variable that the scope does not have (a fact that the endpoint's profile does
    /// not name, say).
    pub fn declare(&self, scope: &mut Scope) -> Result<(), MissingVariable> {
        for (name, value) in &self.variables {
            // Loading made sure that it is a template; one that is none stands for itself.
            let value = match Template::new(value.clone()) {
                Ok(template) => template.resolve(scope)?,
                Err(_) => value.clone(),
            };
            scope.set(name.as_str(), value);
        }
        Ok(())
    }
}
