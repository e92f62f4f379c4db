//! The description of an operation as text.

use std::fmt::Write as _;

use serde_json::Value;

use crate::api_version::Contract;
use crate::operation::Operation;
use crate::show::describe::show_json;

/// The most values of an enum that are printed; [`show_json`] has all.
const VALUES: usize = 8;

/// The description of an operation as text for a terminal. [`show_json`] has more detail.
///
/// A member is printed as `Name (wire name): type`, a required one with a `*`.
pub fn show(contract: &Contract, operation: &Operation) -> String {
    let shown = show_json(contract, operation);
    let mut text = Text::default();
    text.line(0, &format!("{} (API version {})", operation.name, contract.api_version()));
    text.line(0, &operation.page());
    text.line(0, &traits(&shown).join("; "));
    text.section("Parameters (* required)", &shown["parameters"], "none");
    text.filters(&shown["filters"]);
    text.section("Response", &shown["response"], "only <requestId>, and mostly <return>true</return>");
    text.always(&shown["always"]);
    text.waiters(&shown["waiters"]);
    text.paging(&shown["paging"]);
    text.errors(&shown["errors"]);
    text.examples(&shown["examples"]);
    text.0
}

/// What the operation does: `read-only`, `creates: vpc (deleted by DeleteVpc)`.
fn traits(shown: &Value) -> Vec<String> {
    let mut traits = Vec::new();
    if shown["deprecated"] == true {
        traits.push("deprecated".to_owned());
    }
    traits.push(if shown["reads_only"] == true { "read-only" } else { "modifying" }.to_owned());
    let word = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    if let creates @ Value::Object(_) = &shown["creates"] {
        traits.push(format!("creates: {} (deleted by {})", word(creates, "kind"), word(creates, "deleted_by")));
    }
    if let deletes @ Value::Object(_) = &shown["deletes"] {
        traits.push(format!("deletes: {}", word(deletes, "kind")));
    }
    traits.push(if shown["dry_run"] == true { "has DryRun" } else { "has no DryRun" }.to_owned());
    traits
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn line(&mut self, depth: usize, line: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "{:width$}{line}", "", width = depth * 2);
    }

    fn heading(&mut self, heading: &str) {
        self.0.push('\n');
        self.line(0, heading);
    }

    fn section(&mut self, heading: &str, members: &Value, none: &str) {
        self.heading(heading);
        match list(members) {
            [] => self.line(1, none),
            members => self.members(members, 1),
        }
    }

    /// The filters that AWS documents, with their values.
    fn filters(&mut self, filters: &Value) {
        let Some(filters) = filters.as_object() else { return };
        self.heading(&format!("Filters ({})", filters.len()));
        for (name, values) in filters {
            let values = list(values).iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | ");
            self.line(1, &if values.is_empty() { name.clone() } else { format!("{name}: {values}") });
        }
    }

    fn members(&mut self, members: &[Value], depth: usize) {
        for member in members {
            let text = |key: &str| member[key].as_str().unwrap_or_default();
            let mut line = format!("{}{}", text("name"), if member["required"] == true { "*" } else { "" });
            if text("wire") != text("name") {
                let _ = write!(line, " ({})", text("wire"));
            }
            let _ = write!(line, ": {}", text("type"));
            for note in notes(member) {
                let _ = write!(line, ", {note}");
            }
            self.line(depth, &line);
            self.members(list(&member["members"]), depth + 1);
        }
    }

    /// The members that AWS always returns, with what supports each.
    fn always(&mut self, claims: &Value) {
        if !list(claims).is_empty() {
            self.heading("Always in the response");
        }
        for claim in list(claims) {
            let text = |key: &str| claim[key].as_str().unwrap_or_default();
            let words = |values: &Value| list(values).iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or ");
            let mut line = format!("{}: {}", text("path"), text("severity"));
            for (member, values) in claim["unless"].as_object().into_iter().flatten() {
                let is = if list(values).is_empty() { "is there".to_owned() } else { format!("is {}", words(values)) };
                let _ = write!(line, "; not where {member} {is}");
            }
            for member in list(&claim["only_where"]).iter().filter_map(Value::as_str) {
                let _ = write!(line, "; where {member} is there");
            }
            let clients: Vec<&str> =
                list(&claim["read_by"]).iter().filter_map(|reader| reader["client"].as_str()).collect();
            if !clients.is_empty() {
                let _ = write!(line, "; read by {}", distinct(clients).join(", "));
            }
            let evidence = list(&claim["evidence"]);
            let _ = match evidence {
                [] => write!(line, "; no evidence"),
                _ => evidence.iter().filter_map(Value::as_str).try_for_each(|sentence| write!(line, "; {sentence}")),
            };
            self.line(1, &line);
        }
    }

    fn waiters(&mut self, waiters: &Value) {
        for waiter in list(waiters) {
            let name = waiter["name"].as_str().unwrap_or_default();
            self.heading(&format!(
                "Waiter {name} (every {} s, at most {} times)",
                waiter["delay_s"], waiter["max_attempts"]
            ));
            for acceptor in list(&waiter["acceptors"]) {
                let text = |key: &str| acceptor[key].as_str().unwrap_or_default();
                self.line(1, &format!("{}: {}", text("state"), text("when")));
            }
        }
    }

    fn paging(&mut self, paging: &Value) {
        if paging.is_object() {
            self.heading("Paging");
            let names = |key: &str| list(&paging[key]).iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ");
            let limit = paging["limit"].as_str().map(|limit| format!(", at most {limit} a page")).unwrap_or_default();
            self.line(
                1,
                &format!(
                    "of {}{limit}: {} from the previous page's {}",
                    names("results"),
                    names("token"),
                    names("next")
                ),
            );
        }
    }

    fn errors(&mut self, errors: &Value) {
        self.heading("Specific error codes");
        if list(errors).is_empty() {
            self.line(1, "none known");
        }
        for error in list(errors) {
            let text = |key: &str| error[key].as_str().unwrap_or_default();
            self.line(1, &format!("{}: {}", text("code"), text("means")));
        }
    }

    fn examples(&mut self, examples: &Value) {
        if !list(examples).is_empty() {
            self.heading("AWS's worked examples");
            for example in list(examples) {
                self.line(1, example.as_str().unwrap_or_default());
            }
        }
    }
}

/// Each of these once, in their order.
fn distinct(names: Vec<&str>) -> Vec<&str> {
    let mut seen = Vec::new();
    names.into_iter().for_each(|name| {
        if !seen.contains(&name) {
            seen.push(name)
        }
    });
    seen
}

/// A member's limits, values and flags.
fn notes(member: &Value) -> Vec<String> {
    let mut notes = Vec::new();
    let values = list(&member["values"]);
    if !values.is_empty() {
        let shown: Vec<&str> = values.iter().take(VALUES).filter_map(Value::as_str).collect();
        let more = values.len() - shown.len();
        let more = if more > 0 { format!(" | {more} more") } else { String::new() };
        notes.push(format!("{}{more}", shown.join(" | ")));
    }
    notes.extend(match (member.get("min"), member.get("max")) {
        (Some(min), Some(max)) => Some(format!("{min} to {max}")),
        (Some(min), None) => Some(format!("at least {min}")),
        (None, Some(max)) => Some(format!("at most {max}")),
        (None, None) => None,
    });
    let flags = [
        ("idempotency_token", "idempotency token: filled in if omitted"),
        ("deprecated", "deprecated"),
        ("sensitive", "secret"),
        ("recursive", "as above"),
    ];
    notes.extend(flags.into_iter().filter(|(key, _)| member[key] == true).map(|(_, note)| note.to_owned()));
    notes
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
