//! What responses show of what was requested.

use std::collections::HashMap;

use contract::tables::{self, Attributes, CreatedId, Described, PermissionVerb};
use contract::{Operation, ValuePath};
use serde_json::{Map, Value};

use crate::finding::{FindingDraft, FindingKind, quoted};
use crate::oracle::decoded_call::DecodedCall;
use crate::oracle::reference::states;
use crate::oracle::said_shown::equal::canonical_set;
use crate::oracle::said_shown::facts::Fact;
use crate::oracle::said_shown::resource::{Resource, Resources};
use crate::oracle::said_shown::rule::{DescribedRule, ShownRule, requested};

/// The members that have a resource's tags.
const TAGS: [&str; 2] = ["Tags", "TagSet"];

/// Judges the descriptions in a response that only reads.
pub(crate) fn judge(resources: &Resources, call: &DecodedCall<'_>) -> Vec<FindingDraft> {
    let (Some(operation), Some(response)) = (call.operation, call.success()) else { return Vec::new() };
    let mut drafts = Vec::new();
    for place in tables::described(&operation.name) {
        drafts.extend(descriptions(resources, call, operation, place, response, true));
    }
    if let Some(attributes) = tables::attributes(&operation.name) {
        drafts.extend(attribute(resources, call, operation, attributes, response));
    }
    match operation.name.as_str() {
        "DescribeTags" => drafts.extend(tag_rows(resources, call, response)),
        "DescribeSecurityGroupRules" => drafts.extend(rule_rows(resources, call, response)),
        _ => {}
    }
    drafts
}

/// Judges what the response of a call that changes something shows of the call itself.
pub(crate) fn judge_result(resources: &Resources, call: &DecodedCall<'_>) -> Vec<FindingDraft> {
    let (Some(operation), Some(response)) = (call.operation, call.success()) else { return Vec::new() };
    let mut drafts = Vec::new();
    if let Some(CreatedId::Response(place)) = tables::creation(&operation.name).map(|creation| &creation.id) {
        drafts.extend(descriptions(resources, call, operation, place, response, false));
    }
    if tables::permission_call(&operation.name).is_some_and(|call| call.does == PermissionVerb::Add) {
        drafts.extend(authorized(call, response));
    }
    drafts
}

/// `whole`: a description shows all that was requested; the response of the creating call need not.
fn descriptions(
    resources: &Resources,
    call: &DecodedCall<'_>,
    operation: &Operation,
    place: &'static Described,
    response: &Value,
    whole: bool,
) -> Vec<FindingDraft> {
    let mut drafts = Vec::new();
    for element in place.at.values(response) {
        let id = element.get(&place.id).and_then(Value::as_str);
        let (Some(members), Some(resource)) = (element.as_object(), id.and_then(|id| resources.get(place.kind, id)))
        else {
            continue;
        };
        let Some(settled) = is_settled(members) else { continue };
        let modelled = |member: &ValuePath| is_modelled(call, operation, &place.at.join(member));
        // Members that AWS always returns are reported by the contract oracle.
        let claims = tables::always_present(&operation.name);
        let is_claimed = |path: &ValuePath| {
            let path = place.at.join(path).to_string();
            claims.iter().any(|claim| claim.path == path)
        };
        let is_reported = |member: &ValuePath| modelled(member) && !is_claimed(member);
        for fact in resource.facts.iter() {
            let draft = shown(resource, fact, fact.shown, element, &place.at);
            let absent = draft.as_ref().is_some_and(|draft| draft.kind.explains_absence());
            drafts.extend(draft.filter(|_| !absent || (whole && settled && is_reported(fact.shown))));
        }
        let has = |name: &&str| element.get(*name).is_some();
        let has_member = |name: &&str| modelled(&ValuePath::default().member(name, false));
        if let Some(name) = TAGS.into_iter().find(has).or_else(|| TAGS.into_iter().find(has_member)) {
            let shown: Vec<&Value> = element.get(name).and_then(Value::as_array).into_iter().flatten().collect();
            drafts.extend(resource.tags.judge(&resource.id, &shown, &place.at.member(name, true), whole));
        }
        if whole {
            drafts.extend(resource.lists.judge(&resource.id, element, &place.at, settled));
            drafts.extend(resource.permissions.judge(&resource.id, element, &place.at));
        }
    }
    drafts
}

