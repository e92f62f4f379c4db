//! Pages of a response: where the token is, and which elements are the same.

use serde_json::{Map, Value};

use crate::api_version::Contract;
use crate::operation::Operation;
use crate::shape::ShapeKind;
use crate::tables;

/// The least page size that AWS accepts where the model states none
/// (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html>, `MaxResults`).
const SMALLEST_PAGE: u64 = 5;

/// How the responses of an operation are paged, by one token.
#[derive(Debug, Clone, Copy)]
pub struct Paging<'c> {
    operation: &'c str,
    /// The parameter for the token of the page before.
    pub token: &'c str,
    /// The member of the response with the token of the next page.
    pub next: &'c str,
    /// The parameter that limits a page, where the operation has one.
    pub limit: Option<&'c str>,
    /// The least value of that parameter that every endpoint must accept.
    pub smallest: u64,
    /// The list member that is paged; absent where there are several.
    pub list: Option<&'c str>,
    /// All list members that are paged.
    pub lists: &'c [String],
}

impl Contract {
    /// How an operation is paged; absent where it is not, or by several tokens.
    pub fn paging<'c>(&'c self, operation: &'c Operation) -> Option<Paging<'c>> {
        let paginator = self.paginator(&operation.name)?;
        let ([token], [next]) = (paginator.input_tokens.as_slice(), paginator.output_tokens.as_slice()) else {
            return None;
        };
        let limit = paginator.limit.as_deref().filter(|limit| self.has_parameter(operation, limit));
        let list = match paginator.results.as_slice() {
            [list] => Some(list.as_str()),
            _ => None,
        };
        let smallest = limit.and_then(|limit| self.least(operation, limit)).unwrap_or(SMALLEST_PAGE).max(SMALLEST_PAGE);
        Some(Paging { operation: &operation.name, token, next, limit, smallest, list, lists: &paginator.results })
    }

    fn least(&self, operation: &Operation, parameter: &str) -> Option<u64> {
        let shape = self.shape(self.parameters(operation).get(parameter)?.shape);
        let is_number = matches!(shape.kind, ShapeKind::Integer | ShapeKind::Long);
        let least = shape.min.filter(|least| is_number && *least >= 0.0)?;
        // The model's limits are small whole numbers.
        Some(least as u64)
    }
}

