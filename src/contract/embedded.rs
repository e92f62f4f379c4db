//! The models that this program carries: `model/*.json.zst`, written by `ec2-compat contract import`.

use std::sync::OnceLock;

use crate::api_version::Contract;

struct Embedded {
    version: &'static str,
    packed: &'static [u8],
    read: OnceLock<Contract>,
}

macro_rules! embed {
    ($version:literal) => {
        Embedded {
            version: $version,
            packed: include_bytes!(concat!("model/", $version, ".json.zst")),
            read: OnceLock::new(),
        }
    };
}

// Oldest first.
static EMBEDDED: [Embedded; 8] = [
    embed!("2014-09-01"),
    embed!("2014-10-01"),
    embed!("2015-03-01"),
    embed!("2015-04-15"),
    embed!("2015-10-01"),
    embed!("2016-04-01"),
    embed!("2016-09-15"),
    embed!("2016-11-15"),
];

impl Contract {
    /// The newest API version, which all of EC2's operations are in.
    pub fn embedded() -> &'static Contract {
        EMBEDDED.last().expect("the list above is not empty").contract()
    }

    /// An API version: `2014-09-01` to `2016-11-15`. Read when it is first asked for.
    pub fn of_version(version: &str) -> Option<&'static Contract> {
        EMBEDDED.iter().find(|embedded| embedded.version == version).map(Embedded::contract)
    }

    /// The API version of that name; the newest one where there is no model of it, e.g. for the `2010-08-31` that old
    /// clouds speak.
    pub fn for_version(version: &str) -> &'static Contract {
        Contract::of_version(version).unwrap_or_else(Contract::embedded)
    }

    /// The API versions, oldest first.
    pub fn versions() -> impl Iterator<Item = &'static str> {
        EMBEDDED.iter().map(|embedded| embedded.version)
    }

    /// The packed form of an API version, as the repo keeps it.
    pub fn packed(version: &str) -> Option<&'static [u8]> {
        EMBEDDED.iter().find(|embedded| embedded.version == version).map(|embedded| embedded.packed)
    }
}

impl Embedded {
    fn contract(&self) -> &Contract {
        self.read
            .get_or_init(|| Contract::unpack(self.packed).expect("tests/contract_model.rs reads every embedded model"))
    }
}
