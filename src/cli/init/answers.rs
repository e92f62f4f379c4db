//! What is known of an endpoint: stated by options, asked for, or a default.

use std::io;
use std::path::{Path, PathBuf};

use super::endpoint_args::EndpointArgs;
use crate::cli::ask::Ask;

/// An endpoint to describe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    pub name: String,
    pub kind: &'static str,
    /// Absent for Amazon's own endpoint of the region.
    pub url: Option<String>,
    pub region: String,
    pub credentials: Credentials,
}

/// Where the credentials are found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    Variables {
        access_key: String,
        secret_key: String,
    },
    Profile(String),
    File(PathBuf),
    /// The SDK's default chain.
    Environment,
}

const KINDS: [&str; 3] = ["cloud", "emulator", "aws"];
const KINDS_IN_WORDS: [&str; 3] =
    ["a cloud: OpenStack, CloudStack, Eucalyptus, ...", "an emulator: moto, LocalStack, ...", "Amazon's own service"];
const ACCESS_KEY: &str = "EC2_ACCESS_KEY";
const SECRET_KEY: &str = "EC2_SECRET_KEY";
const REGION: &str = "us-east-1";
/// moto's own default.
const EMULATOR: &str = "http://127.0.0.1:5000";

impl Answers {
    /// What options state, and defaults. `file`: that of the endpoints.
    pub fn stated(stated: &EndpointArgs, file: &Path) -> Self {
        let kind = stated.kind.as_deref().and_then(kind).unwrap_or_else(|| kind_of(stated.url.as_deref()));
        let url = stated.url.clone().or_else(|| (kind == "emulator").then(|| EMULATOR.to_owned()));
        let credentials = credentials_stated(stated, file).unwrap_or_else(|| default_credentials(kind));
        Answers {
            name: stated.name.clone().unwrap_or_else(|| kind.to_owned()),
            kind,
            url,
            region: stated.region.clone().unwrap_or_else(|| REGION.to_owned()),
            credentials,
        }
    }

    /// The same, with questions about what no option states.
    ///
    /// # Errors
    /// A question was not answered.
    pub fn asked(stated: &EndpointArgs, file: &Path, ask: &mut dyn Ask) -> io::Result<Self> {
        let kind = match (stated.kind.as_deref().and_then(kind), &stated.url) {
            (Some(kind), _) => kind,
            (None, Some(url)) => kind_of(Some(url.as_str())),
            (None, None) => KINDS[ask.choose("What kind of endpoint is it?", &KINDS_IN_WORDS, 0)?],
        };
        let url = match &stated.url {
            Some(url) => Some(url.clone()),
            None if kind == "aws" => None,
            None => {
                let default = if kind == "emulator" { EMULATOR } else { "" };
                Some(ask.text("URL (https://cloud.example.org:8788/)", default, &is_url)?)
            }
        };
        let region = match &stated.region {
            Some(region) => region.clone(),
            None => ask.text("Region that requests are signed for", REGION, &is_something)?,
        };
        let credentials = match credentials_stated(stated, file) {
            Some(credentials) => credentials,
            None => credentials_asked(kind, file, ask)?,
        };
        let name = match &stated.name {
            Some(name) => name.clone(),
            None => ask.text("Name of the endpoint, for --target", kind, &is_something)?,
        };
        Ok(Answers { name, kind, url, region, credentials })
    }
}

fn kind(text: &str) -> Option<&'static str> {
    KINDS.into_iter().find(|kind| *kind == text)
}

/// Without a URL it is Amazon's; what runs on this machine is likely an emulator.
fn kind_of(url: Option<&str>) -> &'static str {
    let Some(url) = url else { return "aws" };
    let host = url.split("://").nth(1).unwrap_or(url);
    let host = host.split('/').next().unwrap_or(host);
    let is_here = ["127.", "localhost", "[::1]"].iter().any(|start| host.starts_with(start));
    match crate::endpoint::is_amazon_host(host.split(':').next().unwrap_or(host)) {
        true => "aws",
        false if is_here => "emulator",
        false => "cloud",
    }
}

fn credentials_stated(stated: &EndpointArgs, file: &Path) -> Option<Credentials> {
    if let Some(profile) = &stated.profile {
        return Some(Credentials::Profile(profile.clone()));
    }
    if let Some(path) = &stated.credentials_file {
        return Some(Credentials::File(beside(path, file)));
    }
    let names = (&stated.access_key_var, &stated.secret_key_var);
    (names.0.is_some() || names.1.is_some()).then(|| Credentials::Variables {
        access_key: names.0.clone().unwrap_or_else(|| ACCESS_KEY.to_owned()),
        secret_key: names.1.clone().unwrap_or_else(|| SECRET_KEY.to_owned()),
    })
}

fn default_credentials(kind: &str) -> Credentials {
    match kind {
        "aws" => Credentials::Profile("default".to_owned()),
        _ => Credentials::Variables { access_key: ACCESS_KEY.to_owned(), secret_key: SECRET_KEY.to_owned() },
    }
}

