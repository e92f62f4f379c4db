//! A badge with what works, what is identical and the level that is reached: as a drawing, and as JSON for shields.io.
//! <https://shields.io/badges/endpoint-badge>

use std::io::{self, Write};

use serde::Serialize;
use verdict::{Scores, Verdict};

use crate::model::{End, Extras, Report};
use crate::text::tenths;

const LABEL: &str = "EC2 compatibility";

/// Tenths of a percent that work, and the color from there on: name for shields.io, and the same in the drawing.
const COLORS: [(usize, &str, &str); 6] = [
    (950, "brightgreen", "#4c1"),
    (800, "green", "#97ca00"),
    (600, "yellowgreen", "#a4a61d"),
    (400, "yellow", "#dfb317"),
    (200, "orange", "#fe7d37"),
    (0, "red", "#e05d44"),
];
/// For what is not known.
const GREY: (&str, &str) = ("lightgrey", "#9f9f9f");

/// What shields.io reads.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EndpointBadge<'a> {
    schema_version: u8,
    label: &'a str,
    message: &'a str,
    color: &'a str,
}

struct Badge {
    message: String,
    color: (&'static str, &'static str),
}

impl Badge {
    /// Of the target. An incomplete run has no figures: they would be those of the scenarios that happened to be first.
    fn of(report: &Report, extras: &Extras) -> Self {
        let scores = report.target().and_then(|target| extras.scores_of(target));
        let unknown = |message: &str| Badge { message: message.to_owned(), color: GREY };
        let Some(scores) = scores.filter(|_| report.end == End::Complete) else { return unknown("incomplete run") };
        let Some(works) = scores.overall.works_per_mille() else { return unknown("nothing judged") };
        let color = COLORS.iter().find(|(from, ..)| works >= *from).map_or(GREY, |(_, name, hex)| (*name, *hex));
        let identical = tenths(scores.overall.identical_per_mille());
        let (works, level) = (tenths(Some(works)), level(scores));
        // Apart from the figures, which are of what came out the same in all attempts.
        let flaky = match report.of_verdict(Verdict::Flaky).count() {
            0 => String::new(),
            flaky => format!(", {flaky} flaky"),
        };
        Badge { message: format!("works {works} %, identical {identical} %{level}{flaky}"), color }
    }
}

/// The highest level that is reached; nothing where the suite has no levels, or it is not known.
fn level(scores: &Scores) -> String {
    let reached = scores.levels.iter().take_while(|level| level.reached == Some(true)).last();
    match (reached, scores.levels.first()) {
        (Some(level), _) => format!(", level {}", level.level),
        (None, Some(first)) if first.reached == Some(false) => ", no level".to_owned(),
        _ => String::new(),
    }
}

pub(crate) fn write_badge_json(report: &Report, extras: &Extras, out: &mut dyn Write) -> io::Result<()> {
    let Badge { message, color: (color, _) } = Badge::of(report, extras);
    let badge = EndpointBadge { schema_version: 1, label: LABEL, message: &message, color };
    serde_json::to_writer_pretty(&mut *out, &badge)?;
    writeln!(out)?;
    out.flush()
}

/// The texts are ours and numbers: none needs escaping.
pub(crate) fn write_badge_svg(report: &Report, extras: &Extras, out: &mut dyn Write) -> io::Result<()> {
    let Badge { message, color: (_, color) } = Badge::of(report, extras);
    let (left, right) = (width(LABEL) + 12, width(&message) + 12);
    let all = left + right;
    let text = |x: usize, text: &str| {
        let (middle, length) = (x, width(text));
        format!("<text x=\"{middle}\" y=\"14\" textLength=\"{length}\">{text}</text>")
    };
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{all}\" height=\"20\" role=\"img\" \
         aria-label=\"{LABEL}: {message}\">\n\
         <title>{LABEL}: {message}</title>\n\
         <clipPath id=\"round\"><rect width=\"{all}\" height=\"20\" rx=\"3\"/></clipPath>\n\
         <g clip-path=\"url(#round)\">\n\
         <rect width=\"{left}\" height=\"20\" fill=\"#555\"/>\n\
         <rect x=\"{left}\" width=\"{right}\" height=\"20\" fill=\"{color}\"/>\n\
         </g>\n\
         <g fill=\"#fff\" text-anchor=\"middle\" font-family=\"Verdana,Geneva,DejaVu Sans,sans-serif\" font-size=\"11\">\n\
         {}\n{}\n</g>\n</svg>",
        text(left / 2, LABEL),
        text(left + right / 2, &message),
    )?;
    out.flush()
}

/// Pixels of a text in Verdana of 11 pixels, nearly: `textLength` makes it exact whatever the font.
fn width(text: &str) -> usize {
    let tenths = |letter: char| match letter {
        ' ' | '.' | ',' | 'i' | 'l' | 'j' => 38,
        '%' => 118,
        'm' | 'w' => 100,
        'A'..='Z' => 78,
        _ => 66,
    };
    text.chars().map(tenths).sum::<usize>() / 10
}
