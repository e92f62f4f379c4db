//! A member that does not exist, and what to write instead.

use located::nearest;

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

/// Why a member does not exist.
pub(super) enum Lack<'a> {
    /// The value has no members at all.
    Plain,
    /// The value is a list.
    List,
    /// Names of headers are in lower case.
    LowerCase,
    /// The value has other members: these.
    Member(Vec<&'a str>),
}

impl Lack<'_> {
    /// What is wrong, and what to write instead. `of`: what lacks the member.
    pub(super) fn in_words(self, name: &str, of: &str) -> (String, String) {
        if matches!(name, "null" | "true" | "false") {
            return (
                format!("`{name}` is the name of a member here"),
                format!("write the literal in backticks: `` `{name}` ``"),
            );
        }
        let help = match self {
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
        (format!("{of} has no member `{name}`"), help)
    }
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
