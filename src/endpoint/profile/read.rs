//! One endpoint's settings in `endpoints.yaml`: read, checked, defaults filled in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use contract::Contract;
use located::{Data, Map, Node, Pair, Reader, Span, did_you_mean};
use record::{Location, ServiceKind};
use serde_json::Value;
use url::Url;

use crate::profile::model::{Address, ClientProgram, CredentialSource, Exclusion, Profile, RunChecks, Tls, is_amazon};
use crate::profile::{credentials, keys, limits};

/// The default region: emulators and most clouds accept it.
pub(crate) const REGION: &str = "us-east-1";
/// The default of `max_attempts`: the SDK's own.
pub(crate) const MAX_ATTEMPTS: u64 = 3;
/// The most that `max_attempts` may be.
pub(crate) const MOST_ATTEMPTS: u64 = 20;
/// `wait_factor`, at least and at most.
pub const WAIT_FACTOR: (f64, f64) = (0.01, 100.0);

/// Reads the settings of one endpoint. After an error was reported, the result must not be used.
pub(crate) fn profile(reader: &mut Reader, pair: &Pair, folder: &Path) -> Option<Profile> {
    let what = format!("the endpoint `{}`", pair.key);
    let map = reader.map(&pair.value, &pair.key)?;
    reader.only_keys(map, &keys::ENDPOINT, &what);
    let get = |key: &str| pair.value.get(key);

    let region = get("region").and_then(|node| reader.text(node, "region")).map(str::to_owned);
    let address = address(reader, get("url"), region.is_some(), pair.key_span, &what);
    let kind = kind(reader, get("kind"), address.as_ref());
    let region = region.or_else(|| amazon_region(address.as_ref()?)).unwrap_or_else(|| REGION.to_owned());
    let credentials = match get("credentials") {
        Some(node) => credentials::read(reader, node, folder),
        None => {
            let missing = reader.error("missing-key", format!("{what} has no `credentials`"), pair.key_span);
            reader.report(missing.help("write `credentials: { environment: true }` to use the SDK's default chain"));
            None
        }
    };
    let profile = Profile {
        name: pair.key.clone(),
        address: address.unwrap_or(Address::Aws),
        kind,
        region,
        credentials: credentials.unwrap_or(CredentialSource::Environment),
        tls: get("tls").and_then(|node| tls(reader, node, folder)).unwrap_or(Tls::System),
        timeouts: limits::timeouts(reader, get("timeouts")),
        wait_factor: get("wait_factor")
            .and_then(|node| limits::number(reader, node, "wait_factor", WAIT_FACTOR))
            .unwrap_or(1.0),
        remember_failures: get("remember_failures")
            .and_then(|node| reader.boolean(node, "remember_failures"))
            .unwrap_or(true),
        rate_limit: limits::rate_limit(reader, get("rate_limit"), kind),
        quotas: limits::quotas(reader, get("quotas"), kind),
        max_attempts: get("max_attempts")
            .and_then(|node| reader.integer(node, "max_attempts", 1, MOST_ATTEMPTS))
            .unwrap_or(MAX_ATTEMPTS) as u32,
        max_response_size: limits::max_response_size(reader, get("max_response_size")),
        facts: get("facts").map(|node| facts(reader, node)).unwrap_or_default(),
        hooks: get("hooks").map(|node| hooks(reader, node, folder)).unwrap_or_default(),
        clients: get("clients").map(|node| clients(reader, node, folder)).unwrap_or_default(),
        sts: get("sts").and_then(|node| service_url(reader, node, "sts")),
        api_version: get("api_version")
            .and_then(|node| api_version(reader, node))
            .unwrap_or_else(|| Contract::embedded().api_version().to_owned()),
        omit_parameters: get("omit_parameters").map(|node| omit_parameters(reader, node)).unwrap_or_default(),
        tag_on_create: get("tag_on_create").and_then(|node| reader.boolean(node, "tag_on_create")).unwrap_or(true),
        run_checks: run_checks(reader, get("run_checks")),
        exclusions: get("exclude").map(|node| exclusions(reader, node)).unwrap_or_default(),
    };
    Some(profile)
}

/// Reads `run_checks: {pages, aftermath}`.
fn run_checks(reader: &mut Reader, node: Option<&Node>) -> RunChecks {
    if let Some(map) = node.and_then(|node| reader.map(node, "run_checks")) {
        reader.only_keys(map, &keys::RUN_CHECKS, "`run_checks`");
    }
    let mut is_made =
        |key: &str| node.and_then(|node| node.get(key)).and_then(|node| reader.boolean(node, key)).unwrap_or(true);
    RunChecks { pages: is_made("pages"), aftermath: is_made("aftermath") }
}

