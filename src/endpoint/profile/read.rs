//! One endpoint's settings in `endpoints.yaml`: read, checked, completed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use contract::Contract;
use located::{Data, Map, Node, Pair, Reader, Span, did_you_mean};
use record::ServiceKind;
use serde_json::Value;
use url::Url;

use crate::profile::limits;
use crate::profile::model::{Address, CredentialsFrom, Profile, Tls, is_amazon};

/// The API version that all of EC2's actions are in.
const API_VERSION: &str = "2016-11-15";
/// The region where none is named: the one that emulators and most clouds take.
const REGION: &str = "us-east-1";
/// Attempts of one call, as the SDK has it by itself.
const ATTEMPTS: u64 = 3;

const KEYS: [&str; 15] = [
    "url",
    "region",
    "kind",
    "credentials",
    "tls",
    "timeouts",
    "waiters",
    "pace",
    "retries",
    "max_answer",
    "facts",
    "hooks",
    "api_version",
    "omit",
    "tag_on_create",
];

/// Reads the settings of one endpoint. What is wrong is reported; what comes back then is not used.
pub(crate) fn profile(reader: &mut Reader, pair: &Pair, folder: &Path) -> Option<Profile> {
    let what = format!("the endpoint `{}`", pair.key);
    let map = reader.map(&pair.value, &pair.key)?;
    reader.only_keys(map, &KEYS, &what);
    let get = |key: &str| pair.value.get(key);

    let region = get("region").and_then(|node| reader.text(node, "region")).map(str::to_owned);
    let place = place(reader, get("url"), region.is_some(), pair.key_span, &what);
    let account = account(reader, get("kind"), place.as_ref());
    let region = region.or_else(|| amazon_region(place.as_ref()?)).unwrap_or_else(|| REGION.to_owned());
    let credentials = match get("credentials") {
        Some(node) => credentials(reader, node, folder),
        None => {
            let missing = reader.error("missing-key", format!("{what} has no `credentials`"), pair.key_span);
            reader.report(missing.help("`credentials: { environment: true }` takes the SDK's default chain"));
            None
        }
    };
    let profile = Profile {
        name: pair.key.clone(),
        place: place.unwrap_or(Address::Aws),
        account,
        region,
        credentials: credentials.unwrap_or(CredentialsFrom::Environment),
        tls: get("tls").and_then(|node| tls(reader, node, folder)).unwrap_or(Tls::System),
        timeouts: limits::timeouts(reader, get("timeouts")),
        wait_factor: get("waiters")
            .and_then(|node| limits::number(reader, node, "waiters", 0.01, 100.0))
            .unwrap_or(1.0),
        pace: limits::pace(reader, get("pace"), account),
        attempts: get("retries").and_then(|node| reader.integer(node, "retries", 1, 20)).unwrap_or(ATTEMPTS) as u32,
        max_answer: limits::max_answer(reader, get("max_answer")),
        facts: get("facts").map(|node| facts(reader, node)).unwrap_or_default(),
        hooks: get("hooks").map(|node| hooks(reader, node, folder)).unwrap_or_default(),
        api_version: get("api_version").and_then(|node| api_version(reader, node)).unwrap_or(API_VERSION.into()),
        omit: get("omit").map(|node| omit(reader, node)).unwrap_or_default(),
        tag_on_create: get("tag_on_create").and_then(|node| reader.boolean(node, "tag_on_create")).unwrap_or(true),
    };
    Some(profile)
}

fn place(reader: &mut Reader, url: Option<&Node>, region: bool, key: Span, what: &str) -> Option<Address> {
    let Some(node) = url else {
        if region {
            return Some(Address::Aws);
        }
        let missing = reader.error("missing-key", format!("{what} has neither `url` nor `region`"), key);
        reader.report(missing.help("`url` says where it is; `region` alone means Amazon's own endpoint there"));
        return None;
    };
    let text = reader.text(node, "url")?;
    let problem = match text.parse::<Url>() {
        Err(error) => error.to_string(),
        Ok(url) if !matches!(url.scheme(), "http" | "https") || !url.has_host() => "it is not http or https".into(),
        Ok(url) if url.query().is_some() || url.fragment().is_some() => "it ends in more than a path".into(),
        Ok(url) if !url.username().is_empty() || url.password().is_some() => "credentials do not belong into it".into(),
        Ok(url) => return Some(Address::Url(url)),
    };
    let bad = reader.error("bad-url", format!("`url` cannot be used: {problem}"), node.span);
    reader.report(bad.help("write it like https://cloud.example.org:8788/"));
    None
}

fn account(reader: &mut Reader, kind: Option<&Node>, place: Option<&Address>) -> ServiceKind {
    let amazon = match place {
        Some(Address::Aws) => true,
        Some(Address::Url(url)) => url.host_str().is_some_and(is_amazon),
        None => false,
    };
    let named = kind.and_then(|node| reader.text(node, "kind").map(|text| (text, node)));
    let Some((text, node)) = named else {
        return if amazon { ServiceKind::Aws } else { ServiceKind::Cloud };
    };
    let account = match text {
        "aws" => ServiceKind::Aws,
        "cloud" => ServiceKind::Cloud,
        "emulator" => ServiceKind::Emulator,
        other => {
            let help = did_you_mean(other, ["aws", "cloud", "emulator"]);
            let unknown = reader.error("unknown-kind", format!("there is no kind `{other}`"), node.span);
            reader.report(unknown.help(help.unwrap_or_else(|| "it is `aws`, `cloud` or `emulator`".into())));
            return ServiceKind::Cloud;
        }
    };
    if place.is_some() && (account == ServiceKind::Aws) != amazon {
        let (headline, help) = if amazon {
            ("this is Amazon's own service, whatever `kind` says", "leave `kind` out")
        } else {
            ("only what Amazon runs is `aws`", "say `cloud` or `emulator`")
        };
        let wrong = reader.error("wrong-kind-of-endpoint", headline, node.span);
        reader.report(wrong.help(help.to_owned()));
    }
    account
}

