//! Importing botocore's model files.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use contract::{Contract, import};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use tempfile::TempDir;

fn service() -> Value {
    json!({
        "version": "2.0",
        "metadata": {"apiVersion": "2020-01-08", "protocol": "ec2", "xmlNamespace": "http://ec2.example/doc/2020-01-08"},
        "documentation": "<p>Prose.</p>",
        "operations": {
            "DescribeThings": {
                "name": "DescribeThings", "http": {"method": "POST", "requestUri": "/"},
                "input": {"shape": "DescribeThingsRequest"}, "output": {"shape": "DescribeThingsResult"},
                "documentation": "<p>Prose.</p>",
            },
        },
        "shapes": {
            "DescribeThingsRequest": {
                "type": "structure", "required": ["Names"],
                "members": {
                    "Names": {"shape": "Names", "locationName": "Name", "documentation": "<p>Prose.</p>"},
                    "Token": {"shape": "String", "idempotencyToken": true},
                },
            },
            "DescribeThingsResult": {"type": "structure", "members": {"Names": {"shape": "Names", "locationName": "nameSet"}}},
            "Names": {"type": "list", "member": {"shape": "String", "locationName": "item"}, "max": 7},
            "String": {"type": "string"},
        },
    })
}

fn waiters() -> Value {
    let acceptor = json!({"matcher": "error", "expected": "NoThing", "state": "success"});
    let waiter = json!({"operation": "DescribeThings", "delay": 5, "maxAttempts": 40, "acceptors": [acceptor]});
    json!({"version": 2, "waiters": {"ThingGone": waiter}})
}

/// A folder as an sdist has it, with the files in it.
struct Package {
    folder: TempDir,
    files: Vec<PathBuf>,
}

impl Package {
    fn new() -> Self {
        Package { folder: tempfile::tempdir().expect("a temporary folder"), files: Vec::new() }
    }

    fn sample() -> Self {
        Package::new().with("service-2.json", service()).with("waiters-2.json", waiters())
    }

    fn with(self, name: &str, content: Value) -> Self {
        self.with_bytes(name, content.to_string().as_bytes())
    }

    fn with_bytes(mut self, name: &str, bytes: &[u8]) -> Self {
        let path = self.folder.path().join("botocore-9.9.9/botocore/data/ec2/2020-01-08").join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("the folder can be made");
        fs::write(&path, bytes).expect("the file can be written");
        let day = SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000);
        let file = fs::File::options().write(true).open(&path).expect("it was just written");
        file.set_modified(day).expect("its date can be set");
        self.files.push(path);
        self
    }

    fn imported(&self) -> Result<(Contract, Vec<u8>, String), String> {
        let out = tempfile::tempdir().expect("a temporary folder");
        let imported = import(&self.files, out.path()).map_err(|error| error.to_string())?;
        let bytes = fs::read(&imported.models[0].path).expect("it was written");
        let page = fs::read_to_string(&imported.provenance).expect("it was written");
        Ok((Contract::unpack(&bytes).expect("it can be read"), bytes, page))
    }

    /// The error, without the temporary folder.
    fn refused(&self) -> String {
        let error = self.imported().map(drop).expect_err("it cannot be imported");
        let folder = self.folder.path().canonicalize().expect("it is there");
        let paths = [folder.as_path(), self.folder.path()].map(Path::to_string_lossy);
        paths.iter().fold(error, |error, path| error.replace(&**path, "TEMP"))
    }
}

fn gzipped(content: &Value) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content.to_string().as_bytes()).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

#[test]
fn a_model_is_kept_without_its_prose_and_with_where_it_comes_from() {
    let (contract, _, page) = Package::sample().imported().expect("it can be imported");
    let operation = contract.operation("DescribeThings").expect("it was imported");
    assert_eq!(operation.idempotency_tokens, ["Token"]);
    let names = contract.parameters(operation).get("Names").expect("it was imported");
    assert_eq!((names.required, &*names.parameter(), contract.shape(names.shape).max), (true, "Name", Some(7.0)));
    assert!(contract.waiter("ThingGone").is_some());
    assert!(!String::from_utf8_lossy(&contract.to_json().expect("it can be written")).contains("Prose"));
    assert_eq!(
        contract.provenance().to_string(),
        "botocore 9.9.9 (2020-09-13, Apache-2.0), botocore/data/ec2/2020-01-08"
    );
    assert!(page.contains("| 2020-01-08 | 1 | botocore 9.9.9 | 2020-09-13 |"), "{page}");
    assert!(page.contains("  botocore/data/ec2/2020-01-08/waiters-2.json\n"), "{page}");
}

