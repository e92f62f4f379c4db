//! Pages of a matrix for `ci/checks/browser`, which opens them in Chromium.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use report::{Matrix, MatrixKind, write_matrix_html};

use crate::html_sample::ACTIVE;
use crate::matrix::{made, matrix};

fn page(name: &str, matrix: &Matrix) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page");
    fs::create_dir_all(&folder).unwrap();
    let mut written = Vec::new();
    write_matrix_html(matrix, &mut written).unwrap();
    fs::write(folder.join(name), &written).unwrap();
    String::from_utf8(written).unwrap()
}

#[test]
fn a_page_of_twelve_endpoints_and_three_thousand_scenarios() {
    let start = Instant::now();
    let text = page("matrix.html", &Matrix::of(made::large(12, 3_000), MatrixKind::SideBySide).unwrap());
    assert!(text.len() < 12_000_000, "{} bytes", text.len());
    // Far above what it takes, so that a busy machine doesn't fail it; anything quadratic would.
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    assert!(!text.contains(ACTIVE) && !text.contains("<img src=x"), "text of a response is no markup");
}

#[test]
fn a_page_of_three_endpoints() {
    page("matrix-three.html", &matrix(&made::three(), MatrixKind::SideBySide));
}

#[test]
fn a_page_over_time() {
    page("matrix-over-time.html", &matrix(&made::runs(), MatrixKind::OverTime));
}