/// Reads `exclude: [{select, reason}]`. Whether the filters select anything is known to who has the scenarios.
fn exclusions(reader: &mut Reader, node: &Node) -> Vec<Exclusion> {
    let mut found = Vec::new();
    for item in reader.list(node, "exclude").into_iter().flatten() {
        let Some(map) = reader.map(item, "an element of `exclude`") else { continue };
        reader.only_keys(map, &keys::EXCLUDE, "an element of `exclude`");
        let mut must = |key: &str, help: &str| {
            let is_there = item.get(key).is_some_and(|node| {
                let texts = node.strings();
                !texts.is_empty() && texts.iter().all(|(text, _)| !text.trim().is_empty())
            });
            if !is_there {
                let span = item.get(key).map_or(item.span, |node| node.span);
                let missing = reader.error("incomplete-exclusion", format!("an exclusion must have a `{key}`"), span);
                reader.report(missing.help(help));
            }
        };
        must(
            "select",
            "write what does not run: `select: 'spot/*'`, `select: [area:spot, action:RequestSpotInstances]`",
        );
        must("reason", "write why it does not run; every report shows it");
        let select = item.get("select").map(|node| reader.texts(node, "select")).unwrap_or_default();
        let select: Vec<String> = select.into_iter().map(|(text, _)| text.trim().to_owned()).collect();
        let reason =
            item.get("reason").and_then(|node| reader.text(node, "reason")).unwrap_or_default().trim().to_owned();
        let place = Location::new(reader.source().name().clone(), reader.source().position(item.span.start).line);
        found.push(Exclusion { select, reason, place });
    }
    found
}

fn address(reader: &mut Reader, url: Option<&Node>, region: bool, key: Span, what: &str) -> Option<Address> {
    let Some(node) = url else {
        if region {
            return Some(Address::Aws);
        }
        let missing = reader.error("missing-key", format!("{what} has neither `url` nor `region`"), key);
        reader.report(missing.help("set `url`, or `region` alone for Amazon's own endpoint of that region"));
        return None;
    };
    service_url(reader, node, "url").map(Address::Url)
}

/// Reads a URL to which requests are sent.
fn service_url(reader: &mut Reader, node: &Node, key: &str) -> Option<Url> {
    let text = reader.text(node, key)?;
    let problem = match text.parse::<Url>() {
        Err(error) => error.to_string(),
        Ok(url) if !matches!(url.scheme(), "http" | "https") || !url.has_host() => {
            "it must begin with http:// or https://".into()
        }
        Ok(url) if url.query().is_some() || url.fragment().is_some() => "it must not have a query or fragment".into(),
        Ok(url) if !url.username().is_empty() || url.password().is_some() => "it must not hold credentials".into(),
        Ok(url) => return Some(url),
    };
    let bad = reader.error("bad-url", format!("invalid `{key}`: {problem}"), node.span);
    reader.report(bad.help("write it like https://cloud.example.org:8788/"));
    None
}

fn kind(reader: &mut Reader, kind: Option<&Node>, address: Option<&Address>) -> ServiceKind {
    let amazon = match address {
        Some(Address::Aws) => true,
        Some(Address::Url(url)) => url.host_str().is_some_and(is_amazon),
        None => false,
    };
    let named = kind.and_then(|node| reader.text(node, "kind").map(|text| (text, node)));
    let Some((text, node)) = named else {
        return if amazon { ServiceKind::Aws } else { ServiceKind::Cloud };
    };
    let kind = match text {
        "aws" => ServiceKind::Aws,
        "cloud" => ServiceKind::Cloud,
        "emulator" => ServiceKind::Emulator,
        other => {
            let help = did_you_mean(other, keys::KINDS);
            let unknown = reader.error("unknown-kind", format!("unknown kind `{other}`"), node.span);
            reader.report(unknown.help(help.unwrap_or_else(|| "write `aws`, `cloud` or `emulator`".into())));
            return ServiceKind::Cloud;
        }
    };
    if address.is_some() && (kind == ServiceKind::Aws) != amazon {
        let (headline, help) = if amazon {
            ("`kind` contradicts `url`: this is Amazon's own service", "leave `kind` out")
        } else {
            ("only endpoints under Amazon's domains are `aws`", "write `cloud` or `emulator`")
        };
        let wrong = reader.error("wrong-kind-of-endpoint", headline, node.span);
        reader.report(wrong.help(help.to_owned()));
    }
    kind
}

