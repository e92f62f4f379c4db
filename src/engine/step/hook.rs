//! The operator's hooks: programs for what EC2's API cannot do.

use std::process::Stdio;
use std::time::Duration;

use endpoint::Profile;
use record::{HookRun, StepName, millis};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::time::Instant;

use crate::evaluate::text;

/// The default timeout of a hook, before the endpoint's factor.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(300);
/// How much is kept of each output stream, in bytes.
const KEPT: usize = 64 * 1024;

/// Runs a hook of the endpoint's profile.
///
/// It gets its arguments as one JSON object on standard input, as variables `EC2_COMPAT_<NAME>`, and in place of
/// `{name}` in its command line. Its standard output is its output, as JSON if it is JSON.
pub(crate) async fn run(
    profile: &Profile,
    name: &str,
    arguments: &Value,
    step: &StepName,
    timeout: Duration,
) -> HookRun {
    let started = Instant::now();
    let mut run = HookRun {
        step: step.clone(),
        hook: name.to_owned(),
        exit_status: None,
        output: Value::Null,
        stderr: String::new(),
        elapsed_ms: 0,
        bindings: Default::default(),
        saved: Default::default(),
    };
    let Some(command) = profile.hooks.get(name) else {
        run.stderr = format!("the endpoint's profile has no hook {name}");
        return run;
    };
    match spawn(command, arguments) {
        Err(error) => run.stderr = format!("cannot start {}: {error}", command.join(" ")),
        Ok(mut child) => {
            match tokio::time::timeout(timeout, communicate(&mut child, arguments)).await {
                Ok(Ok((exit, output, errors))) => {
                    run.exit_status = exit;
                    run.output = serde_json::from_str(&output).unwrap_or(Value::String(output));
                    run.stderr = errors;
                }
                Ok(Err(error)) => run.stderr = format!("I/O with the hook failed: {error}"),
                Err(_) => {
                    // It is killed on drop as well; here so that it has ended before the scenario goes on.
                    let _ = child.kill().await;
                    run.stderr = format!("it did not end within {} s", timeout.as_secs());
                }
            }
        }
    }
    run.elapsed_ms = millis(started.elapsed());
    run
}

fn spawn(command: &[String], arguments: &Value) -> std::io::Result<Child> {
    let empty = || std::io::Error::other("the command is empty");
    let (program, rest) = command.split_first().ok_or_else(empty)?;
    let mut process = Command::new(program);
    process.args(rest.iter().map(|argument| filled_in(argument, arguments)));
    for (name, value) in arguments.as_object().into_iter().flatten() {
        process.env(format!("EC2_COMPAT_{}", name.to_uppercase().replace('-', "_")), text(value));
    }
    process.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true).spawn()
}

fn filled_in(argument: &str, arguments: &Value) -> String {
    arguments
        .as_object()
        .into_iter()
        .flatten()
        .fold(argument.to_owned(), |filled, (name, value)| filled.replace(&format!("{{{name}}}"), &text(value)))
}

async fn communicate(child: &mut Child, arguments: &Value) -> std::io::Result<(Option<i32>, String, String)> {
    let input = child.stdin.take();
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    let feed = async {
        if let Some(mut input) = input {
            // A hook need not read its input: it may close it.
            let _ = input.write_all(arguments.to_string().as_bytes()).await;
        }
        Ok::<(), std::io::Error>(())
    };
    let ((), output, errors) = tokio::try_join!(feed, kept(output), kept(errors))?;
    Ok((child.wait().await?.code(), output, errors))
}

/// Reads to the end, and keeps the last [`KEPT`] bytes.
async fn kept(stream: Option<impl tokio::io::AsyncRead + Unpin>) -> std::io::Result<String> {
    let Some(mut stream) = stream else { return Ok(String::new()) };
    let mut tail = Vec::new();
    let mut buffer = [0; 8192];
    loop {
        let count = stream.read(&mut buffer).await?;
        if count == 0 {
            return Ok(String::from_utf8_lossy(&tail).trim().to_owned());
        }
        tail.extend_from_slice(&buffer[..count]);
        if tail.len() > 2 * KEPT {
            tail.drain(..tail.len() - KEPT);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn arguments_are_filled_in_where_the_command_line_names_them() {
        let arguments = json!({"instance": "i-1", "count": 3});
        assert_eq!(filled_in("{instance}", &arguments), "i-1");
        assert_eq!(filled_in("--n={count} {other}", &arguments), "--n=3 {other}");
    }
}
