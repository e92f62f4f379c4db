//! What the account has before the run creates anything.

use std::collections::BTreeSet;
use std::sync::Arc;

use contract::Contract;
use futures_util::future::join_all;
use record::{Attempt, Purpose, RunCheck, Subject};
use scenario::{Scenario, Suite};
use serde_json::Value;

use crate::aftermath::survey::SurveyCall;
use crate::aftermath::{outcome, record};
use crate::call::{CallOutcome, may_mean_missing};
use crate::cleanup::{JournalError, Note};
use crate::context::RunContext;
use crate::phase::Phase;
use crate::requirements::fixtures;
use crate::step::StepRunner;

/// Lists everything of the account of the kinds that the scenarios may create, and notes it in the journal.
///
/// Nothing is called in a run that creates nothing, or whose resources stay for another run.
pub(crate) async fn take_inventory(context: &Arc<RunContext>, scenarios: &[Arc<Scenario>]) {
    let target = &context.target;
    let is_made = target.endpoint.profile().run_checks.aftermath && matches!(*context.phase, Phase::Whole);
    if !is_made || target.stop.is_cancelled() {
        return;
    }
    let actions = called(&context.suite, scenarios);
    let surveys = SurveyCall::of_creating(actions.iter().map(String::as_str), target.contract);
    if surveys.is_empty() {
        return;
    }
    let runner = StepRunner::new(context.clone(), target.key(&Subject::RunCheck(RunCheck::Inventory), Attempt::FIRST));
    runner.started().await;
    let listed = join_all(surveys.iter().map(|survey| list(&runner, survey))).await;
    runner.left(outcome(listed.into_iter().collect::<Result<(), JournalError>>())).await;
}

/// Lists what the account has of a survey's kinds, and notes it in the journal.
pub(crate) async fn list(runner: &StepRunner, survey: &SurveyCall) -> Result<(), JournalError> {
    let (target, journal) = (&runner.context.target, &runner.context.journal);
    let Some((observations, outcome)) = survey.call(target, &runner.key).await else { return Ok(()) };
    let attempts = observations.iter().flat_map(|observation| &observation.attempts);
    let may_be_missing = attempts.clone().count() > 0 && attempts.clone().all(may_mean_missing);
    record(target, &runner.key, observations, Purpose::Call).await;
    let endpoint = target.endpoint.name();
    let note = |kind: &str, ids: Option<Vec<String>>, failure| {
        let may_be_missing = may_be_missing && ids.is_none();
        Note::Inventory { endpoint: endpoint.into(), kind: kind.into(), ids, failure, may_be_missing }
    };
    let CallOutcome::Success(response) = outcome else {
        let failure = format!("{} {}", survey.operation, outcome.in_words());
        if may_be_missing {
            target.unknown_kinds.lock().extend(survey.kinds().map(str::to_owned));
        }
        return survey.kinds().try_for_each(|kind| journal.note(note(kind, None, Some(failure.clone()))));
    };
    // What the other shards of the run have is not there for long, and has its share of the quotas.
    let of_shards = survey.of_other_shards(&response, target);
    for ((kind, lasting), (_, ids)) in survey.existing(&response).zip(survey.described(&response)) {
        let lasting = lasting.iter().filter(|id| !of_shards.contains(*id)).count();
        target.listed_before.lock().insert(kind.to_owned(), lasting);
        // The first list counts: later ones, and those of a run that is resumed, have what the run created.
        if !target.existing.has_list(kind) {
            let (own, others): (Vec<String>, Vec<String>) = ids.iter().cloned().partition(|id| journal.has_created(id));
            let shown = if own.is_empty() { &response } else { &Value::Null };
            target.existing.listed(kind, &others, shown);
        }
        journal.note(note(kind, Some(ids), None))?;
    }
    Ok(())
}

/// The surveys of the kinds that an action creates, and of what comes with them.
pub(crate) fn surveys_of(action: &str, contract: &Contract) -> Vec<SurveyCall> {
    SurveyCall::of_creating(std::iter::once(action), contract)
}

/// The actions of the scenarios and of their fixtures.
fn called(suite: &Suite, scenarios: &[Arc<Scenario>]) -> BTreeSet<String> {
    let mut actions = BTreeSet::new();
    for scenario in scenarios {
        let fixtures = fixtures(suite, scenario);
        let steps = fixtures.iter().flat_map(|fixture| &fixture.steps).chain(&scenario.steps);
        actions.extend(steps.filter_map(|step| step.action.operation(Contract::embedded())).map(str::to_owned));
    }
    actions
}
