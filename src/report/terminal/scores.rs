//! How much of it conforms, and how much of the API is there.

use std::io;

use crate::model::{Extras, Report, Share};
use crate::terminal::page::{BOLD, PLAIN, Page};
use crate::text::sanitize;

pub(crate) fn scores(page: &mut Page<'_>, report: &Report, extras: &Extras) -> io::Result<()> {
    let shares = extras.scores.iter().flat_map(|score| {
        let generated = score.generated.map(|share| (&score.endpoint, share, "generated checks"));
        [(&score.endpoint, score.overall, "scenarios")].into_iter().chain(generated)
    });
    let shares: Vec<(&String, Share, &str)> = shares.filter(|(_, share, _)| share.applicable > 0).collect();
    if !shares.is_empty() {
        page.heading("Score")?;
    }
    for (endpoint, Share { conformant, applicable, percent }, of_what) in shares {
        let figure = format!("{BOLD}{percent:>5.1} %{BOLD:#}  ");
        let text = format!("{endpoint}: {conformant} of {applicable} applicable {of_what} conformant");
        page.wrapped(&figure, "         ", PLAIN, &sanitize::line(&text))?;
    }
    let target = report.head.endpoints.first().map(|target| target.name.as_str());
    let surface = extras.surface.iter().filter(|one| Some(one.endpoint.as_str()) == target && one.asked > 0);
    for one in surface {
        let text = format!("{}: {} of {} actions answered, {} asked", one.set, one.answered, one.total, one.asked);
        page.wrapped("", "", PLAIN, &sanitize::line(&text))?;
    }
    Ok(())
}
