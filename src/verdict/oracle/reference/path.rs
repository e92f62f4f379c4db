//! Places in a response, without positions.

use contract::tables::{self, Volatility};

/// The current place in a response: `Reservations[].Instances[].State`.
#[derive(Debug, Clone)]
pub(crate) struct MemberPath<'a> {
    /// The action; empty if the request names none.
    pub(crate) operation: &'a str,
    text: String,
}

/// The place to return to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark(usize);

impl<'a> MemberPath<'a> {
    pub(crate) fn new(operation: &'a str) -> Self {
        MemberPath { operation, text: String::new() }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn enter(&mut self, member: &str) -> Mark {
        let mark = Mark(self.text.len());
        if !self.text.is_empty() {
            self.text.push('.');
        }
        self.text.push_str(member);
        mark
    }

    /// Goes into the elements of the list that is here.
    pub(crate) fn enter_elements(&mut self) -> Mark {
        let mark = Mark(self.text.len());
        self.text.push_str("[]");
        mark
    }

    pub(crate) fn leave(&mut self, mark: Mark) {
        self.text.truncate(mark.0);
    }

    /// The member that is here, or whose elements are.
    pub(crate) fn member(&self) -> &str {
        let last = self.text.rsplit('.').next().unwrap_or_default();
        last.trim_end_matches("[]")
    }

    /// The member that holds the one that is here.
    pub(crate) fn holder(&self) -> &str {
        let holder = self.text.rsplit_once('.').map_or("", |(holder, _)| holder);
        holder.rsplit('.').next().unwrap_or_default().trim_end_matches("[]")
    }

    /// Whether the list that is here is at the top of the answer.
    pub(crate) fn is_at_top(&self) -> bool {
        !self.text.contains(['.', '['])
    }

    /// Why the value that is here varies.
    pub(crate) fn volatility(&self) -> Option<Volatility> {
        let text = self.text.strip_suffix("[]").unwrap_or(&self.text);
        match text.rsplit('.').next() {
            // An answer without a model has the names of its elements.
            Some(name) if name.starts_with(|c: char| c.is_ascii_lowercase()) => {
                let mut member = name.to_owned();
                member[..1].make_ascii_uppercase();
                tables::volatility(member.trim_end_matches("[]"))
            }
            _ => tables::volatility_at(self.operation, text),
        }
    }

    /// By which members the elements of the list that is here are told apart.
    pub(crate) fn identity(&self) -> &'static [String] {
        tables::identity_key(self.operation, self.member()).unwrap_or_default()
    }

    /// Whether a name of a member, as people write it (`Instances[].State`), is that of this place.
    pub(crate) fn is(&self, member: &str) -> bool {
        let before = self.text.strip_suffix("[]").unwrap_or(&self.text).strip_suffix(member.trim_end_matches("[]"));
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_entered_and_left() {
        let mut path = MemberPath::new("DescribeInstances");
        path.enter("Reservations");
        assert!(path.is_at_top());
        let mark = path.enter_elements();
        path.enter("Instances");
        path.enter_elements();
        assert_eq!((path.member(), path.is_at_top()), ("Instances", false));
        path.enter("State");
        path.enter("Code");
        assert_eq!((path.text(), path.holder()), ("Reservations[].Instances[].State.Code", "State"));
        assert!(path.is("State.Code") && path.is("Instances[].State.Code") && !path.is("tate.Code"));
        path.leave(mark);
        assert_eq!(path.text(), "Reservations");
    }

    #[test]
    fn what_varies_is_known_with_and_without_a_model() {
        let mut path = MemberPath::new("DescribeVolumes");
        path.enter("Volumes");
        path.enter_elements();
        let mark = path.enter("CreateTime");
        assert_eq!(path.volatility(), Some(Volatility::Time));
        path.leave(mark);
        path.enter("createTime");
        assert_eq!(path.volatility(), Some(Volatility::Time));
    }
}
