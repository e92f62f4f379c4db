//! A very small EC2: key pairs, VPCs, subnets, security groups and their tags, kept in memory.
//!
//! It is right where it answers at all, so that what a test sees comes from the misdeed that it asked for.

mod kind;
mod pages;
mod xml;

use kind::{KINDS, Kind, Resource, owned_tags};
use xml::{element, list};

use super::http::{Answer, Parameters};

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
    /// Does what is asked, and answers as EC2 does.
    pub fn answer(&mut self, action: &str, asked: &Parameters) -> Answer {
        match self.act(action, asked) {
            Ok(members) => Answer::xml(200, xml::success(action, &members)),
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

    fn act(&mut self, action: &str, asked: &Parameters) -> Outcome {
        for kind in KINDS {
            match action {
                _ if action == kind.create => return self.create(kind, asked),
                _ if action == kind.describe => return self.describe(kind, asked),
                _ if action == kind.delete => return self.delete(kind, asked),
                _ => {}
            }
        }
        match action {
            "CreateTags" => self.create_tags(asked),
            "DescribeRegions" => Ok(list(
                "regionInfo",
                [element("regionName", "test-1")
                    + &element("regionEndpoint", "127.0.0.1")
                    + &element("optInStatus", "opt-in-not-required")],
            )),
            _ => Err(("InvalidAction", format!("The action {action} is not valid for this web service."))),
        }
    }

    fn create(&mut self, kind: &'static Kind, asked: &Parameters) -> Outcome {
        for required in kind.required {
            if asked.get(required).is_none() {
                return Err(("MissingParameter", format!("The request must contain the parameter {required}")));
            }
        }
        if let Some(vpc) = asked.get("VpcId").filter(|vpc| self.find("vpc", vpc).is_none()) {
            return Err(("InvalidVpcID.NotFound", format!("The vpc ID '{vpc}' does not exist")));
        }
        self.made += 1;
        let id = match kind.named_by {
            Some(name) if kind.prefix.is_empty() => asked.get(name).unwrap_or_default().to_owned(),
            _ => format!("{}{:017x}", kind.prefix, self.made),
        };
        let taken = |other: &&Resource| {
            let name = kind.named_by.and_then(|name| asked.get(name));
            other.kind == kind && name.is_some() && kind.named_by.and_then(|name| other.request.get(name)) == name
        };
        if self.resources.iter().any(|other| taken(&other)) {
            return Err((kind.duplicate, format!("'{id}' already exists")));
        }
        let tags = if self.drops_tags { Vec::new() } else { owned_tags(asked) };
        let resource = Resource { kind, id, request: asked.clone(), tags };
        let members = (kind.created)(&resource);
        self.resources.push(resource);
        Ok(members)
    }

    fn describe(&self, kind: &'static Kind, asked: &Parameters) -> Outcome {
        let ids = asked.list(kind.ids);
        if let Some(id) = ids.iter().find(|id| self.find(kind.name, id).is_none()) {
            return Err((kind.not_found, format!("'{id}' does not exist")));
        }
        let mut shown = Vec::new();
        for resource in self.resources.iter().filter(|resource| resource.kind == kind) {
            if (ids.is_empty() || ids.contains(&resource.id.as_str())) && resource.passes(&asked.filters())? {
                shown.push((kind.shown)(resource));
            }
        }
        let (shown, token) = pages::page(shown, asked, self.page_fault)?;
        Ok(list(kind.set, shown) + &token)
    }

    fn delete(&mut self, kind: &'static Kind, asked: &Parameters) -> Outcome {
        let id = asked.get(kind.id).unwrap_or_default().to_owned();
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

    fn create_tags(&mut self, asked: &Parameters) -> Outcome {
        let tags = asked.pairs("Tag");
        for id in asked.list("ResourceId") {
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
