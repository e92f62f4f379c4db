//! The members that an expression uses: those that exist, and those that do not.

use std::collections::BTreeSet;

use contract::{Contract, ShapeKind};

use crate::expression::evaluate::Expression;
use crate::expression::members::form::{ERROR, Form, HTTP, Part};
use crate::expression::members::problem::Problem;
use crate::expression::members::response_form::ResponseForm;
use crate::expression::members::walk::Walk;

impl ResponseForm {
    /// The members that `expression` uses and that do not exist.
    pub(crate) fn check(&self, contract: &Contract, expression: &Expression) -> Vec<Problem> {
        let root = match self {
            ResponseForm::Unknown => return Vec::new(),
            ResponseForm::Of { output: Some(shape), .. } => Form::Shape(Part::whole(*shape)),
            ResponseForm::Of { output: None, .. } => Form::Fixed(&[]),
            ResponseForm::Error => Form::Fixed(ERROR),
            ResponseForm::Http => Form::Fixed(HTTP),
            ResponseForm::Together { of } => Form::Together(*of),
        };
        let mut walk = Walk::new(contract, expression, self);
        walk.follow(expression.ast(), &root);
        walk.problems
    }

    /// The members that `expression` uses and that exist: `Vpcs`, `Vpcs[].VpcId`. Second, the part of the response that is its
    /// value, where that is certain: `Vpcs[]`.
    pub(crate) fn reads(&self, contract: &Contract, expression: &Expression) -> (BTreeSet<String>, Option<String>) {
        let ResponseForm::Of { output: Some(shape), .. } = self else { return Default::default() };
        let mut walk = Walk::new(contract, expression, self);
        let mut end = walk.follow(expression.ast(), &Form::Shape(Part::whole(*shape)));
        while let Form::List(item) = end {
            end = *item;
        }
        let end = match end {
            Form::Shape(part) => Some(walk.inside(part.at)),
            _ => None,
        };
        ((1..=walk.used.len()).map(|at| walk.path(at)).collect(), end)
    }

    /// Whether the value of `expression` is certainly text, or a list of texts.
    pub(crate) fn is_text(&self, contract: &Contract, expression: &Expression) -> bool {
        let ResponseForm::Of { output: Some(shape), .. } = self else { return false };
        let mut walk = Walk::new(contract, expression, self);
        let text = |form: &Form| match form {
            Form::Shape(part) => matches!(contract.shape(part.shape).kind, ShapeKind::String { .. }),
            _ => false,
        };
        match walk.follow(expression.ast(), &Form::Shape(Part::whole(*shape))) {
            Form::List(item) => text(&item),
            Form::Shape(part) => match &contract.shape(part.shape).kind {
                ShapeKind::List(list) => text(&Form::Shape(Part { shape: list.item, ..part })),
                _ => text(&Form::Shape(part)),
            },
            _ => false,
        }
    }
}
