//! `ec2-compat init`: a first endpoints file, for one endpoint or as a commented example.

mod answers;
mod endpoint_args;
mod text;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use self::answers::Answers;
use self::endpoint_args::EndpointArgs;
use super::ask::{Terminal, unanswered};
use super::context::{Done, with_endpoints};
use super::new_file;
use crate::endpoint::{Endpoint, Endpoints, FactValue, FoundFact, Survey, TEMPLATE, survey};
use crate::located::{Source, Style};
use crate::record::CommandLine;
use crate::report::Exit;
use crate::session::{Context, Failure};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The endpoints file to write
    #[arg(default_value = "endpoints.yaml")]
    file: PathBuf,
    /// Write a commented example with all keys; the default without options where there is no terminal
    #[arg(long, conflicts_with = "endpoint")]
    template: bool,
    #[command(flatten)]
    endpoint: Option<EndpointArgs>,
    /// Do not call the endpoint to look up an image, an instance type, a zone and the account
    #[arg(long)]
    offline: bool,
    /// Do not prompt; use the default of everything that no option sets
    #[arg(long)]
    no_input: bool,
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    let file = &arguments.file;
    let doctor = with_endpoints(context, file).command("doctor");
    new_file::must_be_new(file)?;
    let may_ask = Terminal::is_there() && !arguments.no_input;
    if arguments.template || (arguments.endpoint.is_none() && !may_ask) {
        new_file::write(file, TEMPLATE)?;
        let doctor = doctor.option("--target", "NAME");
        super::print(&format!("Wrote {}. Edit it, then run: {doctor}", file.display()));
        return Ok(Exit::Success);
    }
    let stated = arguments.endpoint.clone().unwrap_or_default();
    let answers = match may_ask {
        true => Answers::asked(&stated, file, &mut Terminal).map_err(unanswered)?,
        false => Answers::stated(&stated, file),
    };
    let found = if arguments.offline { Err("--offline".to_owned()) } else { look(&answers, file) };
    let text = text::of(&answers, found.as_ref().ok());
    // An answer that the file cannot hold is an error before it is written.
    endpoints(&text, file).map_err(Failure::usage)?;
    new_file::write(file, &text)?;
    let doctor = doctor.option("--target", &answers.name);
    survey_lines(&found, &doctor).iter().for_each(|line| super::print(line));
    super::print(&format!("Wrote {}. Next: {doctor}", file.display()));
    Ok(Exit::Success)
}

fn endpoints(text: &str, file: &Path) -> Result<Endpoints, String> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let source = Arc::new(Source::new(file.display().to_string(), text));
    Endpoints::parse(source, folder).map_err(|wrong| {
        let wrong = wrong.render(Style::Plain);
        format!("the endpoints file would be invalid:\n{wrong}")
    })
}

/// What the endpoint has, or why it could not be called.
fn look(answers: &Answers, file: &Path) -> Result<Survey, String> {
    let endpoints = endpoints(&text::of(answers, None), file)?;
    let profile = endpoints.get(&answers.name).map_err(|error| error.to_string())?;
    let runtime = super::runtime().map_err(|failure| failure.reason)?;
    runtime.block_on(async {
        let endpoint = Endpoint::connect(profile).await.map_err(|error| error.to_string())?;
        endpoint.reach().await.map_err(|error| error.to_string())?;
        let found = survey(&endpoint).await;
        match found.facts.is_empty() {
            true => Err(found.not_found.first().cloned().unwrap_or_default()),
            false => Ok(found),
        }
    })
}

/// What was found, line by line. `doctor`: the command that checks the endpoint.
fn survey_lines(found: &Result<Survey, String>, doctor: &CommandLine) -> Vec<String> {
    match found {
        Ok(survey) => {
            let fact = |FoundFact { fact, value, from }: &FoundFact| {
                let value = match value {
                    FactValue::True => "true",
                    FactValue::Text(text) => text,
                };
                format!("found      {fact}: {value} ({from})")
            };
            let missing = survey.not_found.iter().map(|why| format!("not found  {why}"));
            survey.facts.iter().map(fact).chain(missing).collect()
        }
        Err(why) => {
            let what = "image, instance type, zone and account were not looked up";
            vec![
                format!("{what}: {why}"),
                format!("once the endpoint can be reached, `{}` looks them up", doctor.clone().flag("--fix")),
            ]
        }
    }
}