#[test]
fn the_same_files_give_the_same_bytes_packed_or_not() {
    let (_, plain, _) = Package::sample().imported().expect("it can be imported");
    let (_, again, _) = Package::sample().imported().expect("it can be imported");
    assert!(plain == again);
    let packed = Package::new()
        .with_bytes("service-2.json.gz", &gzipped(&service()))
        .with_bytes("waiters-2.json.gz", &gzipped(&waiters()));
    assert!(packed.imported().expect("it can be imported").1 == plain);
}

#[test]
fn the_version_of_an_installed_package_is_read_from_its_source() {
    let package = Package::sample();
    let root = package.folder.path();
    let installed = root.join("site-packages");
    fs::rename(root.join("botocore-9.9.9"), &installed).expect("it can be renamed");
    fs::write(installed.join("botocore/__init__.py"), "import os\n__version__ = '8.8.8'\n").expect("it can be written");
    let files: Vec<PathBuf> = ["service-2.json", "waiters-2.json"]
        .map(|name| installed.join("botocore/data/ec2/2020-01-08").join(name))
        .into();
    let package = Package { files, ..package };
    assert_eq!(package.imported().expect("it can be imported").0.provenance().version, "8.8.8");
    fs::remove_file(installed.join("botocore/__init__.py")).expect("it was just written");
    assert_eq!(
        package.refused(),
        "TEMP/site-packages/botocore/data/ec2/2020-01-08: unknown version of botocore: no folder above is named \
         botocore-<version> or has a botocore/__init__.py with a __version__. Name the files where pip or the sdist has \
         put them"
    );
}

#[test]
fn wrong_files_are_refused_with_advice() {
    let folder = "TEMP/botocore-9.9.9/botocore/data/ec2/2020-01-08";
    let other = Package::sample().with("endpoint-rule-set-1.json", json!({}));
    assert_eq!(
        other.refused(),
        format!(
            "{folder}/endpoint-rule-set-1.json: not a model file; those are service-2.json, waiters-2.json, \
             paginators-1.json and examples-1.json of botocore/data/ec2/<API version>/, or .gz of them"
        )
    );
    let alone = Package::new().with("waiters-2.json", waiters());
    assert_eq!(alone.refused(), format!("no service-2.json of {folder} was given, which the other files require"));
    let twice = Package::sample().with_bytes("service-2.json.gz", &gzipped(&service()));
    assert!(twice.refused().ends_with("the folder has a second file of this kind; name one of them"));
    let cut = Package::new().with_bytes("service-2.json", b"{\n\"metadata\": {");
    assert_eq!(cut.refused(), format!("{folder}/service-2.json: EOF while parsing an object at line 2 column 13"));
    let swapped = Package::new().with("service-2.json", service()).with("waiters-2.json", json!({"pagination": {}}));
    assert!(swapped.refused().starts_with(&format!("{folder}/waiters-2.json: missing field `waiters`")));
    let no_gzip = Package::new().with_bytes("service-2.json.gz", b"plain");
    assert!(no_gzip.refused().starts_with(&format!("cannot read {folder}/service-2.json.gz: ")));
    let missing = Package { files: vec![PathBuf::from("no/such/service-2.json")], ..Package::new() };
    assert!(missing.refused().starts_with("cannot read no/such/service-2.json: "));
}

/// A new trait may change the wire form: it must not be ignored silently.
#[test]
fn an_unknown_trait_of_a_model_is_refused() {
    let refused = |pointer: &str, value: Value| {
        let mut changed = service();
        let (parent, key) = pointer.rsplit_once('/').expect("it has a parent");
        let parent = changed.pointer_mut(parent).and_then(Value::as_object_mut).expect("it is there");
        parent.insert(key.to_owned(), value);
        let error = Package::new().with("service-2.json", changed).refused();
        error.split_once("service-2.json: ").expect("it names the file").1.split(", which").next().map(str::to_owned)
    };
    let has = |text: &str| Some(text.to_owned());
    assert_eq!(
        refused("/operations/DescribeThings/endpoint", json!({})),
        has("operation DescribeThings has the trait `endpoint`")
    );
    assert_eq!(refused("/shapes/Names/streaming", json!(true)), has("shape Names has the trait `streaming`"));
    assert_eq!(
        refused("/shapes/Names/member/location", json!("header")),
        has("shape Names, member has the trait `location`")
    );
    assert_eq!(
        refused("/shapes/DescribeThingsRequest/members/Names/hostLabel", json!(true)),
        has("shape DescribeThingsRequest, member Names has the trait `hostLabel`")
    );
    assert_eq!(
        refused("/operations/DescribeThings/http/method", json!("GET")),
        has("operation DescribeThings has the trait `http: {\"method\":\"GET\",\"requestUri\":\"/\"}`")
    );
}