/// Whether a resource has all that it will have; absent where it is about to be gone.
fn is_settled(members: &Map<String, Value>) -> Option<bool> {
    let mut settled = true;
    for (_, state) in states(members) {
        if tables::is_leaving(state) {
            return None;
        }
        settled &= !tables::is_unsettled(state);
    }
    Some(settled)
}

fn is_modelled(call: &DecodedCall<'_>, operation: &Operation, path: &ValuePath) -> bool {
    operation.output.is_some_and(|output| path.shape(call.contract, output).is_some())
}

/// A value that is shown at `path` in a structure at `at`, and was not requested.
fn shown(resource: &Resource, fact: &Fact, path: &ValuePath, element: &Value, at: &ValuePath) -> Option<FindingDraft> {
    let (id, by) = (&resource.id, fact.by);
    let values = path.values(element);
    let texts = canonical_set(values.iter().copied());
    let place = at.join(path);
    if fact.allows(&texts) {
        return None;
    }
    let draft = if texts.is_empty() {
        let message = format!("{place} of {id} is absent; {by} requested {}", quoted(&fact.requested));
        FindingDraft::new(FindingKind::RequestedValueAbsent, message).actual(Value::Null)
    } else {
        let actual = match values.as_slice() {
            [one] if !path.has_list() => (*one).clone(),
            several => several.iter().copied().cloned().collect(),
        };
        let message = format!("{place} of {id} is {}; {by} requested {}", quoted(&actual), quoted(&fact.requested));
        FindingDraft::new(FindingKind::RequestedValueDiffers, message).actual(actual)
    };
    Some(draft.at(place.to_string()).expected(fact.requested.clone()).documented_by(by))
}

fn attribute(
    resources: &Resources,
    call: &DecodedCall<'_>,
    operation: &Operation,
    row: &'static Attributes,
    response: &Value,
) -> Vec<FindingDraft> {
    let text = |value: &Value, member: &str| value.get(member).and_then(Value::as_str).map(str::to_owned);
    let id = text(response, &row.id).or_else(|| text(&call.observation.parameters, &row.id));
    let Some(resource) = id.and_then(|id| resources.get(&row.kind, &id)) else { return Vec::new() };
    let requested = text(&call.observation.parameters, "Attribute").unwrap_or_default();
    let judge = |(member, known): (&'static ValuePath, &'static ValuePath)| {
        let fact = resource.facts.get(known)?;
        let draft = shown(resource, fact, member, response, &ValuePath::default())?;
        let is_requested = member.head().is_some_and(|head| head.eq_ignore_ascii_case(&requested));
        let counts = !draft.kind.explains_absence() || is_requested;
        (counts && is_modelled(call, operation, member)).then_some(draft)
    };
    row.members.iter().filter_map(judge).collect()
}

/// The rows of DescribeTags. They have all tags of a resource only where nothing but its id and its own kind restricts them.
fn tag_rows(resources: &Resources, call: &DecodedCall<'_>, response: &Value) -> Vec<FindingDraft> {
    let at: ValuePath = ValuePath::default().member("Tags", true);
    let mut of_resource: HashMap<&str, Vec<&Value>> = HashMap::new();
    for row in at.values(response) {
        if let Some(id) = row.get("ResourceId").and_then(Value::as_str) {
            of_resource.entry(id).or_default().push(row);
        }
    }
    let listed = only_filters(call, response, &["resource-id", "resource-type"]);
    let ids = listed.iter().flatten().map(String::as_str).filter(|id| !of_resource.contains_key(id));
    let without_rows: Vec<&str> = ids.collect();
    let rows = of_resource.into_iter().chain(without_rows.into_iter().map(|id| (id, Vec::new())));
    let judge = |(id, rows): (&str, Vec<&Value>)| {
        let complete = listed.as_ref().is_some_and(|ids| ids.iter().any(|listed| listed == id));
        let tags = resources.with_id(id).map(|resource| &resource.tags);
        tags.flat_map(|tags| tags.judge(id, &rows, &at, complete)).collect::<Vec<_>>()
    };
    let mut drafts: Vec<FindingDraft> = rows.flat_map(judge).collect();
    drafts.sort_by(|one, other| one.message.cmp(&other.message));
    drafts
}

