//! `ec2-compat learn-noise`: what varies when an endpoint is compared with itself.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::context::{Context, Done, Failure, selected};
use super::judging::{Outcome, judge_run};
use super::play::{Played, Spending, Wanted};
use super::session::Shown;
use super::yardsticks::{Yardsticks, references};
use crate::engine::Part;
use crate::report::Exit;
use crate::verdict::{Judgement, Noise};

#[derive(Debug, Args)]
pub struct Arguments {
    /// Two recorded runs of one endpoint, by the same suite; with --reference, which scenarios to play
    #[arg(value_name = "RUN|FILTER")]
    what: Vec<String>,
    /// The endpoint to play scenarios on, again and again, each time in another order
    #[arg(long, value_name = "NAME", env = "EC2_COMPAT_REFERENCE")]
    reference: Option<String>,
    /// How often
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(2..=1000))]
    times: u32,
    /// Where it goes; absent: standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    spending: Spending,
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    let (judgements, how) = match (&arguments.reference, &arguments.what[..]) {
        (Some(reference), filters) => {
            let judgements = super::runtime()?.block_on(play(context, reference, filters, &arguments))?;
            (judgements, format!("{} runs of {reference}", arguments.times))
        }
        (None, [first, second]) => (compare(first.as_ref(), second.as_ref())?, "2 runs".to_owned()),
        (None, _) => {
            return Err(Failure::usage("name two recorded runs, or an endpoint to play on: --reference NAME"));
        }
    };
    let noise = Noise::learn(&judgements);
    match &arguments.out {
        None => super::print(noise.to_yaml().trim_end()),
        Some(path) => std::fs::write(path, noise.to_yaml())
            .map_err(|error| Failure::could_not_run(format!("{}: {error}", path.display())))?,
    }
    let compared = judgements.iter().filter_map(|judgement| judgement.compared.as_ref()).map(|compared| compared.steps);
    let of = format!("in {how}, {} steps compared", compared.sum::<u32>());
    let said = match noise.len() {
        0 => format!("nothing varied {of}"),
        1 => format!("1 place varied {of}; say why, or take it out, before it is used"),
        several => format!("{several} places varied {of}; say why of each, or take it out, before the file is used"),
    };
    anstream::eprintln!("{said}");
    Ok(Exit::Conformant)
}

fn compare(first: &Path, second: &Path) -> Result<Vec<Judgement>, Failure> {
    let yardsticks = Yardsticks { references: Some(references(first)?), ..Yardsticks::default() };
    let Outcome { report, .. } = judge_run(second, yardsticks, |_| {})?;
    Ok(report.judgements)
}

/// Plays on the reference, and compares each run with the first.
async fn play(
    context: &Context,
    reference: &str,
    filters: &[String],
    arguments: &Arguments,
) -> Result<Vec<Judgement>, Failure> {
    let suite = context.suite()?;
    let mut first: Option<PathBuf> = None;
    let mut judgements = Vec::new();
    for _ in 0..arguments.times {
        let mut selected = selected(&suite, filters)?;
        fastrand::shuffle(&mut selected);
        let wanted = Wanted {
            endpoints: vec![reference.to_owned()],
            suite: Arc::clone(&suite),
            selected,
            part: Part::Whole,
            yardsticks: Yardsticks {
                references: first.as_deref().map(references).transpose()?,
                ..Yardsticks::default()
            },
            directory: None,
            allowed: arguments.spending,
        };
        let Played { report, directory, interrupted, .. } = wanted.play(context, &Shown::nothing()).await?;
        if interrupted {
            return Err(Failure { exit: Exit::Interrupted, message: "interrupted".to_owned() });
        }
        match first {
            None => first = Some(directory),
            Some(_) => judgements.extend(report.judgements),
        }
    }
    Ok(judgements)
}
