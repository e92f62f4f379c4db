//! Which variables a file uses and sets, and whether each is set before it is used.

use std::collections::{BTreeMap, BTreeSet};

use located::{Reader, Span, nearest};

/// The variables that every scenario has.
pub(crate) const BUILT_IN: &[&str] = &["unique", "run", "region", "facts", "client", "now"];
/// Those of them that are families: a name follows.
const FAMILIES: [(&str, &str); 2] =
    [("facts", "add the name of a fact: `${facts.image}`"), ("client", "add the name of a client: `${client.boto3}`")];

pub(crate) fn is_built_in(name: &str) -> bool {
    BUILT_IN.contains(&name)
}

/// Uses and assignments of variables, in the order of execution.
#[derive(Debug, Default)]
pub(crate) struct Names {
    events: Vec<Event>,
    changed: Vec<Changed>,
}

#[derive(Debug)]
enum Event {
    Used { name: String, span: Span },
    Saved { name: String, span: Span },
}

/// A variable that names what an action changes or deletes.
#[derive(Debug)]
pub(crate) struct Changed {
    pub(crate) name: String,
    /// The value in which it occurs.
    pub(crate) span: Span,
    pub(crate) operation: String,
}

/// Where a variable is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// In `vars:` or a case, at this place.
    Declared(Span),
    /// In a fixture that exports it.
    Exported,
    /// In the `save` of a step, at this place.
    Saved(Span),
}

impl Names {
    /// Notes that a variable is used.
    pub(crate) fn used(&mut self, name: &str, span: Span) {
        self.events.push(Event::Used { name: name.to_owned(), span });
    }

    /// Notes that a step sets a variable.
    pub(crate) fn saved(&mut self, name: &str, span: Span) {
        self.events.push(Event::Saved { name: name.to_owned(), span });
    }

    /// Notes that an action changes or deletes what a variable names.
    pub(crate) fn changed(&mut self, name: &str, span: Span, operation: &str) {
        self.changed.push(Changed { name: name.to_owned(), span, operation: operation.to_owned() });
    }

    /// The variables whose resources are changed or deleted.
    pub(crate) fn changes(&self) -> &[Changed] {
        &self.changed
    }

    /// The names that any step saves.
    pub(crate) fn all_saved(&self) -> impl Iterator<Item = &str> {
        self.events.iter().filter_map(|event| match event {
            Event::Saved { name, .. } => Some(name.as_str()),
            Event::Used { .. } => None,
        })
    }

    /// Reports uses of variables that are not set by then, and variables that are never used. `known` are set at the
    /// beginning; `wanted` count as used (the exports of a fixture).
    pub(crate) fn check(&self, reader: &mut Reader, mut known: BTreeMap<String, Origin>, wanted: &[String]) {
        let mut used: BTreeSet<String> = wanted.iter().cloned().collect();
        for (index, event) in self.events.iter().enumerate() {
            match event {
                Event::Used { name, span } => match find(name, &known) {
                    Some(found) => {
                        used.insert(found.to_owned());
                    }
                    None if name.split('.').next().is_some_and(is_built_in) => self.check_built_in(reader, name, *span),
                    None => self.report_unknown(reader, name, *span, index, &known),
                },
                Event::Saved { name, span } => match known.get(name) {
                    Some(Origin::Saved(earlier)) if !used.contains(name) => {
                        let diagnostic = reader
                            .warning("unused-save", format!("`{name}` is saved again before it is used"), *span)
                            .related(*earlier, "first saved here");
                        reader.report(diagnostic);
                    }
                    Some(Origin::Declared(earlier)) => {
                        let diagnostic = reader
                            .error("save-hides", format!("`{name}` would replace a declared variable"), *span)
                            .related(*earlier, "declared here")
                            .help("use another name");
                        reader.report(diagnostic);
                    }
                    Some(Origin::Exported) => {
                        let headline = format!("`{name}` would replace a variable that a fixture exports");
                        let help = "use another name, or give the fixture an alias: `- net: fixture`";
                        reader.report(reader.error("save-hides", headline, *span).help(help));
                    }
                    Some(Origin::Saved(_)) | None => {
                        // Later uses refer to the later value.
                        if !wanted.contains(name) {
                            used.remove(name);
                        }
                        known.insert(name.clone(), Origin::Saved(*span));
                    }
                },
            }
        }
        for (name, origin) in known.iter().filter(|(name, _)| !used.contains(*name)) {
            let (code, headline, span) = match origin {
                Origin::Saved(span) => ("unused-save", format!("`{name}` is saved and never used"), *span),
                Origin::Declared(span) => ("unused-variable", format!("`{name}` is never used"), *span),
                Origin::Exported => continue,
            };
            reader.report(reader.warning(code, headline, span));
        }
    }

    fn check_built_in(&self, reader: &mut Reader, name: &str, span: Span) {
        let first = name.split('.').next().unwrap_or(name);
        let family = FAMILIES.iter().find(|(family, _)| *family == first);
        let (headline, help) = match (family, first == name) {
            (Some(_), false) | (None, true) => return,
            (Some((_, help)), true) => (format!("`{first}` is not a variable"), (*help).to_owned()),
            (None, false) => {
                (format!("`{name}` does not exist: `{first}` is a string"), format!("write `${{{first}}}`"))
            }
        };
        reader.report(reader.error("unknown-variable", headline, span).help(help));
    }

    fn report_unknown(
        &self,
        reader: &mut Reader,
        name: &str,
        span: Span,
        index: usize,
        known: &BTreeMap<String, Origin>,
    ) {
        let later = self.events[index..].iter().find_map(|event| match event {
            Event::Saved { name: saved, span } if is_part_of(name, saved) => Some(*span),
            _ => None,
        });
        let headline = format!("the variable `{name}` is not set here");
        let diagnostic = match later {
            Some(later) => reader
                .error("used-before-saved", headline, span)
                .related(later, "saved here, too late")
                .help("a step can use what earlier steps have saved"),
            None => {
                let names = known.keys().map(String::as_str).chain(self.all_saved()).chain(BUILT_IN.iter().copied());
                let help = match nearest(name, names) {
                    Some(right) => format!("did you mean `{right}`?"),
                    None if known.is_empty() => "set it in `vars:`, or with `save:` in an earlier step".to_owned(),
                    None => {
                        let known: Vec<String> = known.keys().map(|name| format!("`{name}`")).collect();
                        format!("variables set here: {}", known.join(", "))
                    }
                };
                reader.error("unknown-variable", headline, span).help(help)
            }
        };
        reader.report(diagnostic);
    }
}

/// The longest known variable that a path such as `net.vpc.0` begins with.
pub(crate) fn find<'a, T>(path: &str, known: &'a BTreeMap<String, T>) -> Option<&'a str> {
    let ends = std::iter::once(path.len()).chain(path.rmatch_indices('.').map(|(dot, _)| dot));
    ends.filter_map(|end| known.get_key_value(&path[..end])).map(|(name, _)| name.as_str()).next()
}

fn is_part_of(path: &str, name: &str) -> bool {
    path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
