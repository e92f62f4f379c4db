//! A client's own words about its end.

use record::ClientRun;
use serde_json::Value;

use crate::finding::excerpt;

/// What Python prints before each call of a traceback: `  File "x.py", line 7, in <module>`.
const FRAME: &str = "  File \"";
/// The members of a failed result in Ansible's JSON with a traceback of the module.
const TRACEBACKS: [&str; 2] = ["exception", "module_stderr"];

/// What a client says of its end, the most telling first.
#[derive(Debug)]
pub(crate) struct Words {
    texts: Vec<String>,
}

impl Words {
    /// The message of an Ansible task that failed, else the exception of a traceback, else the last line of standard error that is
    /// not indented, else the end of its output. Then what tracebacks show of the code at which it was raised.
    pub(crate) fn of(run: &ClientRun) -> Self {
        let mut failed = Vec::new();
        failures(&run.output, &mut failed);
        let mut texts = Vec::new();
        let mut code = Vec::new();
        if let Some(task) = failed.last() {
            texts.extend(task.get("msg").and_then(Value::as_str).map(str::to_owned));
            for text in TRACEBACKS.iter().filter_map(|member| task.get(member)?.as_str()) {
                let (raised_at, exception) = traceback(text).unzip();
                texts.extend(exception);
                code.extend(raised_at);
            }
        }
        match traceback(&run.stderr) {
            Some((raised_at, exception)) => {
                texts.push(exception);
                code.push(raised_at);
            }
            None => texts.extend(last_line(&run.stderr)),
        }
        if texts.is_empty() {
            texts.extend(run.output.as_str().and_then(last_line));
        }
        texts.extend(code);
        Words { texts }
    }

    /// The first line of the most telling, for people.
    pub(crate) fn line(&self) -> String {
        let first = self.texts.first().and_then(|text| text.lines().next()).unwrap_or_default();
        excerpt(first.as_bytes())
    }

    /// Everything that it says.
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(String::as_str)
    }

    /// Whether the client names the code of an error.
    pub(crate) fn have_code(&self, code: &str) -> bool {
        let is_part = |c: char| c.is_alphanumeric() || c == '.';
        let trimmed = |word: &str| word.trim_matches('.') == code;
        !code.is_empty() && self.all().any(|text| text.split(|c| !is_part(c)).any(trimmed))
    }
}

/// What a traceback that Python printed last shows: the code at which the exception was raised, and the exception with its text.
fn traceback(text: &str) -> Option<(String, String)> {
    let start = text.rfind(FRAME)?;
    let is_code = |line: &&str| line.starts_with(' ');
    let lines = text[start..].lines();
    let code: Vec<&str> = lines.clone().take_while(is_code).skip(1).collect();
    let exception: Vec<&str> = lines.skip_while(is_code).collect();
    let is_whole = !exception.is_empty();
    is_whole.then(|| (code.join("\n"), exception.join("\n").trim().to_owned()))
}

fn last_line(text: &str) -> Option<String> {
    let ends = |line: &&str| !line.trim().is_empty() && !line.starts_with([' ', '\t', '}', ']']);
    text.lines().rfind(ends).map(str::to_owned)
}

/// The results with `failed: true` in JSON, as Ansible's callbacks print it.
fn failures<'a>(output: &'a Value, found: &mut Vec<&'a Value>) {
    match output {
        Value::Object(members) => {
            if members.get("failed").and_then(Value::as_bool) == Some(true) && members.contains_key("msg") {
                found.push(output);
            }
            members.values().for_each(|member| failures(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| failures(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
