//! Responses as AWS sends them: `src/contract/tests/aws`, written from the facts in the head comment of each file.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::repository;

/// A response as AWS sends it. No oracle may find anything in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AwsResponse {
    /// The file's name without its ending.
    #[serde(skip)]
    pub name: String,
    pub operation: String,
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    /// The parameters of the request.
    pub parameters: Value,
    pub body: String,
}

/// All responses, by name.
pub fn aws_responses() -> Vec<AwsResponse> {
    let folder = repository().join("src/contract/tests/aws");
    let files = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
    let mut responses: Vec<AwsResponse> = files
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let read: AwsResponse = serde_yaml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            AwsResponse { name: path.file_stem().unwrap().to_string_lossy().into_owned(), ..read }
        })
        .collect();
    responses.sort_by(|a, b| a.name.cmp(&b.name));
    responses
}