/// The region in the name of one of Amazon's hosts: `ec2.eu-west-1.amazonaws.com`.
fn amazon_region(place: &Address) -> Option<String> {
    let Address::Url(url) = place else { return None };
    let host = url.host_str().filter(|host| is_amazon(host))?;
    host.split('.').find(|label| label.matches('-').count() >= 2).map(str::to_owned)
}

fn credentials(reader: &mut Reader, node: &Node, folder: &Path) -> Option<CredentialsFrom> {
    const WAYS: [&str; 4] = ["profile", "environment", "environment-names", "file"];
    let map = reader.map(node, "credentials")?;
    reader.only_keys(map, &WAYS, "`credentials`");
    let [pair] = map.as_slice() else {
        let wrong = reader.error("one-way", "`credentials` names exactly one source", node.span);
        reader.report(wrong.help("one of `profile`, `environment`, `environment-names` and `file`"));
        return None;
    };
    match pair.key.as_str() {
        "profile" => reader.text(&pair.value, "profile").map(|name| CredentialsFrom::Profile(name.to_owned())),
        "environment" => match reader.boolean(&pair.value, "environment")? {
            true => Some(CredentialsFrom::Environment),
            false => {
                let wrong = reader.error("one-way", "`environment: false` names no source", pair.value.span);
                reader.report(wrong);
                None
            }
        },
        "environment-names" => variables(reader, &pair.value),
        "file" => {
            let path = folder.join(reader.text(&pair.value, "file")?);
            warn_of_exposure(reader, &path, pair.value.span);
            Some(CredentialsFrom::File(path))
        }
        _ => None,
    }
}

fn variables(reader: &mut Reader, node: &Node) -> Option<CredentialsFrom> {
    let map = reader.map(node, "environment-names")?;
    reader.only_keys(map, &["access_key", "secret_key", "session_token"], "`environment-names`");
    let mut name = |key: &str| node.get(key).and_then(|node| reader.text(node, key)).map(str::to_owned);
    let (access_key, secret_key, session_token) = (name("access_key"), name("secret_key"), name("session_token"));
    let (Some(access_key), Some(secret_key)) = (access_key, secret_key) else {
        let missing = reader.error("missing-key", "`environment-names` needs `access_key` and `secret_key`", node.span);
        reader.report(missing.help("the names of the variables, not what is in them"));
        return None;
    };
    Some(CredentialsFrom::Variables { access_key, secret_key, session_token })
}

/// Warns of a file of secrets that others can read, or that may be committed.
fn warn_of_exposure(reader: &mut Reader, path: &Path, span: Span) {
    use std::os::unix::fs::PermissionsExt as _;
    let Ok(real) = path.canonicalize() else { return };
    let mode = real.metadata().map_or(0, |about| about.permissions().mode());
    if mode & 0o077 != 0 {
        let open = reader.warning("open-secret", format!("others can read {}", real.display()), span);
        reader.report(open.help(format!("chmod 600 {}", real.display())));
    }
    if real.ancestors().skip(1).any(|above| above.join(".git").exists()) {
        let inside = reader.warning("committed-secret", format!("{} is in a git work tree", real.display()), span);
        reader.report(inside.help("keep secrets where they cannot be committed"));
    }
}

fn tls(reader: &mut Reader, node: &Node, folder: &Path) -> Option<Tls> {
    let map = reader.map(node, "tls")?;
    reader.only_keys(map, &["ca", "insecure"], "`tls`");
    let insecure = node.get("insecure").and_then(|node| reader.boolean(node, "insecure")).unwrap_or(false);
    let authority = node.get("ca").and_then(|node| reader.text(node, "ca")).map(|path| folder.join(path));
    match (insecure, authority) {
        (true, Some(_)) => {
            let both = reader.error("one-way", "`ca` says what to check, `insecure` to check nothing", node.span);
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
                    let twice =
                        reader.error("duplicate-fact", format!("the fact `{name}` is there twice"), pair.key_span);
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
            reader.report(empty.help("a command line, or a list: the program and its arguments"));
            continue;
        };
        let program = if program.contains('/') { path_text(folder.join(program)) } else { program.clone() };
        hooks.insert(pair.key.clone(), std::iter::once(program).chain(arguments.iter().cloned()).collect());
    }
    hooks
}

/// A hook may be started from another folder than ours: its path must not depend on it.
fn path_text(path: PathBuf) -> String {
    std::path::absolute(&path).unwrap_or(path).display().to_string()
}

fn api_version(reader: &mut Reader, node: &Node) -> Option<String> {
    let text = reader.text(node, "api_version")?;
    if Contract::of_version(text).is_some() {
        return Some(text.to_owned());
    }
    let known: Vec<&str> = Contract::versions().collect();
    let unknown = reader.error("unknown-version", format!("no model of API version {text} is here"), node.span);
    reader.report(unknown.help(format!("there are {}", known.join(", "))));
    None
}

fn omit(reader: &mut Reader, node: &Node) -> Vec<String> {
    reader.texts(node, "omit").into_iter().map(|(name, _)| name.to_owned()).collect()
}
