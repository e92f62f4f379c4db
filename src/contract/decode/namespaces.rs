//! The namespaces that prefixes stand for: <https://www.w3.org/TR/xml-names/#scoping>.

use std::collections::HashMap;

/// The namespace prefixes that are declared at the current element.
#[derive(Default)]
pub(crate) struct Prefixes<'a> {
    /// Prefix -> its namespaces, the innermost last.
    declared: HashMap<&'a str, Vec<String>>,
    /// The prefixes that each open element declares: depth, prefix.
    open: Vec<(usize, &'a str)>,
}

impl<'a> Prefixes<'a> {
    /// Declares a prefix until the element at `depth` is closed.
    pub(crate) fn declare(&mut self, depth: usize, prefix: &'a str, uri: String) {
        self.declared.entry(prefix).or_default().push(uri);
        self.open.push((depth, prefix));
    }

    /// Ends the declarations of the element at `depth`.
    pub(crate) fn close(&mut self, depth: usize) {
        while let Some((_, prefix)) = self.open.pop_if(|(declared, _)| *declared == depth) {
            if let Some(uris) = self.declared.get_mut(prefix) {
                uris.pop();
            }
        }
    }

    /// The namespace of a prefix; of `""`, the namespace of names without one.
    pub(crate) fn namespace(&self, prefix: &str) -> Option<&str> {
        match self.declared.get(prefix).and_then(|uris| uris.last()) {
            Some(uri) => Some(uri),
            None if prefix == "xml" => Some("http://www.w3.org/XML/1998/namespace"),
            None => None,
        }
    }
}
