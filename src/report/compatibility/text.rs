//! The table on the screen, in columns for `grep` and `sort`.

use std::collections::BTreeSet;
use std::io::{self, Write};

use contract::tables;
use verdict::{ActionCoverage, Compatibility, Coverage};

use crate::text::{counted, sanitize};

/// Writes the actions that a suite calls, by area; with `verbose` each parameter and error.
pub fn write_coverage(coverage: &Coverage, verbose: bool, out: &mut dyn Write) -> io::Result<()> {
    for (area, actions) in coverage.by_area() {
        writeln!(out, "{area}")?;
        for (name, action) in actions {
            let ActionCoverage { scenarios, unproven, parameters, errors, filters, .. } = action;
            let counts = [(scenarios.len(), "scenario"), (parameters.len(), "parameter"), (errors.len(), "error")];
            let mut counts = counts.map(|(count, word)| counted(count, word)).to_vec();
            if !unproven.is_empty() {
                counts.insert(1, format!("{} unproven", unproven.len()));
            }
            let documented = tables::filters(name);
            if let Some(documented) = documented {
                counts.push(format!("{} of {} filters", filters.len(), documented.len()));
            }
            writeln!(out, "  {name:<40} {}", counts.join(", "))?;
            if verbose {
                parameters.iter().try_for_each(|(name, steps)| writeln!(out, "      {name:<50} {steps}"))?;
                errors.iter().try_for_each(|(due, steps)| writeln!(out, "      error {due:<44} {steps}"))?;
                let unsent = documented.into_iter().flat_map(|documented| documented.keys());
                for name in unsent.filter(|name| !filters.contains(name.as_str())) {
                    writeln!(out, "      filter {name:<43} not sent")?;
                }
            }
        }
    }
    Ok(())
}

/// Writes the results of an endpoint by action; with `verbose` each deviation, parameter and error.
pub fn write_results(compatibility: &Compatibility, verbose: bool, out: &mut dyn Write) -> io::Result<()> {
    for (name, action) in &compatibility.actions {
        let codes: BTreeSet<&str> = action.deviates.iter().map(|deviates| deviates.code).collect();
        let codes: Vec<&str> = codes.into_iter().collect();
        let line =
            format!("{name:<40} {:<9} {:>4} of {:<4} {}", action.summary(), action.good, action.steps, codes.join(" "));
        writeln!(out, "{}", sanitize::line(line.trim_end()))?;
        if !verbose {
            continue;
        }
        for deviates in &action.deviates {
            writeln!(out, "      {} {}", deviates.code, sanitize::line(&deviates.title))?;
        }
        for (name, parameter) in &action.parameters {
            writeln!(out, "      {name:<50} {} of {}", parameter.good, parameter.steps)?;
        }
        for (due, error) in &action.errors {
            let instead: Vec<&str> = error.instead.keys().map(String::as_str).collect();
            let instead = if instead.is_empty() { String::new() } else { format!(", instead {}", instead.join(", ")) };
            let line = format!("      error {due:<44} {} of {}{instead}", error.good, error.steps);
            writeln!(out, "{}", sanitize::line(&line))?;
        }
    }
    Ok(())
}
