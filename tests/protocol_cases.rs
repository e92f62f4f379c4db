//! botocore's own cases for the ec2 protocol: each is put to [`wire`] or to [`decode`], with the model it comes with.
//!
//! `ci/fetch-protocol-cases` fetches them; the environment variable `EC2_COMPAT_PROTOCOL_CASES` names the folder that it
//! prints. Without the variable nothing is tested here, and it says so.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ec2_compat::contract::{
    Contract, MismatchKind, Operation, ShapeId, ShapeKind, TimestampFormat, decode, decode_error, fill_tokens, import,
    parse_timestamp, wire,
};
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use serde_json::{Value, json};

const VARIABLE: &str = "EC2_COMPAT_PROTOCOL_CASES";
/// The token that the cases expect where one is filled in.
const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// Cases that assert more than a body, and why only the body is compared.
const BODY_ONLY: &[(&str, &str)] = &[
    ("Ec2QueryEndpointTrait", "no operation of EC2 has a host of its own"),
    ("Ec2QueryEndpointTraitWithHostLabel", "no operation of EC2 has a host of its own"),
    ("Ec2QueryHostWithPath", "the endpoint's URL is the SDK's to put before the path"),
];
/// Cases that assert nothing of what is tested here.
const NOT_APPLICABLE: &[(&str, &str)] = &[
    ("SDKAppliedContentEncoding_ec2Query", "asserts that the body is compressed; no operation of EC2 asks for that"),
    (
        "SDKAppendsGzipAndIgnoresHttpProvidedEncoding_ec2Query",
        "asserts that the body is compressed; no operation of EC2 asks for that",
    ),
];
/// Cases of errors that have members of their own; EC2's model has no such errors, so only the code is compared.
const CODE_ONLY: &[(&str, &str)] = &[("Ec2ComplexError", "no error of EC2 has members beside Code and Message")];

fn main() {
    let arguments = Arguments::from_args();
    let trials = match std::env::var_os(VARIABLE) {
        Some(folder) => trials(&PathBuf::from(folder)),
        None => {
            eprintln!("protocol cases: not run, {VARIABLE} is not set (ci/fetch-protocol-cases fetches them)");
            vec![Trial::ignorable_test("protocol_cases", || {
                Ok(Completion::ignored_with(format!("{VARIABLE} is not set")))
            })]
        }
    };
    libtest_mimic::run(&arguments, trials).exit();
}

fn trials(folder: &Path) -> Vec<Trial> {
    let mut trials = Vec::new();
    for (direction, count) in [("input", 29), ("output", 29)] {
        let path = folder.join("tests/unit/protocols").join(direction).join("ec2.json");
        match cases(&path) {
            Ok(cases) => {
                let found = cases.len();
                trials.push(Trial::test(format!("{direction}::all_{count}_are_there"), move || {
                    if found == count { Ok(()) } else { Err(format!("there are {found}").into()) }
                }));
                trials.extend(cases.into_iter().map(|case| case.into_trial(direction)));
            }
            Err(reason) => {
                let reason = format!("{}: {reason}", path.display());
                trials.push(Trial::test(format!("{direction}::cases_can_be_read"), move || Err(reason.into())));
            }
        }
    }
    let folder = folder.to_owned();
    trials.push(Trial::test("import::gives_the_models_of_this_repository", move || reimported(&folder)));
    trials
}

/// A case, with the model it comes with.
struct Case {
    model: Value,
    case: Value,
}

fn cases(path: &Path) -> Result<Vec<Case>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let suites: Vec<Value> = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let mut cases = Vec::new();
    for suite in suites {
        for case in suite["cases"].as_array().cloned().unwrap_or_default() {
            let name = case["given"]["name"].as_str().unwrap_or_default().to_owned();
            let mut operations = serde_json::Map::new();
            operations.insert(name, case["given"].clone());
            let model = json!({"metadata": suite["metadata"], "operations": operations, "shapes": suite["shapes"]});
            cases.push(Case { model, case });
        }
    }
    Ok(cases)
}

impl Case {
    fn into_trial(self, direction: &str) -> Trial {
        let id = self.case["id"].as_str().unwrap_or("without an id").to_owned();
        let name = format!("{direction}::{id}");
        if let Some((_, reason)) = NOT_APPLICABLE.iter().find(|(listed, _)| *listed == id) {
            return Trial::ignorable_test(name, move || Ok(Completion::ignored_with(reason)));
        }
        let is_input = direction == "input";
        Trial::test(name, move || if is_input { self.input(&id) } else { self.output(&id) })
    }

    fn contract(&self) -> Result<Contract, Failed> {
        Ok(Contract::of_model(&self.model.to_string())?)
    }