/// The ids in the filters of a call that only has these filters, and whose response has no other page. Where a filter names kinds,
/// those of other kinds are left out.
fn only_filters(call: &DecodedCall<'_>, response: &Value, names: &[&str]) -> Option<Vec<String>> {
    let parameters = call.observation.parameters.as_object()?;
    let known = |name: &String| matches!(name.as_str(), "Filters" | "DryRun");
    let is_last = response.get("NextToken").and_then(Value::as_str).is_none_or(str::is_empty);
    if !is_last || !parameters.keys().all(known) {
        return None;
    }
    let mut texts: Vec<String> = Vec::new();
    let mut kinds: Option<Vec<&str>> = None;
    for filter in parameters.get("Filters")?.as_array()? {
        let name = filter.get("Name")?.as_str()?;
        if !names.contains(&name) {
            return None;
        }
        let values = filter.get("Values")?.as_array()?.iter().filter_map(Value::as_str);
        if name.ends_with("-id") {
            texts.extend(values.map(str::to_owned));
        } else {
            kinds = Some(values.collect());
        }
    }
    if let Some(kinds) = kinds {
        texts.retain(|id| tables::resource_id(id).is_some_and(|kind| kinds.contains(&kind)));
    }
    Some(texts)
}

/// The rows of DescribeSecurityGroupRules.
fn rule_rows(resources: &Resources, call: &DecodedCall<'_>, response: &Value) -> Vec<FindingDraft> {
    let at = ValuePath::default().member("SecurityGroupRules", true);
    let listed = only_filters(call, response, &["group-id"]);
    let rows = at.values(response);
    let mut drafts = Vec::new();
    for group in resources.of_kind("security-group") {
        for (list, is_egress) in [("IpPermissions", false), ("IpPermissionsEgress", true)] {
            let of_list = |row: &&&Value| {
                row.get("GroupId").and_then(Value::as_str) == Some(&group.id)
                    && row.get("IsEgress").and_then(Value::as_bool) == Some(is_egress)
            };
            let shown: Option<Vec<DescribedRule>> = rows.iter().filter(of_list).map(|row| described(row)).collect();
            let complete = listed.as_ref().is_some_and(|ids| ids.contains(&group.id));
            if let Some(shown) = shown.filter(|shown| complete || !shown.is_empty()) {
                drafts.extend(group.permissions.judge_rules(&group.id, list, shown, (&at, &|_| at.clone()), complete));
            }
        }
    }
    drafts.sort_by(|one, other| one.message.cmp(&other.message));
    drafts
}

fn described(row: &Value) -> Option<DescribedRule> {
    let text = row.get("Description").and_then(Value::as_str).filter(|text| !text.is_empty());
    Some((ShownRule::of_row(row)?, text.map(str::to_owned)))
}

/// The rules that an authorizing call returns are those that it added (API_AuthorizeSecurityGroupIngress.html).
fn authorized(call: &DecodedCall<'_>, response: &Value) -> Vec<FindingDraft> {
    let at = ValuePath::default().member("SecurityGroupRules", true);
    let rows: Vec<ShownRule> = at.values(response).into_iter().filter_map(ShownRule::of_row).collect();
    let expected = requested(&call.observation.parameters, &|_| None).filter(|_| !rows.is_empty());
    let missing = expected.into_iter().flatten().filter(|(rule, _)| !rows.contains(rule));
    let draft = |(rule, _): DescribedRule| {
        let message = format!("{} returns no rule `{rule}`, which it requested", call.called());
        let draft = FindingDraft::new(FindingKind::RequestedElementAbsent, message).at(at.to_string());
        draft.expected(rule.to_string()).actual(Value::Null)
    };
    missing.map(draft).collect()
}
