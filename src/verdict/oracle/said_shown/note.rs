//! What a call that changes something requests.

use std::collections::HashSet;
use std::sync::LazyLock;

use contract::ValuePath;
use contract::tables::{self, Change, CreatedId, PermissionCall, PermissionVerb, RequestedList, Shown, ShownCreation};
use serde_json::{Map, Value};

use crate::oracle::decoded_call::{DecodedCall, DecodedResult};
use crate::oracle::said_shown::equal::canonical;
use crate::oracle::said_shown::facts::Facts;
use crate::oracle::said_shown::lists::Lists;
use crate::oracle::said_shown::permissions::Permissions;
use crate::oracle::said_shown::resource::{Resource, Resources};
use crate::oracle::said_shown::rule::requested;
use crate::oracle::said_shown::tags::Tags;

static DELETES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| tables::lifecycles().map(|row| row.delete.as_str()).collect());

/// Takes a call, whatever came of it.
pub(crate) fn note(resources: &mut Resources, call: &DecodedCall<'_>) {
    let Some(operation) = call.operation else { return };
    let parameters = &sent(call);
    if is_rejected(call) {
        return;
    }
    let response = call.success().filter(|response| response.get("Return") != Some(&Value::Bool(false)));
    let Some(response) = response.filter(|_| parameters.get("DryRun") != Some(&Value::Bool(true))) else {
        // Whether it was carried out is not known.
        forget_named(resources, parameters);
        return;
    };
    let action = operation.name.as_str();
    if let Some(creation) = tables::creation(action) {
        create(resources, creation, parameters, response);
    }
    match action {
        "CreateTags" | "DeleteTags" => return tag(resources, action, parameters),
        _ => {}
    }
    if let Some(call) = tables::permission_call(action) {
        authorize(resources, action, call, parameters, response);
    }
    change_lists(resources, action, parameters);
    if let Some(change) = tables::change(action) {
        modify(resources, action, change, parameters);
    } else if DELETES.contains(action) {
        delete(resources, action, parameters);
    } else if tables::lifecycle(action).is_none()
        && !tables::is_neutral(action)
        && tables::permission_call(action).is_none()
    {
        resources.named(parameters, &mut Resource::forget);
    }
}

/// The parameters that were sent.
fn sent<'v>(call: &DecodedCall<'v>) -> std::borrow::Cow<'v, Value> {
    let observation = call.observation;
    match &observation.parameters {
        Value::Object(members) if members.keys().any(|name| observation.omitted.contains(name)) => {
            let kept = members.iter().filter(|(name, _)| !observation.omitted.contains(name));
            let kept: Map<String, Value> = kept.map(|(name, value)| (name.clone(), value.clone())).collect();
            std::borrow::Cow::Owned(Value::Object(kept))
        }
        parameters => std::borrow::Cow::Borrowed(parameters),
    }
}

/// Whether it certainly changed nothing.
fn is_rejected(call: &DecodedCall<'_>) -> bool {
    let refused = call.service_error().is_some_and(|(response, _)| response.status < 500);
    refused || matches!(call.result, DecodedResult::NotSent(_))
}

/// Forgets all that was requested for the resources that a call names.
fn forget_named(resources: &mut Resources, parameters: &Value) {
    resources.named(parameters, &mut |resource| {
        resource.forget();
        resource.tags = Tags::new(true);
    });
}

fn create(resources: &mut Resources, creation: &'static ShownCreation, parameters: &Value, response: &Value) {
    let row = creation.row;
    let ids: Vec<&str> = match &creation.id {
        CreatedId::Request(path) => path.first(parameters).and_then(Value::as_str).into_iter().collect(),
        CreatedId::Response(place) => {
            let elements = place.at.values(response).into_iter();
            elements.filter_map(|element| element.get(&place.id)?.as_str()).collect()
        }
    };
    for id in ids {
        let mut facts = Facts::default();
        for Shown { requested, shown, only } in &creation.shown {
            let values = requested.values(parameters);
            if only.as_ref().is_none_or(|only| values == [only]) {
                facts.set(shown, &row.create, &values);
            }
        }
        // The same request sent again returns the same resource. Another one may have changed it.
        if let Some(known) = resources.get_mut(&row.kind, id) {
            if !known.facts.are_as(&facts) {
                known.forget();
            }
            continue;
        }
        let given = |name: &String| parameters.get(name).is_some_and(|value| *value != Value::Bool(false));
        // A kind without tags of its own is shown by a resource that has some.
        let mut tags = Tags::new(row.tag_type.is_none() || creation.tags_from.iter().any(given));
        let specifications = parameters.get("TagSpecifications").and_then(Value::as_array).into_iter().flatten();
        for specification in specifications.filter(|one| is_of(one, row.tag_type.as_deref())) {
            tags.add(specification.get("Tags").and_then(Value::as_array).map_or(&[], Vec::as_slice), &row.create);
        }
        let mut lists = Lists::of(&row.kind);
        lists.take(&row.create, parameters);
        let permissions = Permissions::of(&row.kind);
        resources.insert(&row.kind, Resource { id: id.to_owned(), facts, tags, lists, permissions });
    }
}

