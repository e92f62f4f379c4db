//! What a scenario is for: a workflow, and a level.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What people do with a cloud; each scenario serves one of them (`suites/levels.yaml`).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::Display,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Workflow {
    /// Instances: where they can run, from their launch to what remains of them.
    Launch,
    /// Volumes, snapshots and block devices.
    Storage,
    /// VPCs and everything in them.
    Network,
    /// Machine images.
    Images,
    /// Key pairs and security groups: who can reach an instance.
    KeysAndAccess,
    /// HTTP requests and responses, whatever they are about.
    Protocol,
    /// Running a cloud and keeping an account in order: tags, quotas, consoles, migrations, upgrades.
    Operations,
}

/// How many clients need what a scenario tests; the level that most of them need comes first.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::Display,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Level {
    /// Every unmodified client needs it to launch, find, stop and terminate an instance with its key pair, security
    /// group, image, volume and network.
    Core,
    /// Common clients and tools use it.
    Standard,
    /// Few clients use it, or only an operator can.
    Extended,
}