fn credentials_asked(kind: &str, file: &Path, ask: &mut dyn Ask) -> io::Result<Credentials> {
    let sources = [
        "in environment variables that I name",
        "in a profile of ~/.aws/config",
        "in a file like ~/.aws/credentials",
        "where the AWS SDK looks by itself (AWS_ACCESS_KEY_ID, ...)",
    ];
    let default = usize::from(kind == "aws");
    Ok(match ask.choose("Where are the credentials? The file names the place, never the keys", &sources, default)? {
        0 => Credentials::Variables {
            access_key: ask.text("Variable with the access key id", ACCESS_KEY, &is_variable)?,
            secret_key: ask.text("Variable with the secret key", SECRET_KEY, &is_variable)?,
        },
        1 => Credentials::Profile(ask.text("Profile", "default", &is_something)?),
        2 => Credentials::File(beside(Path::new(&ask.text("Path of the file", "", &is_something)?), file)),
        _ => Credentials::Environment,
    })
}

/// A path that is relative to the current folder, as one that the endpoints file can hold.
fn beside(path: &Path, file: &Path) -> PathBuf {
    let is_here = file.parent().is_none_or(|folder| folder.as_os_str().is_empty() || folder == Path::new("."));
    if is_here { path.to_owned() } else { std::path::absolute(path).unwrap_or_else(|_| path.to_owned()) }
}

fn is_url(text: &str) -> Result<(), String> {
    let host = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    match host {
        Some(host) if !host.trim_matches('/').is_empty() => Ok(()),
        _ => Err("write it like https://cloud.example.org:8788/".to_owned()),
    }
}

fn is_something(text: &str) -> Result<(), String> {
    if text.is_empty() { Err("it must not be empty".to_owned()) } else { Ok(()) }
}

/// A key pasted in place of a variable's name would end up in the file.
fn is_variable(text: &str) -> Result<(), String> {
    let is_name = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_name { Ok(()) } else { Err("write the name of a variable, such as EC2_ACCESS_KEY, and no key".to_owned()) }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::*;

    /// Answers in order; an empty one takes the default.
    struct Script(VecDeque<&'static str>);

    impl Script {
        fn next(&mut self) -> io::Result<&'static str> {
            self.0.pop_front().ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
        }
    }

    impl Ask for Script {
        fn text(&mut self, _: &str, default: &str, check: &dyn Fn(&str) -> Result<(), String>) -> io::Result<String> {
            loop {
                let text = match self.next()? {
                    "" => default,
                    text => text,
                };
                // As a terminal does: asked again until it is right.
                if check(text).is_ok() {
                    return Ok(text.to_owned());
                }
            }
        }

        fn choose(&mut self, _: &str, options: &[&str], default: usize) -> io::Result<usize> {
            let text = self.next()?;
            Ok(options.iter().position(|option| !text.is_empty() && option.contains(text)).unwrap_or(default))
        }

        fn confirm(&mut self, _: &str) -> io::Result<bool> {
            Ok(self.next()? != "no")
        }
    }

    fn asked(stated: EndpointArgs, answers: &[&'static str]) -> io::Result<Answers> {
        Answers::asked(&stated, Path::new("endpoints.yaml"), &mut Script(answers.iter().copied().collect()))
    }

    #[test]
    fn a_cloud_is_asked_for_what_cannot_be_guessed() {
        let answers = [
            "",
            "cloud.example.org",
            "https://cloud.example.org:8788/",
            "RegionOne",
            "variables",
            "AKIA/key",
            "A",
            "S",
            "",
        ];
        let cloud = asked(EndpointArgs::default(), &answers).unwrap();
        assert_eq!((cloud.name.as_str(), cloud.kind, cloud.region.as_str()), ("cloud", "cloud", "RegionOne"));
        assert_eq!(cloud.url.as_deref(), Some("https://cloud.example.org:8788/"), "what is no URL is asked for again");
        let variables = Credentials::Variables { access_key: "A".into(), secret_key: "S".into() };
        assert_eq!(cloud.credentials, variables, "a key is no name of a variable");
        assert!(asked(EndpointArgs::default(), &answers[..4]).is_err());
    }

    #[test]
    fn amazons_own_service_has_no_url_and_a_profile() {
        let aws = asked(EndpointArgs::default(), &["Amazon", "eu-west-1", "", "", "aws"]).unwrap();
        assert_eq!((aws.kind, aws.url, aws.region.as_str()), ("aws", None, "eu-west-1"));
        assert_eq!(aws.credentials, Credentials::Profile("default".into()));
    }

    #[test]
    fn what_options_state_is_not_asked_for() {
        let stated = EndpointArgs {
            name: Some("moto".into()),
            url: Some("http://127.0.0.1:5000".into()),
            region: Some("us-east-1".into()),
            access_key_var: Some("A".into()),
            ..EndpointArgs::default()
        };
        let moto = asked(stated.clone(), &[]).unwrap();
        assert_eq!(moto, Answers::stated(&stated, Path::new("endpoints.yaml")));
        assert_eq!(moto.kind, "emulator", "it runs on this machine");
        let variables = Credentials::Variables { access_key: "A".into(), secret_key: SECRET_KEY.into() };
        assert_eq!(moto.credentials, variables);
    }

    #[test]
    fn the_kind_goes_by_the_url() {
        for (url, kind) in [
            (Some("https://ec2.eu-west-1.amazonaws.com/"), "aws"),
            (Some("https://cloud.example.org"), "cloud"),
            (Some("http://localhost:4566"), "emulator"),
            (None, "aws"),
        ] {
            assert_eq!(kind_of(url), kind, "{url:?}");
        }
    }
}
