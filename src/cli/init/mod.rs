//! `ec2-compat init`: a first endpoints file, for one endpoint or as a commented example.

mod answers;
mod text;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use self::answers::Answers;
use super::ask::{Terminal, unanswered};
use super::context::{Done, with_endpoints};
use super::new_file;
use crate::endpoint::{Endpoint, Endpoints, FactValue, Found, Survey, TEMPLATE, survey};
use crate::located::{Source, Style};
use crate::record::CommandLine;
use crate::report::Exit;
use crate::session::{Context, Failure};

#[derive(Debug, Args)]
pub struct Arguments {
    /// Where to write it
    #[arg(default_value = "endpoints.yaml")]
    file: PathBuf,
    /// Write the commented example with all keys; so does `init` without options where no terminal is
    #[arg(long, conflicts_with = "endpoint")]
    template: bool,
    #[command(flatten)]
    endpoint: Option<EndpointArgs>,
    /// Do not call the endpoint to find an image, an instance type, a zone and the account
    #[arg(long)]
    offline: bool,
    /// Ask nothing: what no option states has its default
    #[arg(long)]
    no_input: bool,
}

/// The endpoint. What is not stated is asked for at a terminal.
#[derive(Debug, Clone, Default, Args)]
#[group(id = "endpoint", multiple = true)]
pub struct EndpointArgs {
    /// The endpoint's name, for --target [default: its kind]
    #[arg(long)]
    pub name: Option<String>,
    /// Its kind [default: by the URL]
    #[arg(long, value_parser = ["aws", "cloud", "emulator"])]
    pub kind: Option<String>,
    /// Its URL; without one, Amazon's own endpoint of the region
    #[arg(long)]
    pub url: Option<String>,
    /// The region that requests are signed for [default: us-east-1]
    #[arg(long)]
    pub region: Option<String>,
    /// The environment variable with the access key id [default: EC2_ACCESS_KEY]
    #[arg(long, value_name = "NAME")]
    pub access_key_var: Option<String>,
    /// The environment variable with the secret key [default: EC2_SECRET_KEY]
    #[arg(long, value_name = "NAME")]
    pub secret_key_var: Option<String>,
    /// A profile of ~/.aws/config, in place of variables [default on Amazon's own service: default]
    #[arg(long, value_name = "NAME", conflicts_with_all = ["access_key_var", "secret_key_var"])]
    pub profile: Option<String>,
    /// A file in the format of ~/.aws/credentials, in place of variables
    #[arg(long, value_name = "FILE", conflicts_with_all = ["access_key_var", "secret_key_var", "profile"])]
    pub credentials_file: Option<PathBuf>,
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    let file = &arguments.file;
    let doctor = with_endpoints(context, file).command("doctor");
    new_file::must_be_new(file)?;
    let may_ask = Terminal::is_there() && !arguments.no_input;
    if arguments.template || (arguments.endpoint.is_none() && !may_ask) {
        new_file::write(file, TEMPLATE)?;
        let doctor = doctor.option("--target", "NAME");
        super::print(&format!("{} written. Edit it, then try: {doctor}", file.display()));
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
    told(&found, &doctor).iter().for_each(|line| super::print(line));
    super::print(&format!("{} written. Next: {doctor}", file.display()));
    Ok(Exit::Success)
}

fn endpoints(text: &str, file: &Path) -> Result<Endpoints, String> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let source = Arc::new(Source::new(file.display().to_string(), text));
    Endpoints::parse(source, folder).map_err(|wrong| {
        let wrong = wrong.render(Style::Plain);
        format!("the endpoint cannot be described like this:\n{wrong}")
    })
}

/// What the endpoint has, or why it could not be asked.
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
fn told(found: &Result<Survey, String>, doctor: &CommandLine) -> Vec<String> {
    match found {
        Ok(survey) => {
            let fact = |Found { fact, value, from }: &Found| {
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
            let what = "no image, instance type, zone and account were looked for";
            vec![
                format!("{what}: {why}"),
                format!("`{}` looks for them once the endpoint answers", doctor.clone().flag("--fix")),
            ]
        }
    }
}
