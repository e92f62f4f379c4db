//! The page, assembled.

use std::collections::HashSet;
use std::io::{self, Write};

use record::ReadError;
use verdict::Judgement;

use crate::html::assets::{PAGE, SCRIPT, STYLE, policy};
use crate::html::data::PageData;
use crate::html::details::details;
use crate::html::evidence::{EvidenceSide, ScenarioEvidence};
use crate::html::inert;
use crate::html::packs::Packs;
use crate::html::rows::Rows;
use crate::model::{Extras, Report, ReportCauses};
use crate::text::sanitize;

/// Why the page could not be written.
#[derive(Debug, thiserror::Error)]
pub enum HtmlError {
    /// The file could not be written.
    #[error(transparent)]
    Write(#[from] io::Error),
    /// The recorded run could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// Writes the report as one HTML page.
///
/// Evidence may come in any order: at most one transcript and one pack (256 KiB) are in memory. Evidence of scenarios
/// that the report does not have is ignored; a scenario without evidence is shown with a note.
pub fn write_html(
    report: &Report,
    evidence: &mut dyn Iterator<Item = Result<ScenarioEvidence, ReadError>>,
    extras: &Extras,
    out: &mut dyn Write,
) -> Result<(), HtmlError> {
    write(report, evidence, extras, &ReportCauses::of(report, extras), out)
}

pub(crate) fn write(
    report: &Report,
    evidence: &mut dyn Iterator<Item = Result<ScenarioEvidence, ReadError>>,
    extras: &Extras,
    causes: &ReportCauses<'_>,
    out: &mut dyn Write,
) -> Result<(), HtmlError> {
    let rows = Rows::of(report);
    let data = PageData::of(report, extras, causes, &rows);
    for (position, piece) in PAGE.split("@@").enumerate() {
        match piece {
            text if position % 2 == 0 => out.write_all(text.as_bytes())?,
            "title" => out.write_all(escaped(&title(report)).as_bytes())?,
            "counts" => out.write_all(escaped(&counts(report)).as_bytes())?,
            "policy" => out.write_all(policy(&SCRIPT, STYLE).as_bytes())?,
            "style" => out.write_all(STYLE.as_bytes())?,
            "script" => out.write_all(SCRIPT.as_bytes())?,
            "data" => inert::write(out, &data)?,
            "packs" => packs(&rows, &extras.reference_judgements, evidence, out)?,
            other => unreachable!("the tests fill every placeholder of the template, and it has no {other}"),
        }
    }
    out.flush()?;
    Ok(())
}

/// The packs, and the index of their keys.
fn packs(
    rows: &Rows<'_>,
    reference: &[Judgement],
    evidence: &mut dyn Iterator<Item = Result<ScenarioEvidence, ReadError>>,
    out: &mut dyn Write,
) -> Result<(), HtmlError> {
    let mut packs = Packs::new(out);
    for (number, judgement) in rows.iter().enumerate() {
        packs.add(format!("details-{number}"), &details(judgement))?;
    }
    for judgement in reference.iter().filter(|judgement| !judgement.findings.is_empty()) {
        if let Some(row) = rows.number(EvidenceSide::RecordedReference, &judgement.endpoint, &judgement.scenario) {
            packs.add(format!("reference-details-{row}"), &details(judgement))?;
        }
    }
    let mut shown = HashSet::new();
    for one in evidence {
        let mut one = one?;
        let key = &one.transcript.key;
        let number = rows.number(one.side, &key.endpoint, &key.scenario);
        if let Some(row) = number.filter(|_| rows.counts(&key.scenario, one.attempt)) {
            let kind = match one.side {
                EvidenceSide::Run => "run",
                EvidenceSide::RecordedReference => "reference",
            };
            let name = format!("{kind}-{row}");
            if shown.insert(name.clone()) {
                one.cut();
                packs.add(name, &one.data())?;
            }
        }
    }
    let index = packs.finish()?;
    out.write_all(b"<script type=\"application/json\" id=\"pack-index\">")?;
    inert::write(out, &index)?;
    out.write_all(b"</script>")?;
    Ok(())
}

fn title(report: &Report) -> String {
    let names: Vec<&str> = report.head.endpoints.iter().map(|endpoint| endpoint.name.as_str()).collect();
    sanitize::line(&format!("{}: EC2 compatibility", names.join(", "))).into_owned()
}

/// Shown without JavaScript.
fn counts(report: &Report) -> String {
    report.totals()
}

/// Text in an element.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
