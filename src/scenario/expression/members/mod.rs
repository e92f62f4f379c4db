//! Whether an expression uses members that a response cannot have.
//!
//! The expression is followed through AWS's model of the response as far as the form is certain; the results of
//! functions and literals are not followed.

mod check;
mod form;
mod problem;
mod response_form;
mod walk;

pub(crate) use response_form::ResponseForm;
