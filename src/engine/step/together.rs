//! Steps that are sent at the same moment.

use std::sync::Arc;

use futures_util::future::join_all;
use record::{Entry, SentTogether};
use scenario::{Action, MissingVariable, Received, Scope, Step, Together};
use tokio::sync::watch;

use crate::step::after::save;
use crate::step::halt::Stopped;
use crate::step::member::Member;
use crate::step::place::StepPlace;
use crate::step::runner::StepRunner;

impl StepRunner {
    /// Sends the steps that belong to one, each with the variables that were set before. What they save is set when all have
    /// ended.
    pub(crate) async fn together(&self, place: StepPlace<'_>, scope: &mut Scope) -> Result<(), Stopped> {
        let missing = place.inner().find_map(|index| Some((index, missing(&place.steps[index], scope)?)));
        if let Some((at, missing)) = missing {
            return Err(Stopped { halt: missing.into(), at: Some(at), from: place.index });
        }
        let (all, first) = watch::channel(());
        let all = Arc::new(all);
        let members: Vec<Arc<Member>> = place.inner().map(|_| Member::new(&all)).collect();
        drop(first);
        let runs = place.inner().zip(&members).map(|(index, member)| {
            let runner = self.clone().into_member(member.clone());
            let mut scope = scope.clone();
            async move {
                let ended = runner.step(&(place.naming)(index), &place.steps[index], &mut scope).await;
                if let Some(member) = &runner.member {
                    member.ended();
                }
                (index, ended, scope)
            }
        });
        let ended = join_all(runs).await;
        for (index, _, of_member) in &ended {
            for (name, _) in &place.steps[*index].save {
                if let Some(value) = of_member.get(name) {
                    scope.set(name, value.clone());
                }
            }
        }
        let received: Option<Vec<Received>> = members.iter().map(|member| member.received()).collect();
        let mut together = SentTogether {
            step: (place.naming)(place.index),
            bindings: place.step().bindings(scope),
            saved: Default::default(),
        };
        if let Some(received) = received {
            together.saved = save(place.step(), &Together::data(received), scope);
        }
        self.context.target.emit(Entry::Together { key: self.key.clone(), together }).await;
        let from = place.inner().end;
        match ended.into_iter().find_map(|(index, ended, _)| Some((index, ended.err()?))) {
            Some((at, halt)) => Err(Stopped { halt, at: Some(at), from }),
            None => Ok(()),
        }
    }
}

/// A variable that the request of a step uses and that has no value.
fn missing(step: &Step, scope: &Scope) -> Option<MissingVariable> {
    let templates = match &step.action {
        Action::Call(call) => vec![&call.parameters],
        Action::Client(client) => client.command.iter().collect(),
        Action::Raw(raw) => std::iter::once(&raw.parameters).chain(&raw.body).collect(),
        Action::Wait(_) | Action::Operator(_) | Action::Together(_) => Vec::new(),
    };
    templates.into_iter().find_map(|template| template.resolve(scope).err())
}