impl Paging<'_> {
    /// The token of the next page in a response; an empty one is none.
    pub fn next_token<'v>(&self, response: &'v Value) -> Option<&'v str> {
        response.get(self.next)?.as_str().filter(|token| !token.is_empty())
    }

    /// The token in the parameters of a request; an empty one is none.
    pub fn sent_token<'v>(&self, parameters: &'v Value) -> Option<&'v str> {
        parameters.get(self.token)?.as_str().filter(|token| !token.is_empty())
    }

    /// The page size in the parameters of a request.
    pub fn sent_limit(&self, parameters: &Value) -> Option<u64> {
        parameters.get(self.limit?)?.as_u64()
    }

    /// The parameters without token and page size.
    pub fn unpaged(&self, parameters: &Value) -> Map<String, Value> {
        let is_other = |name: &str| name != self.token && Some(name) != self.limit;
        let all = parameters.as_object().into_iter().flatten();
        all.filter(|(name, _)| is_other(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// The responses of all pages as one: the lists that are paged joined, everything else as the first page has it, and no
    /// token. Null without pages.
    pub fn joined<'v>(&self, pages: impl IntoIterator<Item = &'v Value>) -> Value {
        let mut pages = pages.into_iter();
        let mut whole = pages.next().cloned().unwrap_or_default();
        let Some(members) = whole.as_object_mut() else { return whole };
        members.shift_remove(self.next);
        for page in pages {
            for list in self.lists {
                let Some(items) = page.get(list).and_then(Value::as_array) else { continue };
                match members.get_mut(list) {
                    Some(Value::Array(all)) => all.extend(items.iter().cloned()),
                    _ => drop(members.insert(list.clone(), items.clone().into())),
                }
            }
        }
        whole
    }

    /// The number of elements that the page size limits.
    pub fn length(&self, response: &Value) -> usize {
        self.list.and_then(|list| response.get(list)?.as_array()).map_or(0, Vec::len)
    }

    /// What identifies each element, those of a list that only holds others' elements included (instances, in
    /// reservations). Absent where an element has nothing that identifies it.
    pub fn identities(&self, response: &Value) -> Option<Vec<String>> {
        let list = self.list?;
        let items = response.get(list).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        match tables::held_list(list) {
            Some(held) => {
                let inner =
                    items.iter().flat_map(|item| item.get(held).and_then(Value::as_array).into_iter().flatten());
                identities(tables::identity_key(self.operation, held)?, inner)
            }
            None => identities(tables::identity_key(self.operation, list)?, items.iter()),
        }
    }

    /// The path of the elements: `Reservations[].Instances[]`.
    pub fn path(&self) -> String {
        let list = self.list.unwrap_or_default();
        match tables::held_list(list) {
            Some(held) => format!("{list}[].{held}[]"),
            None => format!("{list}[]"),
        }
    }
}

fn identities<'v>(keys: &[String], items: impl Iterator<Item = &'v Value>) -> Option<Vec<String>> {
    let identity = |item: &Value| {
        let parts: Vec<String> =
            keys.iter().filter_map(|key| item.get(key)).filter(|value| !value.is_null()).map(text).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    };
    items.map(identity).collect()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn paging(operation: &str) -> Option<Paging<'static>> {
        let contract = Contract::embedded();
        contract.paging(contract.operation(operation)?)
    }

    #[test]
    fn tokens_limits_and_identities_are_those_of_the_model_and_the_table() {
        let subnets = paging("DescribeSubnets").expect("it is paged");
        assert_eq!((subnets.token, subnets.limit, subnets.smallest), ("NextToken", Some("MaxResults"), 5));
        let response = json!({"Subnets": [{"SubnetId": "subnet-1"}, {"SubnetId": "subnet-2"}], "NextToken": ""});
        assert_eq!(subnets.next_token(&response), None);
        assert_eq!(subnets.next_token(&json!({"NextToken": "t"})), Some("t"));
        assert_eq!(subnets.identities(&response), Some(vec!["subnet-1".to_owned(), "subnet-2".to_owned()]));
        assert_eq!(subnets.identities(&json!({"Subnets": [{}]})), None);
        let asked = json!({"MaxResults": 5, "NextToken": "t", "Filters": []});
        assert_eq!(Value::Object(subnets.unpaged(&asked)), json!({"Filters": []}));
        assert_eq!((subnets.sent_limit(&asked), subnets.sent_token(&asked)), (Some(5), Some("t")));
        let instances = paging("DescribeInstances").expect("it is paged");
        let response = json!({"Reservations": [{"Instances": [{"InstanceId": "i-1"}, {"InstanceId": "i-2"}]}]});
        assert_eq!(instances.identities(&response).map(|ids| ids.len()), Some(2));
        assert_eq!((instances.length(&response), instances.path().as_str()), (1, "Reservations[].Instances[]"));
        assert!(paging("CreateVpc").is_none());
    }

    #[test]
    fn pages_are_joined_without_token() {
        let subnets = paging("DescribeSubnets").expect("it is paged");
        let pages = [
            json!({ "Subnets": [{ "SubnetId": "subnet-1" }], "NextToken": "t" }),
            json!({ "NextToken": "u" }),
            json!({ "Subnets": [{ "SubnetId": "subnet-2" }] }),
        ];
        let joined = json!({ "Subnets": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-2" }] });
        assert_eq!(subnets.joined(&pages), joined);
        assert_eq!(subnets.joined(&pages[1..]), json!({ "Subnets": [{ "SubnetId": "subnet-2" }] }));
        assert_eq!(subnets.joined([]), Value::Null);
    }
}
