//! The names of a call's parameters in the compatibility table.

use serde_json::Value;

/// The names of a call's parameters, sorted, each once: `VpcId`, `BlockDeviceMappings[].Ebs.VolumeSize`. A filter is named by
/// what it filters by: `Filters[vpc-id]`. None for raw requests, whose parameters have wire names.
pub(crate) fn parameters(request: &Value) -> Vec<String> {
    let Value::Object(members) = request else {
        return Vec::new();
    };
    if members.contains_key("Action") {
        return Vec::new();
    }
    let mut names = Vec::new();
    for (name, value) in members {
        match (name.as_str(), value) {
            ("Filters" | "Filter", Value::Array(filters)) => names.extend(filters.iter().map(filter)),
            _ => leaves(name.clone(), value, &mut names),
        }
    }
    names.sort();
    names.dedup();
    names
}

fn filter(filter: &Value) -> String {
    // The keys of tags are arbitrary.
    let name = match filter.get("Name").and_then(Value::as_str) {
        Some(name) if name.starts_with("tag:") => "tag:<key>",
        Some(name) => name,
        None => "",
    };
    format!("Filters[{name}]")
}

fn leaves(path: String, value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| leaves(format!("{path}.{name}"), value, names));
        }
        Value::Array(items) if items.iter().any(|item| item.is_object()) => {
            items.iter().for_each(|item| leaves(format!("{path}[]"), item, names));
        }
        _ => names.push(path),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::parameters;

    #[test]
    fn parameters_are_named_down_to_their_leaves_and_filters_by_what_they_filter() {
        let request = json!({
            "MaxResults": 5,
            "Filters": [{"Name": "vpc-id", "Values": ["vpc-1"]}, {"Name": "tag:mine", "Values": ["x"]}],
            "VpcIds": ["vpc-1"],
            "BlockDeviceMappings": [{"DeviceName": "/dev/sdb", "Ebs": {"VolumeSize": 1}}, {"DeviceName": "/dev/sdc"}],
        });
        assert_eq!(
            parameters(&request),
            [
                "BlockDeviceMappings[].DeviceName",
                "BlockDeviceMappings[].Ebs.VolumeSize",
                "Filters[tag:<key>]",
                "Filters[vpc-id]",
                "MaxResults",
                "VpcIds"
            ]
        );
        let request = json!({"Filter": [{"Name": "vpc-id", "Values": ["vpc-1"]}]});
        assert_eq!(parameters(&request), ["Filters[vpc-id]"]);
        assert!(parameters(&json!({"Action": "DescribeVpcs", "VpcId.1": "vpc-1"})).is_empty());
        assert!(parameters(&json!(null)).is_empty());
    }
}
