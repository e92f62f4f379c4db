//! Facts about EC2 that AWS's model lacks: data files (`src/contract/data/*.yaml`, and `model/filters.yaml`, which is imported
//! with the model), each with its own reader here.
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
mod described;
mod enums;
mod errors;
mod evidence;
mod filters;
mod iam;
mod identity;
mod lifecycle;
mod listing;
mod load;
mod permission_rows;
mod permissions;
mod prefixes;
mod prices;
mod quotas;
mod readers;
mod relations;
mod rules;
mod said_shown;
mod secrets;
mod surfaces;
mod throttling;
mod unsupported;
mod volatile;

pub use always::{AlwaysPresent, Conditions, always_present, always_present_operations};
pub use described::{CreatedId, Described, created_id, described, describing_operations};
pub use enums::{
    MoreElement, MoreValues, is_documented_value, is_undocumented_element, more_elements, more_values, value_evidence,
};
pub use errors::{
    ErrorClass, ErrorCode, all_error_codes, decided_by, decisive_codes, error_code, error_codes, is_known_error_code,
    is_validation_code,
};
pub use evidence::{
    Claim, ClaimCounts, Evidence, EvidenceKind, MemberCount, RecordedPlaces, Strength, UnclaimedMember, Witness,
    claim_counts, claims, claims_without_evidence, contradicted_claims, error_evidence, member_evidence,
    unclaimed_members, unlisted_codes,
};
pub use filters::{Filters, documented_name, filter_parameter, filtered_actions, filters, is_filter_value};
pub use iam::{IamDependent, iam_action, iam_dependents};
pub use identity::{IdentityKey, held_list, identity_key, identity_keys, is_ordered, ordered_lists};
pub use lifecycle::{
    Companion, Deletes, Find, Lifecycle, LifecycleCall, Order, PartOf, Untracked, UntrackedSort, deletes, is_busy,
    lifecycle, lifecycles, untracked, untracked_actions,
};
pub use listing::{Listing, id_member, is_not_found, listing};
pub use permission_rows::{PermissionCall, PermissionVerb};
pub use permissions::{default_permissions, has_ports, permission_call, permission_calls, protocol_name};
pub use prefixes::{IdForm, IdPrefix, id_prefixes, is_word_for_id, resource_id};
pub use prices::{Price, PriceBasis, is_billable, price};
pub use quotas::{BILLABLE, Quota, added_volumes, quota, quotas};
pub use readers::{MemberReader, Parser, parser, parsing_clients, reader_rows, readers};
pub use relations::{
    Beginning, Connection, ConnectionPlace, ConnectionSide, Copied, Ending, RelatedObject, Side, connections, copies,
    keeps_connections, related_objects,
};
pub use rules::{MemberPattern, Rule, RuleCase, RulePlace, RuleRequirement, rule, rules};
pub use said_shown::{
    Attributes, Change, ListCall, RequestedList, Settles, Shown, ShownCreation, attribute_actions, attributes, change,
    changes, creation, creation_exceptions, creations, is_neutral, is_unsettled, neutral_actions, requested_lists,
};
pub use secrets::{SecretMember, is_secret_member, secret_members, secrets};
pub use surfaces::{ActionSet, action_sets, is_rejected_before_lookup};
pub use throttling::{TokenBucket, is_throttled, token_bucket};
pub use unsupported::{
    UnsupportedRule, action_may_be_missing, action_missing, action_missing_in_version, no_action, unsupported_rules,
};
pub use volatile::{
    Volatility, is_leaving, is_resource_leaving, is_transition, transient_states, volatile_members, volatility,
    volatility_at,
};
