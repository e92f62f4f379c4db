//! CPU time of a call of ours over that of the bare SDK's.

use std::time::Duration;

use aws_config::{BehaviorVersion, Region};
use aws_credential_types::Credentials;
use aws_sdk_ec2::{Client, Config};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use ec2_compat::contract::Contract;
use ec2_compat::endpoint::{ApiCall, Endpoint, Endpoints};
use ec2_compat::record::SdkVerdict;
use serde_json::json;

use super::clock::cpu;
use super::server::Server;
use super::workspace::Workspace;
use super::{Measured, least};

const LIMIT: f64 = 1.08;
/// Both are measured in turn, so that what else the machine does falls on both.
const ROUNDS: usize = 15;
const CALLS: u32 = 200;

pub fn measure() -> Measured {
    let server = Server::start(Duration::ZERO);
    let workspace = Workspace::new(server.url());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let client = bare(server.url());
        let endpoints = Endpoints::load(&workspace.path("endpoints.yaml")).expect("it was just written");
        let profile = endpoints.get("local").expect("it is the only one");
        let endpoint = Endpoint::connect(profile).await.expect("nothing is sent yet");

        let (mut bare, mut ours) = (Vec::new(), Vec::new());
        for round in 0..=ROUNDS {
            let before = cpu();
            for _ in 0..CALLS {
                let response = client.describe_key_pairs().send().await.expect("the server always responds");
                assert_eq!(response.key_pairs().len(), 2);
            }
            let between = cpu();
            for _ in 0..CALLS {
                let response = endpoint.call(call()).await;
                assert_eq!(response.sdk, SdkVerdict::Accepted);
            }
            let after = cpu();
            // The first round opens the connections.
            if round > 0 {
                bare.push(between - before);
                ours.push(after - between);
            }
        }
        let calls = f64::from(CALLS);
        let details = json!({ "calls": CALLS, "rounds": ROUNDS });
        Measured { floor: least(bare) / calls, figure: least(ours) / calls, limit: LIMIT, details }
    })
}

/// The SDK alone.
pub fn bare(url: &str) -> Client {
    with_keys(url, "testing", "testing")
}

/// The same, with these keys.
pub fn with_keys(url: &str, access_key: &str, secret_key: &str) -> Client {
    let http = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    let credentials = Credentials::new(access_key, secret_key, None, None, "bench");
    Client::from_conf(
        Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("test-1"))
            .endpoint_url(url)
            .credentials_provider(credentials)
            .http_client(http)
            .build(),
    )
}

fn call() -> ApiCall {
    ApiCall {
        operation: "DescribeKeyPairs".into(),
        pairs: Vec::new(),
        api_version: Contract::newest_version().into(),
        deadline: None,
    }
}
