//! The options that describe an endpoint.

use std::path::PathBuf;

use clap::Args;

/// The endpoint. What is not stated is asked for at a terminal.
#[derive(Debug, Clone, Default, Args)]
#[group(id = "endpoint", multiple = true)]
pub struct EndpointArgs {
    /// The endpoint's name, for --target [default: its kind]
    #[arg(long)]
    pub name: Option<String>,
    /// Its kind [default: by the URL]
    #[arg(long, value_parser = ["aws", "cloud", "emulator"])]
    pub kind: Option<String>,
    /// Its URL; without one, Amazon's own endpoint of the region
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
    /// A profile of ~/.aws/config, in place of variables [default on Amazon's own service: default]
    #[arg(long, value_name = "NAME", conflicts_with_all = ["access_key_var", "secret_key_var"])]
    pub profile: Option<String>,
    /// A file in the format of ~/.aws/credentials, in place of variables
    #[arg(long, value_name = "FILE", conflicts_with_all = ["access_key_var", "secret_key_var", "profile"])]
    pub credentials_file: Option<PathBuf>,
}
