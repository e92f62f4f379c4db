//! The client's process and its environment.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::time::{Duration, Instant};

use observe::{ClientEnd, ClientProcess, Home, Surroundings};
use secrecy::SecretString;

use super::{REGION, open, short};

async fn run(script: &str, inherited: &[(&str, &str)], timeout: Duration) -> ClientEnd {
    let (_, proxy) = open(short()).await;
    let home = Home::new().unwrap();
    let path = ("PATH".into(), std::env::var_os("PATH").unwrap_or_default());
    let inherited = inherited.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
    let secrets = [SecretString::from("hush")];
    let surroundings = Surroundings::new(inherited.chain([path]), &home, &proxy, REGION, &secrets);
    let command = vec!["sh".to_owned(), "-c".to_owned(), script.to_owned()];
    ClientProcess { command, surroundings, folder: None, timeout, is_shown: false }.run().await
}

const LONG: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_client_finds_the_proxy_and_nothing_of_whoever_runs_it() {
    let inherited = [
        ("AWS_PROFILE", "production"),
        ("AWS_SESSION_TOKEN", "token"),
        ("OS_PASSWORD", "cloud"),
        ("ANYTHING", "it has hush in it"),
        ("HOME", "/root"),
        ("LANG", "C"),
        ("AWS_MAX_ATTEMPTS", "2"),
    ];
    let ended = run("env; ls -A \"$HOME\"; cat \"$AWS_CONFIG_FILE\"", &inherited, LONG).await;
    assert_eq!(ended.exit_status, Some(0), "{ended:?}");
    let found: BTreeMap<&str, &str> = ended.output.lines().filter_map(|line| line.split_once('=')).collect();
    for absent in ["AWS_PROFILE", "AWS_SESSION_TOKEN", "OS_PASSWORD", "ANYTHING"] {
        assert!(!found.contains_key(absent), "{absent}");
    }
    assert_eq!((found["LANG"], found["AWS_MAX_ATTEMPTS"], found["AWS_REGION"]), ("C", "2", REGION));
    assert!(found["AWS_ENDPOINT_URL"].starts_with("http://127.0.0.1:") && found["HOME"] != "/root");
    assert!(found["EC2_URL"].starts_with(found["AWS_ENDPOINT_URL"]));
    assert_eq!(found["AWS_EC2_METADATA_DISABLED"], "true");
    assert!(found["AWS_ACCESS_KEY_ID"].starts_with("AKIA") && found["AWS_SECRET_ACCESS_KEY"].len() == 40);
}

#[tokio::test]
async fn exit_status_signal_and_output_are_kept() {
    let ended = run("echo out; echo err >&2; exit 7", &[], LONG).await;
    assert_eq!((ended.exit_status, ended.output.trim(), ended.errors.trim()), (Some(7), "out", "err"));
    let killed = run("kill -9 $$", &[], LONG).await;
    assert!(killed.exit_status.is_none() && killed.failure.unwrap().contains("signal"));
    let long = run("yes | head -c 3000000; echo end", &[], LONG).await;
    assert!(long.output.len() < 300_000 && long.output.ends_with("end\n"), "{} bytes", long.output.len());
}

#[tokio::test]
async fn nothing_of_a_client_goes_on_after_its_end() {
    // The child would write the file when the client has long ended.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("written");
    let pid = folder.path().join("pid");
    let script = format!("(trap '' TERM; sleep 1000; touch {}) & echo $! > {}; exit 0", file.display(), pid.display());
    let ended = run(&script, &[], LONG).await;
    assert_eq!(ended.exit_status, Some(0), "{ended:?}");
    let child = std::fs::read_to_string(pid).unwrap();
    let is_alive = || {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.trim())).unwrap_or_default();
        !stat.is_empty() && !stat.contains(") Z ")
    };
    let began = Instant::now();
    while is_alive() {
        assert!(began.elapsed() < LONG, "the child of the client goes on");
        tokio::task::yield_now().await;
    }
    assert!(!file.exists());
}

#[tokio::test]
async fn one_that_does_not_end_is_ended() {
    let ended = run("trap '' TERM; while :; do sleep 1; done", &[], Duration::from_millis(200)).await;
    assert!(ended.exit_status.is_none() && ended.failure.unwrap().contains("did not end"));
}
