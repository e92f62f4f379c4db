//! The clients that scenarios require: each is looked for once, before the run.

use std::collections::BTreeSet;
use std::sync::Arc;

use endpoint::{ClientProgram, Profile};
use futures_util::future::join_all;
use observe::find_client;
use scenario::{Scenario, Suite};
use serde_json::json;

use crate::requirements::fixtures;

/// What the name of a fact begins with that has the version of a client.
const CLIENT: &str = "client.";

/// Looks for the clients that the selected scenarios and their fixtures require, and notes in the profile what was found: the
/// program in `clients`, the version as the fact `client.NAME`.
pub async fn find_clients(profile: &mut Profile, suite: &Suite, selected: &[Arc<Scenario>]) {
    let mut names: BTreeSet<String> = BTreeSet::new();
    for scenario in selected {
        let fixtures = fixtures(suite, scenario);
        let required = fixtures.iter().flat_map(|fixture| &fixture.requires).chain(&scenario.requires);
        names.extend(required.filter_map(|requirement| requirement.client()).map(str::to_owned));
    }
    let looking = names.into_iter().map(|name| {
        let named = match profile.clients.get(&name) {
            Some(ClientProgram::Named(program)) => Some(program.clone()),
            Some(ClientProgram::Found { .. } | ClientProgram::Missing(_)) | None => None,
        };
        async move { (find_client(&name, named.as_deref()).await, name) }
    });
    for (found, name) in join_all(looking).await {
        let fact = format!("{CLIENT}{name}");
        let program = match found {
            Ok(found) => {
                profile.facts.insert(fact, json!(found.version));
                ClientProgram::Found { program: found.program, version: found.version }
            }
            Err(reason) => {
                profile.facts.remove(&fact);
                ClientProgram::Missing(reason)
            }
        };
        profile.clients.insert(name, program);
    }
}