fn is_of(specification: &Value, tag_type: Option<&str>) -> bool {
    let kind = specification.get("ResourceType").and_then(Value::as_str);
    kind.is_none() || kind == tag_type
}

fn tag(resources: &mut Resources, action: &str, parameters: &Value) {
    let tags = parameters.get("Tags").and_then(Value::as_array);
    for id in parameters.get("Resources").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        for resource in resources.with_id_mut(id) {
            match action {
                "CreateTags" => resource.tags.add(tags.map_or(&[], Vec::as_slice), "CreateTags"),
                _ => resource.tags.delete(tags),
            }
        }
    }
}

fn authorize(
    resources: &mut Resources,
    action: &'static str,
    call: &'static PermissionCall,
    parameters: &Value,
    response: &Value,
) {
    let group_id = |name: &str| group_of(resources, name);
    let text = |member: &str| parameters.get(member).and_then(Value::as_str);
    let Some(group) = text("GroupId").map(str::to_owned).or_else(|| group_id(text("GroupName")?)) else {
        let list = &call.at;
        return resources.of_kind_mut("security-group").for_each(|group| group.permissions.forget_list(list));
    };
    let by_id = parameters.get("SecurityGroupRuleIds").and_then(Value::as_array);
    let rules = match by_id {
        Some(ids) => resources.get("security-group", &group).and_then(|group| group.permissions.identified(ids)),
        None => requested(parameters, &group_id),
    };
    let Some(resource) = resources.get_mut("security-group", &group) else { return };
    // A source by name and owner stands for rules that the request does not show.
    let rules = rules.filter(|_| text("SourceSecurityGroupName").is_none());
    resource.permissions.take(&call.at, call.does, rules, action);
    if call.does == PermissionVerb::Add {
        let rows = response.get("SecurityGroupRules").and_then(Value::as_array).into_iter().flatten();
        rows.for_each(|row| resource.permissions.identify(row));
    }
}

/// The id of the group that a scenario created with this name.
fn group_of(resources: &Resources, name: &str) -> Option<String> {
    let name = canonical(&Value::from(name))?;
    let path: ValuePath = "GroupName".parse().ok()?;
    let mut groups = resources.of_kind("security-group");
    let found = groups.find(|group| group.facts.get(&path).is_some_and(|fact| fact.values == [name.as_str()]));
    found.map(|group| group.id.clone())
}

fn change_lists(resources: &mut Resources, action: &'static str, parameters: &Value) {
    for row in tables::requested_lists() {
        if row.drop.iter().any(|known| known == action) {
            resources.of_kind_mut(&row.kind).for_each(|resource| resource.lists.drop_after(action));
        }
    }
    let about = |row: &'static RequestedList| {
        Some((&*row.kind, parameters.get(row.calls.get(action)?.id.as_ref()?)?.as_str()?))
    };
    let mut about: Vec<(&str, &str)> = tables::requested_lists().iter().filter_map(about).collect();
    about.dedup();
    for (kind, id) in about {
        if let Some(resource) = resources.get_mut(kind, id) {
            resource.lists.take(action, parameters);
        }
    }
}

fn modify(resources: &mut Resources, action: &'static str, change: &'static Change, parameters: &Value) {
    let id = parameters.get(&change.id).and_then(Value::as_str);
    let Some(resource) = id.and_then(|id| resources.get_mut(&change.kind, id)) else { return };
    for member in &change.forgets {
        resource.facts.forget(member);
    }
    for (requested, shown) in &change.sets {
        let values = match shown.has_list() && !requested.has_list() {
            // A list of texts is shown as a list of structures.
            true => requested.values(parameters).into_iter().flat_map(|list| list.as_array()).flatten().collect(),
            false => requested.values(parameters),
        };
        match &change.settles {
            _ if values.is_empty() => {}
            Some(_) => resource.facts.set_later(shown, action, &values),
            None => resource.facts.set(shown, action, &values),
        }
    }
    let attribute = parameters.get("Attribute").and_then(Value::as_str).filter(|_| change.by_attribute);
    if let Some(attribute) = attribute {
        let named = |path: &ValuePath| path.head().is_some_and(|head| head.eq_ignore_ascii_case(attribute));
        match (change.sets.iter().find(|(requested, _)| named(requested)), parameters.get("Value")) {
            (Some((_, shown)), Some(value)) => resource.facts.set(shown, action, &[value]),
            (Some((_, shown)), None) => resource.facts.forget(shown),
            (None, _) => {}
        }
    }
}

fn delete(resources: &mut Resources, action: &str, parameters: &Value) {
    for row in tables::lifecycles().filter(|row| row.delete == action) {
        let named = row.deleted_by().into_iter().filter_map(|name| parameters.get(name));
        let ids: Vec<&str> = named.flat_map(texts).collect();
        // Where several parameters together identify the resource, its container's lists have it.
        if !row.deleted_by().is_empty() {
            resources.remove(&row.kind, &ids);
        }
    }
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}