    fn operation<'c>(&self, contract: &'c Contract) -> Result<&'c Operation, Failed> {
        contract.operations().next().ok_or_else(|| "the case has no operation".into())
    }

    fn input(&self, id: &str) -> Result<(), Failed> {
        let contract = self.contract()?;
        let operation = self.operation(&contract)?;
        let expected = &self.case["serialized"];
        let asserts_more = expected.get("host").is_some() || expected["uri"] != "/" || expected["method"] != "POST";
        if asserts_more != BODY_ONLY.iter().any(|(listed, _)| *listed == id) {
            return Err(format!("BODY_ONLY is wrong about what it asserts: {expected}").into());
        }
        let mut parameters = self.case["params"].clone();
        fill_tokens(&contract, operation, &mut parameters, TOKEN, &[]);
        let pairs = wire::serialize(&contract, operation, &parameters)?;
        let body = wire::form(&operation.name, contract.api_version(), &pairs);
        // The order of parameters has no meaning.
        let sorted = |body: &str| {
            let mut pairs: Vec<String> = body.split('&').map(str::to_owned).collect();
            pairs.sort();
            pairs
        };
        equal(&json!(sorted(&body)), &json!(sorted(expected["body"].as_str().unwrap_or_default())))
    }

    fn output(&self, id: &str) -> Result<(), Failed> {
        let body = self.case["response"]["body"].as_str().unwrap_or_default();
        if let Some(members) = self.case.get("error") {
            let error = decode_error(body.as_bytes())?;
            equal(&json!(error.code), &self.case["errorCode"])?;
            if !CODE_ONLY.iter().any(|(listed, _)| *listed == id) {
                equal(&json!({"Message": error.message}), members)?;
            }
            return if error.mismatches.is_empty() { Ok(()) } else { Err(format!("{:?}", error.mismatches).into()) };
        }
        let contract = self.contract()?;
        let operation = self.operation(&contract)?;
        let decoded = decode(&contract, operation, body.as_bytes())?;
        // Some of the cases have no request id; what they do have must be read without complaint.
        let no_id = decoded.mismatches.iter().filter(|mismatch| mismatch.kind == MismatchKind::NoRequestId).count();
        if decoded.mismatches.len() > no_id || (no_id > 0) == body.contains("<requestId>") {
            return Err(format!("{:?}", decoded.mismatches).into());
        }
        let value = match operation.output {
            Some(output) => comparable(&contract, output, None, decoded.value),
            None => decoded.value,
        };
        equal(&value, &self.case["result"])
    }
}

/// A decoded value as the cases have it: timestamps in seconds, blobs as the text that is in them.
fn comparable(contract: &Contract, id: ShapeId, format: Option<TimestampFormat>, value: Value) -> Value {
    match (&contract.shape(id).kind, value) {
        (ShapeKind::Structure(members), Value::Object(map)) => {
            let entry = |(name, value): (String, Value)| {
                let member = members.get(&name).expect("decoding gives members of the shape");
                (name, comparable(contract, member.shape, member.timestamp_format(), value))
            };
            map.into_iter().map(entry).collect()
        }
        (ShapeKind::List(list), Value::Array(items)) => {
            items.into_iter().map(|item| comparable(contract, list.item, None, item)).collect()
        }
        (ShapeKind::Timestamp(of_shape), Value::String(text)) => {
            let time = parse_timestamp(&text, format.unwrap_or(*of_shape)).expect("no mismatch was reported");
            let seconds = time.unix_timestamp_nanos() as f64 / 1e9;
            if seconds.fract() == 0.0 { json!(seconds as i64) } else { json!(seconds) }
        }
        (ShapeKind::Blob, Value::String(text)) => {
            let bytes = BASE64.decode(text).expect("no mismatch was reported");
            String::from_utf8_lossy(&bytes).into_owned().into()
        }
        (_, value) => value,
    }
}

fn equal(actual: &Value, expected: &Value) -> Result<(), Failed> {
    if actual == expected { Ok(()) } else { Err(format!("expected {expected}\n     got {actual}").into()) }
}

/// The models in the repository are what the importer makes of the package's files.
fn reimported(folder: &Path) -> Result<(), Failed> {
    let names = ["service-2.json", "waiters-2.json", "paginators-1.json", "examples-1.json"];
    let files = Contract::versions()
        .flat_map(|version| names.map(|name| folder.join("botocore/data/ec2").join(version).join(name)))
        .filter(|path| path.exists());
    let out = tempfile::tempdir()?;
    let imported = import(&files.collect::<Vec<_>>(), out.path())?;
    for model in &imported.models {
        if Contract::packed(&model.api_version) != Some(std::fs::read(&model.path)?.as_slice()) {
            return Err(format!("{} differs from what was just imported", model.api_version).into());
        }
    }
    equal(&json!(imported.models.len()), &json!(Contract::versions().count()))
}
