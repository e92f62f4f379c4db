//! Whatever a response holds, nothing of it acts in the page.

use bolero::check;
use record::{SdkVerdict, StepName, StepRecord};
use report::{EvidenceSide, Extras, Report, write_html};
use serde_json::json;

use crate::html_sample::{CLOUD, evidence, plant, step};
use crate::sample;

/// A report that shows this text wherever a response or a suite decides what it shows.
fn report(text: &str) -> Report {
    let mut report = sample::report();
    for judgement in &mut report.judgements {
        judgement.about = text.to_owned();
        judgement.reason = Some(text.to_owned());
        judgement.leftovers = vec![text.to_owned()];
        judgement.findings.iter_mut().for_each(|finding| plant(finding, text));
    }
    report
}

/// A step with this text in the request and in each part of the response: body, error code, headers, saved ids.
fn hostile_step(text: &str) -> (StepName, StepRecord) {
    let (name, mut record) = step("steps[0]", text, 400, text.to_owned());
    let observation = &mut record.observations[0];
    observation.parameters = json!({ text: [text] });
    observation.sdk = SdkVerdict::ServiceError { code: Some(text.to_owned()) };
    observation.saved = [(text.to_owned(), json!(text))].into();
    observation.bindings = [(text.to_owned(), json!({ text: text }))].into();
    let exchange = &mut observation.attempts[0];
    exchange.request.url = format!("http://cloud.example/{text}");
    exchange.request.headers.push((text.to_owned(), text.to_owned()));
    if let Some(response) = &mut exchange.response {
        response.headers.push((text.to_owned(), text.to_owned()));
    }
    (name, record)
}

#[test]
fn page() {
    let scripts = |page: &str| page.matches("</script").count();
    let written = |text: &str| {
        let mut evidence = evidence(EvidenceSide::Run, CLOUD, "vpc/one", [hostile_step(text)]);
        evidence.transcript.clean_ups[0].id = text.to_owned();
        let mut page = Vec::new();
        write_html(&report(text), &mut std::iter::once(Ok(evidence)), &Extras::default(), &mut page)
            .expect("memory takes what is written");
        String::from_utf8(page).unwrap()
    };
    let harmless = scripts(&written(""));
    check!(name = "page").for_each(|text: &[u8]| {
        let text = String::from_utf8_lossy(text);
        let page = written(&text);
        assert_eq!(scripts(&page), harmless, "{text:?}");
        for active in ["<img", "<svg onload", "<iframe", "<a href=\"javascript:"] {
            assert!(!page.contains(active), "{text:?}");
        }
    });
}