/// The region in the name of one of Amazon's hosts: `ec2.eu-west-1.amazonaws.com`.
fn amazon_region(address: &Address) -> Option<String> {
    let Address::Url(url) = address else { return None };
    let host = url.host_str().filter(|host| is_amazon(host))?;
    host.split('.').find(|label| label.matches('-').count() >= 2).map(str::to_owned)
}

fn tls(reader: &mut Reader, node: &Node, folder: &Path) -> Option<Tls> {
    let map = reader.map(node, "tls")?;
    reader.only_keys(map, &keys::TLS, "`tls`");
    let insecure = node.get("insecure").and_then(|node| reader.boolean(node, "insecure")).unwrap_or(false);
    let authority = node.get("ca").and_then(|node| reader.text(node, "ca")).map(|path| folder.join(path));
    match (insecure, authority) {
        (true, Some(_)) => {
            let both = reader.error("one-way", "`ca` and `insecure` are mutually exclusive", node.span);
            reader.report(both.help("leave one of them out"));
            None
        }
        (true, None) => Some(Tls::Insecure),
        (false, Some(path)) => Some(Tls::Authority(path)),
        (false, None) => Some(Tls::System),
    }
}

fn facts(reader: &mut Reader, node: &Node) -> BTreeMap<String, Value> {
    let mut facts = BTreeMap::new();
    let mut open: Vec<(String, &Map)> = reader.map(node, "facts").into_iter().map(|map| (String::new(), map)).collect();
    while let Some((prefix, map)) = open.pop() {
        for pair in map {
            let name = format!("{prefix}{}", pair.key);
            match &pair.value.data {
                Data::Map(below) => open.push((format!("{name}."), below)),
                _ if facts.insert(name.clone(), pair.value.to_value()).is_none() => {}
                _ => {
                    let twice = reader.error("duplicate-fact", format!("duplicate fact `{name}`"), pair.key_span);
                    reader.report(twice);
                }
            }
        }
    }
    facts
}

fn hooks(reader: &mut Reader, node: &Node, folder: &Path) -> BTreeMap<String, Vec<String>> {
    let mut hooks = BTreeMap::new();
    for pair in reader.map(node, "hooks").into_iter().flatten() {
        let words = match pair.value.as_str() {
            Some(line) => shlex::split(line).unwrap_or_default(),
            None => reader.texts(&pair.value, &pair.key).into_iter().map(|(word, _)| word.to_owned()).collect(),
        };
        let Some((program, arguments)) = words.split_first() else {
            let empty = reader.error("empty-hook", format!("the hook `{}` has no command", pair.key), pair.value.span);
            reader.report(empty.help("write a command line, or a list of the program and its arguments"));
            continue;
        };
        let program = if program.contains('/') { path_text(folder.join(program)) } else { program.clone() };
        hooks.insert(pair.key.clone(), std::iter::once(program).chain(arguments.iter().cloned()).collect());
    }
    hooks
}

/// Reads `clients: {NAME: PROGRAM}`.
fn clients(reader: &mut Reader, node: &Node, folder: &Path) -> BTreeMap<String, ClientProgram> {
    let mut clients = BTreeMap::new();
    for pair in reader.map(node, "clients").into_iter().flatten() {
        let Some(program) = reader.text(&pair.value, &pair.key) else { continue };
        if program.trim().is_empty() {
            let headline = format!("the client `{}` has no program", pair.key);
            let empty = reader.error("empty-client", headline, pair.value.span);
            reader.report(empty.help("write a program on `PATH`, or a path"));
            continue;
        }
        let program = if program.contains('/') { path_text(folder.join(program)) } else { program.to_owned() };
        clients.insert(pair.key.clone(), ClientProgram::Named(program));
    }
    clients
}

/// An absolute path: it must not depend on the folder from which the hook is started.
fn path_text(path: PathBuf) -> String {
    std::path::absolute(&path).unwrap_or(path).display().to_string()
}

fn api_version(reader: &mut Reader, node: &Node) -> Option<String> {
    let text = reader.text(node, "api_version")?;
    if Contract::of_version(text).is_some() {
        return Some(text.to_owned());
    }
    let known: Vec<&str> = Contract::versions().collect();
    let unknown = reader.error("unknown-version", format!("unknown API version {text}"), node.span);
    reader.report(unknown.help(format!("known are {}", known.join(", "))));
    None
}

fn omit_parameters(reader: &mut Reader, node: &Node) -> Vec<String> {
    reader.texts(node, "omit_parameters").into_iter().map(|(name, _)| name.to_owned()).collect()
}