#[test]
fn a_model_of_another_service_is_refused() {
    let mut other = service();
    other["metadata"]["protocol"] = json!("query");
    let refused = Package::new().with("service-2.json", other).refused();
    assert!(
        refused.ends_with("the model's protocol is `query`, but EC2's is `ec2`: take the file from botocore/data/ec2/")
    );
    let mut waiters = waiters();
    waiters["waiters"]["ThingGone"]["acceptors"][0]["matcher"] = json!("sometimes");
    let refused = Package::new().with("service-2.json", service()).with("waiters-2.json", waiters).refused();
    assert!(
        refused.ends_with("waiter `ThingGone`: this program does not implement its matcher `sometimes`"),
        "{refused}"
    );
}

/// A model with one action, whose parameter of that name takes filters and has this documentation.
fn filtered(api_version: &str, documentation: &str) -> Value {
    let mut service = service();
    service["metadata"]["apiVersion"] = json!(api_version);
    service["shapes"]["DescribeThingsRequest"]["members"]["Filter"] =
        json!({"shape": "FilterList", "documentation": documentation});
    service["shapes"]["FilterList"] = json!({"type": "list", "member": {"shape": "Filter"}});
    let members = json!({"Name": {"shape": "String"}, "Values": {"shape": "Names"}});
    service["shapes"]["Filter"] = json!({"type": "structure", "members": members});
    service
}

fn filters_of(documentation: &str) -> String {
    let package = Package::new().with("service-2.json", filtered("2020-01-08", documentation));
    let out = tempfile::tempdir().expect("a temporary folder");
    import(&package.files, out.path()).expect("it can be imported");
    let file = fs::read_to_string(out.path().join("filters.yaml")).expect("it was written");
    file.lines().skip_while(|line| line.starts_with('#')).skip(1).map(|line| format!("{}\n", line.trim())).collect()
}

#[test]
fn filters_are_taken_from_the_documentation_with_the_values_that_it_lists() {
    let row = |item: &str| filters_of(&format!("<p>The filters.</p> <ul> <li> <p>{item}</p> </li> </ul>"));
    for (item, expected) in [
        ("<code>state</code> - The state (<code>a</code> | <code>b </code>| <code>c</code>).", "state: [a, b, c]\n"),
        ("<code>state</code>: The state.", "state: []\n"),
        ("<code>state</code> \u{2013} Valid values: <code>a</code> and <code>b</code>.", "state: [a, b]\n"),
        ("<code>state</code>- Glued.", "state: []\n"),
        ("state - The state (on | off).", "state: [\"on\", \"off\"]\n"),
        ("<code>alone</code>", "alone: []\n"),
        ("<code>open</code> - It is (<code>a</code> | <code>b</code>, or a number).", "open: []\n"),
        ("<code>time</code> - You can use a wildcard (<code>*</code>).", "time: []\n"),
        ("<code>code</code> - The valid values are: 0 (pending) and 16 (running).", "code: [\"0\", \"16\"]\n"),
        ("<code>late</code> - Is it (<code>a</code>) | <code>b</code>).", "late: [a, b]\n"),
        ("<code>tag</code>:&lt;key&gt; - A tag.", "\"tag:<key>\": []\n"),
        ("<code>tag:&lt;key&gt;</code> - A tag.", "\"tag:<key>\": []\n"),
        ("<code>tag</code> - A tag, as <code>tag:Owner</code>.", "\"tag:<key>\": []\n"),
        (
            "<code>cidr</code> - You can also use <code>block</code> or <code>b</code> as names.",
            "block: []\nb: []\ncidr: []\n",
        ),
    ] {
        assert_eq!(row(item), expected, "{item}");
    }
    let nested = "<ul> <li> <p> <code>kind</code> - One of:</p> <ul> <li> <p> <code>a</code> - A.</p> </li> <li> <p> \
                  <code>b</code> - B.</p> </li> </ul> </li> <li> <p> <code>next</code> - C.</p> </li> </ul>";
    assert_eq!(filters_of(nested), "kind: [a, b]\nnext: []\n");
    let sentence = "<p>Filter tasks using the <code>task-state</code> filter and one of the following values: \
                    <code>active</code>, or <code>done</code>.</p>";
    assert_eq!(filters_of(sentence), "task-state: [active, done]\n");
    assert_eq!(filters_of("<p>One or more filters.</p>"), "");
}

#[test]
fn filters_are_those_of_the_newest_version() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let item = |name: &str| format!("<ul><li><code>{name}</code> - Text.</li></ul>");
    for (version, name) in [("2020-01-08", "new"), ("2019-01-08", "old")] {
        let package = Package::new().with("service-2.json", filtered(version, &item(name)));
        import(&package.files, out.path()).expect("it can be imported");
        let file = fs::read_to_string(out.path().join("filters.yaml")).expect("it was written");
        assert!(file.contains("  new: []\n") && !file.contains("old"), "{file}");
        assert!(file.starts_with("# The filters that AWS documents: 1 names of 1 actions,"), "{file}");
    }
}
