//! Facts about EC2 that AWS's model lacks: data files (`src/contract/data/*.yaml`), each with its own reader here.
//!
//! Every file is parsed at first use; its head comment has the sources.
//!
//! ```
//! use contract::tables;
//!
//! assert_eq!(tables::resource_id("vpc-0123456789abcdef0"), Some("vpc"));
//! assert_eq!(tables::lifecycle("CreateVpc").map(|row| row.delete.as_str()), Some("DeleteVpc"));
//! assert!(tables::is_known_error_code("InvalidVpcID.NotFound"));
//! assert!(tables::is_secret_member("keyMaterial"));
//! ```

mod always;
mod enums;
mod errors;
mod identity;
mod lifecycle;
mod listing;
mod load;
mod prefixes;
mod secrets;
mod surfaces;
mod unsupported;
mod volatile;

pub use always::{AlwaysPresent, always_present, always_present_operations};
pub use enums::{MoreValues, is_documented_value, more_values};
pub use errors::{ErrorClass, ErrorCode, all_error_codes, error_code, error_codes, is_known_error_code};
pub use identity::{IdentityKey, held_list, identity_key, identity_keys, is_ordered, ordered_lists};
pub use lifecycle::{
    Call, Companion, Deletes, Find, Lifecycle, Order, PartOf, Untracked, UntrackedSort, deletes, lifecycle, lifecycles,
    untracked, untracked_actions,
};
pub use listing::{Listing, is_not_found, listing};
pub use prefixes::{IdForm, IdPrefix, id_prefixes, resource_id};
pub use secrets::{Secret, is_secret_member, secret_members, secrets};
pub use surfaces::{ActionSet, action_sets, is_rejected_before_lookup};
pub use unsupported::{UnsupportedRule, action_may_be_missing, action_missing, unsupported_rules};
pub use volatile::{
    Volatility, is_leaving, is_transition, transient_states, volatile_members, volatility, volatility_at,
};
