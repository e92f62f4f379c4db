//! A client: AWS's Rust SDK as any program would use it, in this binary, run again by `ec2-compat observe`.
//!
//! It finds the endpoint and the keys as SDKs do, in its environment.

use aws_config::BehaviorVersion;
use aws_sdk_ec2::Client;
use aws_sdk_ec2::error::DisplayErrorContext;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};

/// The variable with what the client does: calls, one after the other.
pub const SCRIPT: &str = "CLIENT_SCRIPT";
/// The variable that only clients have.
const PROXY: &str = "EC2_COMPAT_PROXY_URL";

/// The command that runs the client.
pub fn command() -> Vec<String> {
    let program = std::env::current_exe().unwrap().display().to_string();
    vec![program, "observe::client::acts".to_owned(), "--exact".to_owned(), "--nocapture".to_owned()]
}

/// Not a test: what a client does. As a test it does nothing.
#[tokio::test]
async fn acts() {
    if std::env::var_os(PROXY).is_none() {
        return;
    }
    let script = std::env::var(SCRIPT).unwrap();
    let http = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    let config = aws_config::defaults(BehaviorVersion::v2026_01_12()).http_client(http).load().await;
    let client = Client::new(&config);
    let mut vpc = String::new();
    for step in script.split(';').map(str::trim) {
        act(&client, step, &mut vpc).await;
    }
}

/// `last_vpc`: the id of the VPC that was created last.
async fn act(client: &Client, step: &str, last_vpc: &mut String) {
    let (call, argument) = step.split_once(' ').unwrap_or((step, ""));
    let done: Result<String, String> = match call {
        "key" => said(client.create_key_pair().key_name(argument).send().await),
        "delete-key" => said(client.delete_key_pair().key_name(argument).send().await),
        "keys" => said(client.describe_key_pairs().send().await),
        "vpc" => {
            let done = client.create_vpc().cidr_block(argument).send().await;
            let made = done.as_ref().ok().and_then(|output| output.vpc()?.vpc_id());
            *last_vpc = made.unwrap_or_default().to_owned();
            said(done)
        }
        "subnet" => said(client.create_subnet().vpc_id(last_vpc.clone()).cidr_block(argument).send().await),
        "find-vpc" => said(client.describe_vpcs().vpc_ids(last_vpc.clone()).send().await),
        "vpcs" => said(client.describe_vpcs().send().await),
        "delete-vpc" => said(client.delete_vpc().vpc_id(argument).send().await),
        "exit" => std::process::exit(argument.parse().unwrap()),
        "die" => {
            rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL).unwrap();
            Ok(String::new())
        }
        "hang" => loop {
            std::thread::park();
        },
        "environment" => {
            for (name, value) in std::env::vars() {
                println!("{name}={value}");
            }
            Ok(String::new())
        }
        other => panic!("{other}: no such step"),
    };
    match done {
        Ok(text) => println!("{step}: {text}"),
        Err(error) => {
            eprintln!("{step}: {error}");
            std::process::exit(254);
        }
    }
}

fn said<T: std::fmt::Debug, E: std::error::Error>(done: Result<T, E>) -> Result<String, String> {
    done.map(|output| format!("{output:?}")).map_err(|error| DisplayErrorContext(error).to_string())
}
