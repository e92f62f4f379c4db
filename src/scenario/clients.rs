//! Scenarios that run a client: `client-<name>/<task>`, and what they require.

use record::ScenarioId;

use crate::model::Requirement;

/// What the name of an area begins with that runs a client.
const CLIENT_AREA: &str = "client-";
/// What the name of a requirement begins with that is a client, and that of the variable with its program.
const CLIENT: &str = "client.";

/// Whether the scenarios of an area run a client.
pub(crate) fn is_client_area(area: &str) -> bool {
    area.starts_with(CLIENT_AREA)
}

/// The client and its task, of the id of a scenario that runs a client: `boto3` and `key-pair` of `client-boto3/key-pair`.
/// Such scenarios are reported and scored apart: whether they run depends on what is installed beside ec2-compat.
pub fn client_task(id: &ScenarioId) -> Option<(&str, &str)> {
    id.area().strip_prefix(CLIENT_AREA).map(|client| (client, id.name()))
}

impl Requirement {
    /// The client that it names: `boto3` of `client.boto3`.
    pub fn client(&self) -> Option<&str> {
        self.fact.strip_prefix(CLIENT)
    }
}
