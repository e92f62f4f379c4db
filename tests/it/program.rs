//! Our program, run against a server of the tests.

use std::io::BufRead as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::rc::Rc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

/// No test takes this long; a program that does is stuck.
const STUCK: Duration = Duration::from_secs(120);
/// Time limits that suit loopback: a call without a response times out soon.
const LIMITS: &str = "timeouts: { connect: 1s, attempt: 1s, call: 5s }\n    wait_factor: 0.1\n    max_attempts: 1";

/// A folder with a file of endpoints and a suite, for the program to run in.
pub struct Program {
    folder: Rc<TempDir>,
    url: String,
    profile: String,
    environment: Vec<(&'static str, &'static str)>,
}

/// The program, running.
pub struct Running {
    child: Child,
    begun: Instant,
    folder: Rc<TempDir>,
}

/// How it ended.
#[derive(Debug)]
pub struct Finished {
    /// Its exit status; absent when a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    pub elapsed: Duration,
    /// The run's directory.
    pub run: PathBuf,
    /// Holds the run's directory: it goes with the last that holds it.
    _folder: Rc<TempDir>,
}

impl Program {
    /// One whose endpoint `target` is at this URL.
    pub fn against(url: &str) -> Self {
        let folder = Rc::new(tempfile::tempdir().expect("there is room for temporary files"));
        let program = Program { folder, url: url.to_owned(), profile: LIMITS.to_owned(), environment: Vec::new() };
        let credentials = "[default]\naws_access_key_id = testing\naws_secret_access_key = testing\n";
        program
            .file("suites/suite.yaml", "name: hostile\nversion: 0.0.0\n")
            .file("credentials", credentials)
            .private("credentials")
            .endpoints()
    }

    /// Adds lines to the endpoint's profile, in place of the time limits that suit loopback.
    pub fn profile(mut self, lines: &str) -> Self {
        self.profile = lines.replace('\n', "\n    ");
        self.endpoints()
    }

    /// Sets an environment variable of the program.
    pub fn environment(mut self, name: &'static str, value: &'static str) -> Self {
        self.environment.push((name, value));
        self
    }

    /// Adds a scenario, or any other file of the suite.
    pub fn scenario(self, id: &str, text: &str) -> Self {
        self.file(&format!("suites/{id}.yaml"), text)
    }

