//! An expression, followed through the form of its data.

use contract::{Contract, ShapeKind};
use jmespath::ast::Ast;

use crate::expression::evaluate::Expression;
use crate::expression::marks::is_marked;
use crate::expression::members::form::{ERROR, Form, Part};
use crate::expression::members::problem::{Lack, Problem};
use crate::expression::members::response_form::ResponseForm;

/// A member that an expression uses.
#[derive(Debug)]
pub(super) struct Used<'a> {
    /// What it is a member of, as [`Part::at`].
    of: usize,
    name: &'a str,
    is_list: bool,
}

pub(super) struct Walk<'a> {
    contract: &'a Contract,
    expression: &'a Expression,
    response: &'a ResponseForm,
    pub(super) problems: Vec<Problem>,
    pub(super) used: Vec<Used<'a>>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(contract: &'a Contract, expression: &'a Expression, response: &'a ResponseForm) -> Self {
        Walk { contract, expression, response, problems: Vec::new(), used: Vec::new() }
    }

    /// The path of a [`Part`].
    pub(super) fn path(&self, at: usize) -> String {
        let Some(used) = at.checked_sub(1).map(|index| &self.used[index]) else { return String::new() };
        match self.inside(used.of) {
            of if of.is_empty() => used.name.to_owned(),
            of => format!("{of}.{}", used.name),
        }
    }

    /// The path of what is inside a [`Part`]: of each item, where it is a list.
    pub(super) fn inside(&self, at: usize) -> String {
        let is_list = at.checked_sub(1).is_some_and(|index| self.used[index].is_list);
        format!("{}{}", self.path(at), if is_list { "[]" } else { "" })
    }

    /// The form of the result of `ast` over `form`.
    pub(super) fn follow(&mut self, ast: &'a Ast, form: &Form) -> Form {
        match ast {
            Ast::Identity { .. } | Ast::Slice { .. } => form.clone(),
            Ast::Literal { .. } => Form::Unknown,
            Ast::Field { name, offset } => self.member(form, name, *offset),
            Ast::Subexpr { lhs, rhs, .. } => {
                let inner = self.follow(lhs, form);
                self.follow(rhs, &inner)
            }
            Ast::Index { .. } => self.item(form),
            Ast::Projection { lhs, rhs, .. } => {
                let list = self.follow(lhs, form);
                let item = self.item(&list);
                Form::List(Box::new(self.follow(rhs, &item)))
            }
            Ast::Flatten { node, .. } => {
                let list = self.follow(node, form);
                match self.item(&list) {
                    Form::List(inner) => Form::List(inner),
                    Form::Shape(part) if self.list_member(part).is_some() => Form::Shape(part),
                    item => Form::List(Box::new(item)),
                }
            }
            Ast::Condition { predicate, then, .. } => {
                self.follow(predicate, form);
                self.follow(then, form)
            }
            Ast::Comparison { lhs, rhs, .. } => {
                self.follow(lhs, form);
                self.follow(rhs, form);
                Form::Scalar
            }
            Ast::And { lhs, rhs, .. } | Ast::Or { lhs, rhs, .. } => {
                self.follow(lhs, form);
                self.follow(rhs, form);
                Form::Unknown
            }
            Ast::Not { node, .. } => {
                self.follow(node, form);
                Form::Scalar
            }
            Ast::ObjectValues { node, .. } => {
                self.follow(node, form);
                Form::Unknown
            }
            Ast::MultiList { elements, .. } => {
                elements.iter().for_each(|element| drop(self.follow(element, form)));
                Form::Unknown
            }
            Ast::MultiHash { elements, .. } => {
                elements.iter().for_each(|element| drop(self.follow(&element.value, form)));
                Form::Unknown
            }
            Ast::Function { name, args, .. } => self.function(name, args, form),
            Ast::Expref { .. } => Form::Unknown,
        }
    }

    /// Expression references are evaluated over the items of the list that is the other argument.
    fn function(&mut self, name: &str, args: &'a [Ast], form: &Form) -> Form {
        let forms: Vec<Form> = args.iter().map(|arg| self.follow(arg, form)).collect();
        let first = forms.first().cloned().unwrap_or(Form::Unknown);
        match (name, args) {
            ("sort_by" | "max_by" | "min_by", [_, Ast::Expref { ast, .. }]) => {
                let item = self.item(&first);
                self.follow(ast, &item);
                if name == "sort_by" { first } else { item }
            }
            ("map", [Ast::Expref { ast, .. }, _]) => {
                let item = self.item(&forms[1]);
                Form::List(Box::new(self.follow(ast, &item)))
            }
            ("sort" | "reverse", _) => first,
            _ => Form::Unknown,
        }
    }

    /// The form of a member; reports a problem where it does not exist.
    fn member(&mut self, form: &Form, name: &'a str, offset: usize) -> Form {
        if is_marked(name) {
            return Form::Unknown;
        }
        let found = match form {
            Form::Unknown => Ok(Form::Unknown),
            Form::Headers if name.to_lowercase() == name => Ok(Form::Scalar),
            Form::Headers => Err(Lack::LowerCase),
            Form::Scalar => Err(Lack::Plain),
            Form::List(_) => Err(Lack::List),
            Form::Fixed(members) => match members.iter().find(|(known, _)| *known == name) {
                Some((_, form)) => Ok(form()),
                None => Err(Lack::Member(members.iter().map(|(known, _)| *known).collect())),
            },
            Form::Shape(part) => self.shape_member(*part, name),
            Form::Together(of) => match name {
                "succeeded" => Ok(Form::Scalar),
                "codes" => Ok(Form::List(Box::new(Form::Scalar))),
                "responses" => Ok(Form::List(Box::new(of.map_or(Form::Unknown, Form::ResponseOrError)))),
                _ => Err(Lack::Member(vec!["succeeded", "codes", "responses"])),
            },
            Form::ResponseOrError(shape) => match ERROR.iter().find(|(known, _)| *known == name) {
                Some((_, form)) => Ok(form()),
                None => self.shape_member(Part::whole(*shape), name),
            },
        };
        found.unwrap_or_else(|lack| {
            let (headline, help) = lack.in_words(name, &self.response.in_words(form));
            let offset = self.expression.original(offset);
            self.problems.push(Problem { offset, member: name.to_owned(), headline, help });
            Form::Unknown
        })
    }

    fn item(&self, list: &Form) -> Form {
        match list {
            Form::List(item) => (**item).clone(),
            Form::Shape(part) => self.list_member(*part).unwrap_or(Form::Unknown),
            Form::Unknown
            | Form::Scalar
            | Form::Fixed(_)
            | Form::Headers
            | Form::Together(_)
            | Form::ResponseOrError(_) => Form::Unknown,
        }
    }

    fn shape_member(&mut self, part: Part, name: &'a str) -> Result<Form, Lack<'a>> {
        match &self.contract.shape(part.shape).kind {
            ShapeKind::Structure(members) => match members.get(name) {
                Some(member) => {
                    let is_list = self.contract.list(member.shape).is_some();
                    self.used.push(Used { of: part.at, name, is_list });
                    Ok(Form::Shape(Part { shape: member.shape, at: self.used.len() }))
                }
                None => Err(Lack::Member(members.iter().map(|member| member.name.as_str()).collect())),
            },
            ShapeKind::List(_) => Err(Lack::List),
            ShapeKind::Map(_) => Ok(Form::Unknown),
            _ => Err(Lack::Plain),
        }
    }

    fn list_member(&self, part: Part) -> Option<Form> {
        match &self.contract.shape(part.shape).kind {
            ShapeKind::List(list) => Some(Form::Shape(Part { shape: list.item, ..part })),
            _ => None,
        }
    }
}
