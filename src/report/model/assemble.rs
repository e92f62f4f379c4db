//! What a report shows beside its judgements, put together.

use record::{EndpointHead, RunHead};
use verdict::{EntryState, Judgement, KnownReport, Score, Scores, Surface as Asked};

use crate::model::extras::{EndpointScore, Extras, KnownNote, KnownNotes, Share, Surface};
use crate::model::report::Reference;
use crate::text::clock;

/// Scores, the API's surface and what became of the known deviations. What changed since an earlier run is the
/// comparison's to say.
pub fn beside(
    head: &RunHead,
    judgements: &[Judgement],
    surfaces: Vec<(String, Vec<Asked>)>,
    known: &[KnownReport],
    of_reference: Vec<Judgement>,
) -> Extras {
    let scores = head.endpoints.iter().map(|endpoint| score(&Scores::of(&endpoint.name, &head.selected, judgements)));
    let surface = surfaces.into_iter().flat_map(|(endpoint, sets)| {
        sets.into_iter().map(move |set| Surface {
            endpoint: endpoint.clone(),
            set: set.title,
            answered: set.answered,
            asked: set.asked,
            total: set.actions,
        })
    });
    Extras { scores: scores.collect(), surface: surface.collect(), change: None, known: notes(known), of_reference }
}

impl Reference {
    /// An endpoint as a run has it.
    pub fn of(head: &RunHead, endpoint: &EndpointHead) -> Self {
        Reference {
            name: endpoint.name.clone(),
            kind: endpoint.service_kind,
            url: endpoint.url.clone(),
            region: endpoint.region.clone(),
            run: head.run.clone(),
            recorded: clock::rfc3339(head.at_ms),
            tool: head.tool.clone(),
            suite: head.suite.clone(),
        }
    }
}

fn score(scores: &Scores) -> EndpointScore {
    EndpointScore {
        endpoint: scores.endpoint.clone(),
        overall: share(scores.overall),
        areas: scores.areas.iter().map(|area| (area.area.clone(), share(area.score))).collect(),
        generated: scores.generated.map(share),
    }
}

fn share(score: Score) -> Share {
    let percent = score.per_mille().map_or(0.0, |per_mille| per_mille as f64 / 10.0);
    Share { conformant: score.conformant, applicable: score.applicable, percent }
}

fn notes(known: &[KnownReport]) -> KnownNotes {
    let entries = || known.iter().flat_map(|report| &report.entries);
    let note = |entry: &verdict::EntrySeen| KnownNote { place: entry.place.clone(), text: entry.about.clone() };
    KnownNotes {
        used: entries().filter(|entry| entry.state == EntryState::Known).count(),
        no_longer_seen: known.iter().flat_map(KnownReport::no_longer_seen).map(note).collect(),
        expired: known.iter().flat_map(KnownReport::expired).map(note).collect(),
    }
}
