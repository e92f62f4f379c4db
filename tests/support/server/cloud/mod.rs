//! A very small EC2: key pairs, VPCs, subnets, security groups and their tags, kept in memory.
//!
//! Its responses are right, so that what a test sees comes from the misdeed that it chose.

mod kind;
mod pages;
mod xml;

use kind::{KINDS, Kind, Resource, owned_tags};
use xml::{element, list};

use super::http::{Parameters, Response};

pub use pages::PageFault;
pub use xml::refusal;

/// What exists.
#[derive(Debug, Clone, Default)]
pub struct Cloud {
    resources: Vec<Resource>,
    /// Counts what was ever made, so that no id comes back.
    made: u32,
    /// What is wrong with pages of lists.
    pub page_fault: Option<PageFault>,
    /// Whether the tags of creating requests are dropped.
    pub drops_tags: bool,
}

/// A success's members, or an error's code and message.
type Outcome = Result<String, (&'static str, String)>;

impl Cloud {
    /// Executes the request, and returns EC2's response.
    pub fn execute(&mut self, action: &str, parameters: &Parameters) -> Response {
        match self.act(action, parameters) {
            Ok(members) => Response::xml(200, xml::success(action, &members)),
            Err((code, message)) => refusal(400, code, &message),
        }
    }

    /// The ids of what of this kind exists.
    pub fn alive(&self, kind: &str) -> Vec<String> {
        self.resources
            .iter()
            .filter(|resource| resource.kind.name == kind)
            .map(|resource| resource.id.clone())
            .collect()
    }

    fn act(&mut self, action: &str, parameters: &Parameters) -> Outcome {
        for kind in KINDS {
            match action {
                _ if action == kind.create => return self.create(kind, parameters),
                _ if action == kind.describe => return self.describe(kind, parameters),
                _ if action == kind.delete => return self.delete(kind, parameters),
                _ => {}
            }
        }
        match action {
            "CreateTags" => self.create_tags(parameters),
            "DescribeRegions" => Ok(list(
                "regionInfo",
                [element("regionName", "test-1")
                    + &element("regionEndpoint", "127.0.0.1")
                    + &element("optInStatus", "opt-in-not-required")],
            )),
            _ => Err(("InvalidAction", format!("The action {action} is not valid for this web service."))),
        }
    }

    fn create(&mut self, kind: &'static Kind, parameters: &Parameters) -> Outcome {
        for required in kind.required {
            if parameters.get(required).is_none() {
                return Err(("MissingParameter", format!("The request must contain the parameter {required}")));
            }
        }
        if let Some(vpc) = parameters.get("VpcId").filter(|vpc| self.find("vpc", vpc).is_none()) {
            return Err(("InvalidVpcID.NotFound", format!("The vpc ID '{vpc}' does not exist")));
        }
        self.made += 1;
        let id = match kind.named_by {
            Some(name) if kind.prefix.is_empty() => parameters.get(name).unwrap_or_default().to_owned(),
            _ => format!("{}{:017x}", kind.prefix, self.made),
        };
        let taken = |other: &&Resource| {
            let name = kind.named_by.and_then(|name| parameters.get(name));
            other.kind == kind && name.is_some() && kind.named_by.and_then(|name| other.request.get(name)) == name
        };
        if self.resources.iter().any(|other| taken(&other)) {
            return Err((kind.duplicate, format!("'{id}' already exists")));
        }
        let tags = if self.drops_tags { Vec::new() } else { owned_tags(parameters) };
        let resource = Resource { kind, id, request: parameters.clone(), tags };
        let members = (kind.created)(&resource);
        self.resources.push(resource);
        Ok(members)
    }

    fn describe(&self, kind: &'static Kind, parameters: &Parameters) -> Outcome {
        let ids = parameters.list(kind.ids);
        if let Some(id) = ids.iter().find(|id| self.find(kind.name, id).is_none()) {
            return Err((kind.not_found, format!("'{id}' does not exist")));
        }
        let mut shown = Vec::new();
        for resource in self.resources.iter().filter(|resource| resource.kind == kind) {
            if (ids.is_empty() || ids.contains(&resource.id.as_str())) && resource.passes(&parameters.filters())? {
                shown.push((kind.shown)(resource));
            }
        }
        let (shown, token) = pages::page(shown, parameters, self.page_fault)?;
        Ok(list(kind.set, shown) + &token)
    }

    fn delete(&mut self, kind: &'static Kind, parameters: &Parameters) -> Outcome {
        let id = parameters.get(kind.id).unwrap_or_default().to_owned();
        let held = self.resources.iter().any(|resource| resource.request.get("VpcId") == Some(&id));
        let found = self.resources.iter().position(|resource| resource.kind == kind && resource.id == id);
        match found {
            _ if held => {
                Err(("DependencyViolation", format!("The vpc '{id}' has dependencies and cannot be deleted.")))
            }
            Some(at) => {
                self.resources.remove(at);
                Ok(element("return", "true"))
            }
            // EC2 takes the deletion of a key pair that is not there for done:
            // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteKeyPair.html
            None if kind.name == "key-pair" => Ok(element("return", "true")),
            None => Err((kind.not_found, format!("'{id}' does not exist"))),
        }
    }

    fn create_tags(&mut self, parameters: &Parameters) -> Outcome {
        let tags = parameters.pairs("Tag");
        for id in parameters.list("ResourceId") {
            let Some(resource) = self.resources.iter_mut().find(|resource| resource.id == id) else {
                return Err(("InvalidID", format!("The ID '{id}' is not valid")));
            };
            resource.tags.retain(|(key, _)| tags.iter().all(|(new, _)| new != key));
            resource.tags.extend(tags.iter().cloned());
        }
        Ok(element("return", "true"))
    }

    fn find(&self, kind: &str, id: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.kind.name == kind && resource.id == id)
    }
}

impl Resource {
    /// Whether it passes all filters: any of a filter's values will do.
    fn passes(&self, filters: &[(String, Vec<&str>)]) -> Result<bool, (&'static str, String)> {
        for (name, values) in filters {
            let actual = match name.as_str() {
                "vpc-id" if self.kind.name == "vpc" => Some(self.id.as_str()),
                "vpc-id" => self.request.get("VpcId"),
                "cidr" | "cidr-block" => self.request.get("CidrBlock"),
                "key-name" => self.request.get("KeyName"),
                "group-name" => self.request.get("GroupName"),
                "group-id" | "subnet-id" => Some(self.id.as_str()),
                tag if tag.starts_with("tag:") => {
                    self.tags.iter().find(|(key, _)| *key == tag["tag:".len()..]).map(|(_, value)| value.as_str())
                }
                _ => return Err(("InvalidParameterValue", format!("The filter '{name}' is invalid"))),
            };
            if !actual.is_some_and(|actual| values.contains(&actual)) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
