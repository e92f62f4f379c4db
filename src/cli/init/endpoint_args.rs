//! The options that describe an endpoint.

use std::path::PathBuf;

use clap::Args;

/// The endpoint. At a terminal, `init` prompts for what no option states.
#[derive(Debug, Clone, Default, Args)]
#[group(id = "endpoint", multiple = true)]
pub struct EndpointArgs {
    /// The name of the endpoint, for --target [default: its kind]
    #[arg(long)]
    pub name: Option<String>,
    /// The kind of the endpoint [default: derived from the URL]
    #[arg(long, value_parser = ["aws", "cloud", "emulator"])]
    pub kind: Option<String>,
    /// The URL of the endpoint [default: Amazon's own endpoint of the region]
    #[arg(long)]
    pub url: Option<String>,
    /// The region that requests are signed for [default: us-east-1]
    #[arg(long)]
    pub region: Option<String>,
    /// The environment variable with the access key id [default: EC2_ACCESS_KEY]
    #[arg(long, value_name = "NAME")]
    pub access_key_var: Option<String>,
    /// The environment variable with the secret key [default: EC2_SECRET_KEY]
    #[arg(long, value_name = "NAME")]
    pub secret_key_var: Option<String>,
    /// A profile of ~/.aws/config, instead of variables [default for Amazon's own service: default]
    #[arg(long, value_name = "NAME", conflicts_with_all = ["access_key_var", "secret_key_var"])]
    pub profile: Option<String>,
    /// A file in the format of ~/.aws/credentials, instead of variables
    #[arg(long, value_name = "FILE", conflicts_with_all = ["access_key_var", "secret_key_var", "profile"])]
    pub credentials_file: Option<PathBuf>,
}
