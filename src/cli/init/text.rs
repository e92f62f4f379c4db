//! The text of an endpoints file with one endpoint.

use std::fmt::Write as _;

use super::answers::{Answers, Credentials};
use crate::endpoint::{FoundFact, Survey};
use crate::located::scalar;

/// The facts that most scenarios need. Those that were not found are written as comments.
const WANTED: [&str; 4] = ["image", "instance_type", "zone", "account"];

/// The file. `survey`: what the endpoint has; absent where it was not called.
pub fn of(answers: &Answers, survey: Option<&Survey>) -> String {
    let Answers { name, kind, url, region, credentials } = answers;
    let mut text = String::from(
        "# The endpoints that ec2-compat runs against. Every key: ci/ENDPOINTS.md of the repository; an example with all of\n\
         # them: `ec2-compat init --template OTHER.yaml`. Paths are relative to this file. Write no secrets into it.\n\
         endpoints:\n",
    );
    // Writing into a string does not fail.
    let mut line = |line: String| {
        let _ = writeln!(text, "{line}");
    };
    line(format!("  {}:", scalar(name)));
    if let Some(url) = url {
        line(format!("    url: {}", scalar(url)));
    }
    if *kind != "aws" {
        line(format!("    kind: {kind}"));
    }
    line(format!("    region: {} # requests are signed for it", scalar(region)));
    line(match credentials {
        Credentials::Variables { access_key, secret_key } => {
            let (access_key, secret_key) = (scalar(access_key), scalar(secret_key));
            format!("    credentials: {{ env_vars: {{ access_key: {access_key}, secret_key: {secret_key} }} }}")
        }
        Credentials::Profile(profile) => {
            format!("    credentials: {{ profile: {} }} # of ~/.aws/config", scalar(profile))
        }
        Credentials::File(path) => format!("    credentials: {{ file: {} }}", scalar(&path.display().to_string())),
        Credentials::Environment => "    credentials: { environment: true } # the AWS SDK's default chain".to_owned(),
    });
    if *kind == "emulator" {
        line("    wait_factor: 0.5 # an emulator does at once what takes a cloud minutes".to_owned());
    }
    facts(&mut line, survey);
    line("    # exclude: # what does not run here, with the reason, which every report shows".to_owned());
    line("    #   - { select: 'spot/*', reason: there is no spot market }".to_owned());
    text
}

fn facts(line: &mut impl FnMut(String), survey: Option<&Survey>) {
    let about = "values that scenarios require and use: a scenario whose facts are missing is skipped";
    let found: &[FoundFact] = survey.map_or(&[], |survey| &survey.facts);
    if found.is_empty() {
        line(format!("    # facts: # {about}"));
        line("    #   vpc: true".to_owned());
    } else {
        line(format!("    facts: # {about}"));
    }
    for FoundFact { fact, value, from } in found {
        line(format!("      {fact}: {} # {}", value.in_yaml(), one_line(from)));
    }
    let sign = if found.is_empty() { "    #   " } else { "      # " };
    for fact in WANTED.iter().filter(|fact| found.iter().all(|found| found.fact != **fact)) {
        let why = survey.and_then(|survey| survey.not_found.iter().find(|why| why.starts_with(&format!("{fact}:"))));
        let why = why.map_or_else(String::new, |why| format!(" # not found: {}", one_line(why)));
        line(format!("{sign}{fact}: ...{why}"));
    }
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::FactValue;

    fn answers() -> Answers {
        Answers {
            name: "cloud".into(),
            kind: "cloud",
            url: Some("https://cloud.example.org:8788/".into()),
            region: "RegionOne".into(),
            credentials: Credentials::Variables {
                access_key: "EC2_ACCESS_KEY".into(),
                secret_key: "EC2_SECRET_KEY".into(),
            },
        }
    }

    #[test]
    fn the_file_has_what_was_found_and_names_what_was_not() {
        let image =
            FoundFact { fact: "image", value: FactValue::Text("ami-1".into()), from: "cirros\n, 1 of 2 images".into() };
        let zone = FoundFact { fact: "zone", value: FactValue::Text("1".into()), from: "1 of 1 zones".into() };
        let survey = Survey { facts: vec![image, zone], not_found: vec!["instance_type: none".into()] };
        let text = of(&answers(), Some(&survey));
        for line in [
            "    url: \"https://cloud.example.org:8788/\"",
            "      image: ami-1 # cirros , 1 of 2 images",
            "      zone: \"1\" # 1 of 1 zones",
            "      # instance_type: ... # not found: instance_type: none",
            "      # account: ...",
        ] {
            assert!(text.lines().any(|one| one == line), "{line}\n{text}");
        }
    }

    #[test]
    fn an_endpoint_that_was_not_called_has_no_facts() {
        let text = of(&answers(), None);
        assert!(text.contains("    # facts:") && !text.contains("\n    facts:"), "{text}");
    }
}
