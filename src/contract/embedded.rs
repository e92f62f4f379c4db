//! The models in the program itself: `model/*.json.zst`, written by `ec2-compat contract import`.

use std::sync::OnceLock;

use crate::api_version::Contract;

struct Embedded {
    version: &'static str,
    packed: &'static [u8],
    read: OnceLock<Contract>,
}

macro_rules! embed {
    ($($version:literal),* $(,)?) => {
        [$(Embedded {
            version: $version,
            packed: include_bytes!(concat!("model/", $version, ".json.zst")),
            read: OnceLock::new(),
        }),*]
    };
}

// Oldest first.
static EMBEDDED: [Embedded; 8] = embed![
    "2014-09-01",
    "2014-10-01",
    "2015-03-01",
    "2015-04-15",
    "2015-10-01",
    "2016-04-01",
    "2016-09-15",
    "2016-11-15",
];

impl Contract {
    /// The newest API version, which has all of EC2's operations.
    pub fn embedded() -> &'static Contract {
        EMBEDDED[EMBEDDED.len() - 1].contract()
    }

    /// One of [`Contract::versions`], parsed at first use; absent where there is no model of it.
    pub fn of_version(version: &str) -> Option<&'static Contract> {
        EMBEDDED.iter().find(|embedded| embedded.version == version).map(Embedded::contract)
    }

    /// One of [`Contract::versions`]; the newest one where there is no model of it, as of the `2010-08-31` that old clouds
    /// implement.
    pub fn for_version(version: &str) -> &'static Contract {
        Contract::of_version(version).unwrap_or_else(Contract::embedded)
    }

    /// The name of the newest API version. The model is not parsed.
    pub fn newest_version() -> &'static str {
        EMBEDDED[EMBEDDED.len() - 1].version
    }

    /// The names of the API versions, oldest first.
    pub fn versions() -> impl Iterator<Item = &'static str> {
        EMBEDDED.iter().map(|embedded| embedded.version)
    }

    /// The packed model of one of [`Contract::versions`]: the bytes of its file.
    pub fn packed(version: &str) -> Option<&'static [u8]> {
        EMBEDDED.iter().find(|embedded| embedded.version == version).map(|embedded| embedded.packed)
    }
}

impl Embedded {
    fn contract(&self) -> &Contract {
        self.read.get_or_init(|| Contract::unpack(self.packed).expect("tests/it/model.rs unpacks every embedded model"))
    }
}