    /// Adds any file to the folder of the suite.
    pub fn file_in_suite(self, name: &str, text: &str) -> Self {
        self.file(&format!("suites/{name}"), text)
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the suite to its end.
    pub fn run(&self) -> Finished {
        self.start().finish()
    }

    /// Begins to run the suite.
    pub fn start(&self) -> Running {
        self.spawn(self.command(&["run", "--target", "target", "--out", "run"]))
    }

    /// Begins to run another subcommand.
    pub fn begin(&self, arguments: &[&str]) -> Running {
        self.spawn(self.command(arguments))
    }

    /// Runs another subcommand to its end.
    pub fn execute(&self, arguments: &[&str]) -> Finished {
        self.begin(arguments).finish()
    }

    /// Runs the suite under a shell that has been given this limit (`ulimit -f 8`).
    pub fn run_under(&self, limit: &str) -> Finished {
        let mut shell = Command::new("sh");
        // A signal comes with some limits; ignored, the call fails in its place, as it does on a full disk.
        shell.args(["-c", &format!("trap '' XFSZ && {limit} && exec \"$@\""), "sh"]).arg(program());
        shell.args(["run", "--target", "target", "--out", "run"]);
        self.spawn(self.in_folder(shell)).finish()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.args(arguments);
        self.in_folder(command)
    }

    fn in_folder(&self, mut command: Command) -> Command {
        // Settings of whoever runs the tests are not the tests'.
        for (name, _) in std::env::vars_os() {
            let name_text = name.to_string_lossy();
            if ["EC2_COMPAT_", "AWS_", "CI_", "GITHUB_", "BUILD"].iter().any(|one| name_text.starts_with(one)) {
                command.env_remove(name);
            }
        }
        command.envs(self.environment.iter().copied());
        command.current_dir(self.folder.path()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn spawn(&self, mut command: Command) -> Running {
        let child = command.spawn().expect("the program can be started");
        Running { child, begun: Instant::now(), folder: self.folder.clone() }
    }

    fn endpoints(self) -> Self {
        let text = format!(
            "endpoints:\n  target:\n    url: {}\n    kind: emulator\n    region: test-1\n    \
             credentials: {{ file: credentials }}\n    {}\n",
            self.url, self.profile
        );
        self.file("endpoints.yaml", &text)
    }

    /// Lets nobody else read a file, so that there is nothing to warn of.
    fn private(self, name: &str) -> Self {
        use std::os::unix::fs::PermissionsExt as _;

        let owner = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(self.path(name), owner).expect("the file is ours");
        self
    }

    /// Adds a file.
    pub fn file(self, name: &str, text: &str) -> Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a temporary folder can be written");
        std::fs::write(path, text).expect("a temporary folder can be written");
        self
    }
}

/// Where the program was built.
fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_ec2-compat"))
}

impl Running {
    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw).expect("a process has an id");
        kill_process(pid, signal).expect("it is still running");
    }

    /// Waits until it ends. One that is stuck is killed, and fails the test.
    pub fn finish(self) -> Finished {
        let Running { child, begun, folder } = self;
        let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw).expect("a process has an id");
        let (sender, ended) = mpsc::channel();
        // Both pipes are read while it runs: one that is full would stop it.
        std::thread::spawn(move || sender.send(child.wait_with_output()));
        let waited = ended.recv_timeout(STUCK);
        if waited.is_err() {
            let _ = kill_process(pid, Signal::KILL);
        }
        let Output { status, stdout, stderr } =
            waited.or_else(|_| ended.recv()).expect("it was waited for").expect("its output can be read");
        let finished = Finished {
            code: status.code(),
            stdout: String::from_utf8_lossy(&stdout).into_owned(),
            stderr: String::from_utf8_lossy(&stderr).into_owned(),
            elapsed: begun.elapsed(),
            run: folder.path().join("run"),
            _folder: folder,
        };
        assert!(finished.elapsed < STUCK, "it was stuck: {finished:#?}");
        finished
    }
}

impl Finished {
    /// Fails, and shows everything, unless it exited so.
    #[track_caller]
    pub fn exited(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "{self}");
        self
    }

    /// Fails, and shows everything, unless it took less time.
    #[track_caller]
    pub fn within(&self, limit: Duration) -> &Self {
        assert!(self.elapsed < limit, "{self}");
        self
    }

    /// Fails, and shows everything, unless this was printed to standard output or standard error.
    #[track_caller]
    pub fn prints(&self, text: &str) -> &Self {
        assert!(self.stdout.contains(text) || self.stderr.contains(text), "`{text}` was not printed\n{self}");
        self
    }

    /// The entries of the record, as far as it can be read, by nothing but zstd and JSON.
    pub fn entries(&self) -> Vec<Value> {
        let file = std::fs::File::open(self.run.join("entries.ndjson.zst")).expect("a run leaves a record");
        let decoder = zstd::stream::read::Decoder::new(file).expect("it is compressed with zstd");
        let lines = std::io::BufReader::new(decoder).lines();
        lines.map_while(Result::ok).map_while(|line| serde_json::from_str(&line).ok()).collect()
    }

    /// The entries of one kind: `cleaned-up`.
    pub fn entries_of(&self, kind: &str) -> Vec<Value> {
        self.entries().into_iter().filter(|entry| entry["entry"] == kind).collect()
    }

    /// A file of the run's directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.run.join(name)
    }

    /// The report for programs.
    pub fn report(&self) -> Value {
        let text =
            std::fs::read_to_string(self.run.join("report.json")).unwrap_or_else(|error| panic!("{error}\n{self}"));
        serde_json::from_str(&text).expect("it is JSON")
    }

    /// The report for CI systems.
    pub fn junit(&self) -> String {
        std::fs::read_to_string(self.run.join("junit.xml")).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }
}

impl std::fmt::Display for Finished {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Finished { code, stdout, stderr, elapsed, .. } = self;
        write!(f, "exit {code:?} after {elapsed:?}\n--- stdout\n{stdout}\n--- stderr\n{stderr}")
    }
}
