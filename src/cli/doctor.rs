//! `ec2-compat doctor`: whether an endpoint can be tested.

use clap::Args;
use serde_json::json;

use super::context::Done;
use crate::endpoint::{CheckStatus, probe};
use crate::report::Exit;
use crate::session::{Context, Failure};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The endpoint: its name in the endpoints file
    #[arg(long, value_name = "NAME", env = "EC2_COMPAT_TARGET")]
    target: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    let checks = super::runtime()?.block_on(async {
        let endpoint = context.connect(&arguments.target).await?;
        Ok::<_, Failure>(probe(&endpoint).await)
    })?;
    if arguments.json {
        super::print(&json!(checks).to_string());
    } else {
        checks.iter().for_each(|check| super::print(&check.to_string()));
    }
    let failed = checks.iter().any(|check| check.status == CheckStatus::Fail);
    Ok(if failed { Exit::Failed } else { Exit::Success })
}
