//! The operator's hooks: programs that do what EC2 cannot ask for.

use std::process::Stdio;
use std::time::Duration;

use endpoint::Profile;
use record::HookRun;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::time::Instant;

use crate::step::perform::millis;

/// How long a hook may take where the step says nothing, before the endpoint's factor.
pub(crate) const DEADLINE: Duration = Duration::from_secs(300);
/// How much of what a hook prints is kept, on either stream.
const KEPT: usize = 64 * 1024;

/// Runs a hook of the endpoint's profile.
///
/// It gets its arguments as one JSON object on standard input, as variables `EC2_COMPAT_<NAME>`, and where
/// its command line says `{name}`. What it prints is its output, as JSON if it is JSON.
pub(crate) async fn run(profile: &Profile, name: &str, arguments: &Value, step: &str, limit: Duration) -> HookRun {
    let started = Instant::now();
    let mut hook_run = HookRun {
        step: step.to_owned(),
        hook: name.to_owned(),
        exit_status: None,
        output: Value::Null,
        stderr: String::new(),
        elapsed_ms: 0,
        bindings: Default::default(),
        saved: Default::default(),
    };
    let Some(command) = profile.hooks.get(name) else {
        hook_run.stderr = format!("the endpoint's profile names no hook {name}");
        return hook_run;
    };
    match spawn(command, arguments) {
        Err(error) => hook_run.stderr = format!("{} cannot be started: {error}", command.join(" ")),
        Ok(mut child) => {
            match tokio::time::timeout(limit, communicate(&mut child, arguments)).await {
                Ok(Ok((exit, output, errors))) => {
                    hook_run.exit_status = exit;
                    hook_run.output = serde_json::from_str(&output).unwrap_or(Value::String(output));
                    hook_run.stderr = errors;
                }
                Ok(Err(error)) => hook_run.stderr = format!("it could not be spoken to: {error}"),
                Err(_) => {
                    // Killed on drop as well; here so that it is gone before the scenario goes on.
                    let _ = child.kill().await;
                    hook_run.stderr = format!("it did not end within {} s", limit.as_secs());
                }
            }
        }
    }
    hook_run.elapsed_ms = millis(started.elapsed());
    hook_run
}

fn spawn(command: &[String], arguments: &Value) -> std::io::Result<Child> {
    let empty = || std::io::Error::other("its command is empty");
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

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

async fn communicate(child: &mut Child, arguments: &Value) -> std::io::Result<(Option<i32>, String, String)> {
    let input = child.stdin.take();
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    let feed = async {
        if let Some(mut input) = input {
            // A hook that does not read its input closes it: that is its right.
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
    let mut held = Vec::new();
    let mut buffer = [0; 8192];
    loop {
        let count = stream.read(&mut buffer).await?;
        if count == 0 {
            return Ok(String::from_utf8_lossy(&held).trim().to_owned());
        }
        held.extend_from_slice(&buffer[..count]);
        if held.len() > 2 * KEPT {
            held.drain(..held.len() - KEPT);
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
