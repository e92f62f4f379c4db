//! What is known of a value.

use contract::ShapeId;

/// What is known of a value.
#[derive(Debug, Clone)]
pub(super) enum Form {
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
pub(super) struct Part {
    pub(super) shape: ShapeId,
    /// One more than the position of its member in `Walk::used`, whose items it is among if that is a list; 0: the response.
    pub(super) at: usize,
}

impl Part {
    pub(super) fn whole(shape: ShapeId) -> Self {
        Part { shape, at: 0 }
    }
}

/// Members that the scenario language defines, rather than AWS.
pub(super) type Members = &'static [(&'static str, fn() -> Form)];

pub(super) const ERROR: Members = &[
    ("Code", || Form::Scalar),
    ("Message", || Form::Scalar),
    ("RequestID", || Form::Scalar),
    ("Errors", || Form::List(Box::new(Form::Fixed(ERROR_ENTRY)))),
];
const ERROR_ENTRY: Members = &[("Code", || Form::Scalar), ("Message", || Form::Scalar)];
pub(super) const HTTP: Members = &[
    ("status", || Form::Scalar),
    ("headers", || Form::Headers),
    ("body", || Form::Scalar),
    ("root", || Form::Scalar),
    ("xmlns", || Form::Scalar),
];
