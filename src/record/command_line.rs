//! Commands of this program that messages suggest: as they can be typed where they are printed.

use std::fmt;
use std::path::{Path, PathBuf};

/// The endpoints file that is used, and that `init` writes, if no other is named.
pub const ENDPOINTS_FILE: &str = "endpoints.yaml";

/// The options that say where things are, as far as a command needs them here: those that were typed and are not what the
/// program would use by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceOptions {
    /// The value of `--endpoints`; absent where the default or the variable has it.
    pub endpoints: Option<PathBuf>,
    /// The value of `--suites`; absent where the default or the variable has it.
    pub suites: Option<PathBuf>,
    /// The values of `--known`, without those that the variable has.
    pub known: Vec<PathBuf>,
}

impl PlaceOptions {
    /// A subcommand with those of the options that it reads.
    ///
    /// ```
    /// use record::PlaceOptions;
    ///
    /// let options = PlaceOptions { endpoints: Some("my clouds.yaml".into()), ..PlaceOptions::default() };
    /// let doctor = options.command("doctor").option("--target", "lab");
    /// assert_eq!(doctor.to_string(), "ec2-compat doctor --endpoints 'my clouds.yaml' --target lab");
    /// assert_eq!(options.command("lint").to_string(), "ec2-compat lint");
    /// ```
    pub fn command(&self, subcommand: &str) -> CommandLine {
        let (endpoints, suites, known) = match subcommand {
            "run" | "record" | "known init" => (true, true, true),
            "plan" | "doctor" => (true, true, false),
            "sweep" => (true, false, false),
            "known check" | "known prune" => (false, true, true),
            "known update" | "lint" | "list" => (false, true, false),
            "report" => (false, false, true),
            _ => (false, false, false),
        };
        let mut line = CommandLine::new(subcommand);
        for file in self.endpoints.iter().filter(|_| endpoints) {
            line = line.option("--endpoints", file);
        }
        for folder in self.suites.iter().filter(|_| suites) {
            line = line.option("--suites", folder);
        }
        for file in self.known.iter().filter(|_| known) {
            line = line.option("--known", file);
        }
        line
    }

    /// The same with these files of known deviations.
    pub fn with_known(&self, known: &[PathBuf]) -> Self {
        PlaceOptions { known: known.to_vec(), ..self.clone() }
    }
}

/// A command of this program; displayed as it is typed into a POSIX shell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandLine(String);

impl CommandLine {
    /// A subcommand without options; `known check` is one, too.
    pub fn new(subcommand: &str) -> Self {
        CommandLine(format!("ec2-compat {subcommand}"))
    }

    /// The command that writes this endpoints file.
    pub fn init(file: &Path) -> Self {
        let init = CommandLine::new("init");
        if file == Path::new(ENDPOINTS_FILE) { init } else { init.word(file) }
    }

    /// Adds an option that has no value.
    #[must_use]
    pub fn flag(self, name: &str) -> Self {
        CommandLine(format!("{self} {name}"))
    }

    /// Adds an option with its value.
    #[must_use]
    pub fn option(self, name: &str, value: impl AsRef<Path>) -> Self {
        self.flag(name).word(value)
    }

    /// Adds an argument, quoted for a POSIX shell where that is necessary.
    #[must_use]
    pub fn word(self, argument: impl AsRef<Path>) -> Self {
        CommandLine(format!("{self} {}", shell_word(&argument.as_ref().to_string_lossy())))
    }

    /// Adds arguments in their order, each quoted like [`CommandLine::word`].
    #[must_use]
    pub fn words<I: AsRef<Path>>(self, arguments: impl IntoIterator<Item = I>) -> Self {
        arguments.into_iter().fold(self, Self::word)
    }
}

impl fmt::Display for CommandLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a program, without its folder.
///
/// ```
/// assert_eq!(record::program_name("/usr/bin/aws"), "aws");
/// assert_eq!(record::program_name("aws"), "aws");
/// ```
pub fn program_name(program: &str) -> &str {
    program.rsplit_once('/').map_or(program, |(_, name)| name)
}

/// One word of a POSIX shell, quoted if needed. NUL bytes, which no command line can contain, are dropped.
///
/// ```
/// assert_eq!(record::shell_word("vpc/lifecycle"), "vpc/lifecycle");
/// assert_eq!(record::shell_word("key-pairs/names[long]"), "'key-pairs/names[long]'");
/// ```
pub fn shell_word(text: &str) -> String {
    let text = text.replace('\0', "");
    shlex::try_quote(&text).map_or_else(|_| String::from("''"), |word| word.into_owned())
}
