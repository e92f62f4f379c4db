//! Whether an expression uses members that a response cannot have.
//!
//! The expression is followed through AWS's model of the response as far as the form is certain; the results of
//! functions and literals are not followed.

use std::collections::BTreeSet;

use contract::{Contract, Operation, ShapeId, ShapeKind};
use jmespath::ast::Ast;
use located::nearest;

use crate::expression::evaluate::Expression;
use crate::expression::marks::is_marked;

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

/// A member that does not exist.
#[derive(Debug)]
pub(crate) struct Problem {
    /// The offset of the name in the expression, in bytes.
    pub(crate) offset: usize,
    pub(crate) member: String,
    /// What is wrong, in one line.
    pub(crate) headline: String,
    /// What to write instead.
    pub(crate) help: String,
}

impl ResponseForm {
    pub(crate) fn of(operation: &Operation) -> Self {
        ResponseForm::Of { operation: operation.name.clone(), output: operation.output }
    }

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

    fn in_words(&self, form: &Form) -> String {
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

/// What is known of a value.
#[derive(Debug, Clone)]
enum Form {
    Unknown,
    Scalar,
    List(Box<Form>),
    Shape(Part),
    Fixed(Members),
    /// Lower-case names of headers.
    Headers,
    /// What steps received that were sent at the same moment: all responses have this shape, or any.
    Together(Option<ShapeId>),
    /// A response of this shape, or an error.
    ResponseOrError(ShapeId),
}

/// A part of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    shape: ShapeId,
    /// One more than the position of its member in [`Walk::used`], whose items it is among if that is a list; 0: the response.
    at: usize,
}

impl Part {
    fn whole(shape: ShapeId) -> Self {
        Part { shape, at: 0 }
    }
}

/// A member that an expression uses.
#[derive(Debug)]
struct Used<'a> {
    /// What it is a member of, as [`Part::at`].
    of: usize,
    name: &'a str,
    is_list: bool,
}

/// Members that the scenario language defines, rather than AWS.
type Members = &'static [(&'static str, fn() -> Form)];

const ERROR: Members = &[
    ("Code", || Form::Scalar),
    ("Message", || Form::Scalar),
    ("RequestID", || Form::Scalar),
    ("Errors", || Form::List(Box::new(Form::Fixed(ERROR_ENTRY)))),
];
const ERROR_ENTRY: Members = &[("Code", || Form::Scalar), ("Message", || Form::Scalar)];
const HTTP: Members = &[
    ("status", || Form::Scalar),
    ("headers", || Form::Headers),
    ("body", || Form::Scalar),
    ("root", || Form::Scalar),
    ("xmlns", || Form::Scalar),
];

struct Walk<'a> {
    contract: &'a Contract,
    expression: &'a Expression,
    response: &'a ResponseForm,
    problems: Vec<Problem>,
    used: Vec<Used<'a>>,
}

impl<'a> Walk<'a> {
    fn new(contract: &'a Contract, expression: &'a Expression, response: &'a ResponseForm) -> Self {
        Walk { contract, expression, response, problems: Vec::new(), used: Vec::new() }
    }

    /// The path of a [`Part`].
    fn path(&self, at: usize) -> String {
        let Some(used) = at.checked_sub(1).map(|index| &self.used[index]) else { return String::new() };
        match self.inside(used.of) {
            of if of.is_empty() => used.name.to_owned(),
            of => format!("{of}.{}", used.name),
        }
    }

    /// The path of what is inside a [`Part`]: of each item, where it is a list.
    fn inside(&self, at: usize) -> String {
        let is_list = at.checked_sub(1).is_some_and(|index| self.used[index].is_list);
        format!("{}{}", self.path(at), if is_list { "[]" } else { "" })
    }

    /// The form of the result of `ast` over `form`.
    fn follow(&mut self, ast: &'a Ast, form: &Form) -> Form {
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
            let (headline, help) = self.in_words(name, form, lack);
            let offset = self.expression.original(offset);
            self.problems.push(Problem { offset, member: name.to_owned(), headline, help });
            Form::Unknown
        })
    }

    fn in_words(&self, name: &str, form: &Form, lack: Lack<'_>) -> (String, String) {
        if matches!(name, "null" | "true" | "false") {
            return (
                format!("`{name}` is the name of a member here"),
                format!("write the literal in backticks: `` `{name}` ``"),
            );
        }
        let help = match lack {
            Lack::Plain => {
                return (format!("a scalar has no member `{name}`"), "use the value itself".to_owned());
            }
            Lack::List => {
                let help = format!("write `[0].{name}` for the first item, `[].{name}` for all items");
                return (format!("`{name}` is a member of the items of a list, not of the list"), help);
            }
            Lack::LowerCase => format!("write names of headers in lower case: `{}`", name.to_lowercase()),
            Lack::Member(known) => match nearest(name, known.iter().copied()) {
                Some(right) => format!("did you mean `{right}`?"),
                None if known.is_empty() => "it has no members".to_owned(),
                None => format!("members are {}", some_of(&known)),
            },
        };
        (format!("{} has no member `{name}`", self.response.in_words(form)), help)
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

/// Why a member does not exist.
enum Lack<'a> {
    /// The value has no members at all.
    Plain,
    /// The value is a list.
    List,
    /// Names of headers are in lower case.
    LowerCase,
    /// The value has other members: these.
    Member(Vec<&'a str>),
}

/// At most eight of some names, for messages.
fn some_of(names: &[&str]) -> String {
    const SHOWN: usize = 8;
    let mut text = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        text.push_str(&format!(" and {} more", names.len() - SHOWN));
    }
    text
}
