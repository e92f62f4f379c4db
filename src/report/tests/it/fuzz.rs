//! Whatever a response holds, nothing of it acts in the page.

use bolero::check;
use report::{EvidenceSide, Extras, write_html};

use crate::html_sample::{CLOUD, evidence, step};
use crate::sample;

#[test]
fn page() {
    let report = sample::report();
    let scripts = |page: &str| page.matches("</script").count();
    let written = |body: &str| {
        let steps = vec![step("steps[0]", "DescribeVpcs", 200, body.to_owned())];
        let evidence = evidence(EvidenceSide::Run, CLOUD, "vpc/one", steps);
        let mut page = Vec::new();
        write_html(&report, &mut std::iter::once(Ok(evidence)), &Extras::default(), &mut page)
            .expect("memory takes what is written");
        String::from_utf8(page).unwrap()
    };
    let harmless = scripts(&written(""));
    check!(name = "page").for_each(|body: &[u8]| {
        let body = String::from_utf8_lossy(body);
        let page = written(&body);
        assert_eq!(scripts(&page), harmless, "{body:?}");
        assert!(!page.contains("<img"), "{body:?}");
    });
}
