//! Which variables a file uses and sets, and whether each use finds one that is set.

use std::collections::{BTreeMap, BTreeSet};

use located::{Reader, Span, nearest};

/// The variables that are always there.
pub(crate) const BUILT_IN: &[&str] = &["unique", "run", "region", "facts", "now"];

/// Whether a variable of that name is always there.
pub(crate) fn is_built_in(name: &str) -> bool {
    BUILT_IN.contains(&name)
}

/// Uses and settings, in the order in which they happen.
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

/// A variable that is handed to an action as the thing to be changed or deleted.
#[derive(Debug)]
pub(crate) struct Changed {
    /// The variable.
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) span: Span,
    /// The action.
    pub(crate) operation: String,
}

/// Where a variable comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// `vars:` or a case, with the place of its name.
    Declared(Span),
    /// A fixture's `exports`.
    Exported,
    /// A step's `save`.
    Saved(Span),
}

impl Names {
    /// A variable is used.
    pub(crate) fn used(&mut self, name: &str, span: Span) {
        self.events.push(Event::Used { name: name.to_owned(), span });
    }

    /// A step saves a value.
    pub(crate) fn saved(&mut self, name: &str, span: Span) {
        self.events.push(Event::Saved { name: name.to_owned(), span });
    }

    /// An action changes or deletes what a variable names.
    pub(crate) fn changed(&mut self, name: &str, span: Span, operation: &str) {
        self.changed.push(Changed { name: name.to_owned(), span, operation: operation.to_owned() });
    }

    /// What is changed or deleted.
    pub(crate) fn changes(&self) -> &[Changed] {
        &self.changed
    }

    /// All names that are saved anywhere.
    pub(crate) fn all_saved(&self) -> impl Iterator<Item = &str> {
        self.events.iter().filter_map(|event| match event {
            Event::Saved { name, .. } => Some(name.as_str()),
            Event::Used { .. } => None,
        })
    }

    /// Checks every use against what is set by then: `known` to begin with. Names in `wanted` count as used
    /// (a fixture's exports).
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
                            .warning("unused-save", format!("`{name}` is saved anew before it was used"), *span)
                            .related(*earlier, "saved here");
                        reader.report(diagnostic);
                    }
                    Some(Origin::Declared(earlier)) => {
                        let diagnostic = reader
                            .error("save-hides", format!("`{name}` would replace the variable declared"), *span)
                            .related(*earlier, "declared here")
                            .help("save it under another name");
                        reader.report(diagnostic);
                    }
                    Some(Origin::Exported) => {
                        let headline = format!("`{name}` would replace the export of a fixture");
                        let help = "save it under another name, or give the fixture an alias: `- net: fixture`";
                        reader.report(reader.error("save-hides", headline, *span).help(help));
                    }
                    Some(Origin::Saved(_)) | None => {
                        // A later use means the later value.
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
        let sound = if name == "facts" { false } else { name.starts_with("facts.") || !name.contains('.') };
        if !sound {
            let (headline, help) = match name.split_once('.') {
                Some((first, _)) => {
                    (format!("`{name}`: `{first}` is a text and has no parts"), format!("write `${{{first}}}`"))
                }
                None => ("`facts` is no variable by itself".to_owned(), "name the fact: `${facts.image}`".to_owned()),
            };
            reader.report(reader.error("unknown-variable", headline, span).help(help));
        }
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
        let headline = format!("no variable `{name}` is set here");
        let diagnostic = match later {
            Some(later) => reader
                .error("used-before-saved", headline, span)
                .related(later, "saved only here")
                .help("a step sees what earlier steps saved"),
            None => {
                let names = known.keys().map(String::as_str).chain(self.all_saved()).chain(BUILT_IN.iter().copied());
                let help = match nearest(name, names) {
                    Some(right) => format!("did you mean `{right}`?"),
                    None if known.is_empty() => "set it under `vars:`, or with `save:` in an earlier step".to_owned(),
                    None => {
                        let known: Vec<String> = known.keys().map(|name| format!("`{name}`")).collect();
                        format!("set here are {}", known.join(", "))
                    }
                };
                reader.error("unknown-variable", headline, span).help(help)
            }
        };
        reader.report(diagnostic);
    }
}

/// The variable that a path like `net.vpc.0` begins with, where one is known.
pub(crate) fn find<'a, T>(path: &str, known: &'a BTreeMap<String, T>) -> Option<&'a str> {
    let ends = std::iter::once(path.len()).chain(path.rmatch_indices('.').map(|(dot, _)| dot));
    ends.filter_map(|end| known.get_key_value(&path[..end])).map(|(name, _)| name.as_str()).next()
}

fn is_part_of(path: &str, name: &str) -> bool {
    path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
