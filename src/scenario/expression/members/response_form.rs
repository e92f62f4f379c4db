//! The data over which an expression is evaluated.

use contract::{Operation, ShapeId};

use crate::expression::members::form::Form;

/// The form of the data over which an expression is evaluated.
#[derive(Debug, Clone)]
pub(crate) enum ResponseForm {
    /// Any form.
    Unknown,
    /// The response of an action.
    Of {
        operation: String,
        /// The shape of its output; absent where it has none.
        output: Option<ShapeId>,
    },
    /// `{Code, Message, RequestID, Errors: [{Code, Message}]}`
    Error,
    /// `{status, headers, body, root, xmlns}`
    Http,
    /// `{succeeded, codes, responses}`, of steps that are sent at the same moment.
    Together {
        /// The shape of the output, where all of them call one action.
        of: Option<ShapeId>,
    },
}

impl ResponseForm {
    pub(crate) fn of(operation: &Operation) -> Self {
        ResponseForm::Of { operation: operation.name.clone(), output: operation.output }
    }

    /// What has a form of this response, for messages.
    pub(super) fn in_words(&self, form: &Form) -> String {
        match (self, form) {
            (ResponseForm::Of { operation, output: Some(root) }, Form::Shape(part)) if *root != part.shape => {
                format!("this part of the response of `{operation}`")
            }
            (ResponseForm::Of { operation, .. }, _) => format!("the response of `{operation}`"),
            (ResponseForm::Error, _) => "an error".to_owned(),
            (ResponseForm::Together { .. }, Form::Together(_)) => "what several steps received".to_owned(),
            (ResponseForm::Together { .. }, _) => "a response or an error of these steps".to_owned(),
            (ResponseForm::Http | ResponseForm::Unknown, _) => "the HTTP response".to_owned(),
        }
    }
}
