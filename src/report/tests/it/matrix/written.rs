//! The files of a matrix, and what the screen shows.

use std::fs;

use report::{MATRIX_FILES, Matrix, MatrixKind, matrix_schema, write_matrix, write_matrix_summary};
use serde_json::Value;
use test_support::assert_file;

use crate::matrix::{made, matrix};
use crate::sample;

fn markdown(matrix: &Matrix) -> String {
    let folder = tempfile::tempdir().unwrap();
    write_matrix(folder.path(), matrix).unwrap();
    fs::read_to_string(folder.path().join("matrix.md")).unwrap()
}

#[test]
fn the_listed_files_are_written_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("a/matrix");
    let written = write_matrix(&at, &matrix(&made::three(), MatrixKind::SideBySide)).unwrap();
    let listed: Vec<_> = MATRIX_FILES.iter().map(|(name, _)| at.join(name)).collect();
    assert_eq!(written, listed);
    assert_eq!(fs::read_dir(&at).unwrap().count(), listed.len());
}

#[test]
fn the_markdown_is_what_is_kept() {
    assert_file("src/report/tests/it/expected/matrix.md", &markdown(&matrix(&made::three(), MatrixKind::SideBySide)));
    assert_file(
        "src/report/tests/it/expected/matrix-over-time.md",
        &markdown(&matrix(&made::runs(), MatrixKind::OverTime)),
    );
}

#[test]
fn the_screen_is_what_is_kept() {
    for (reports, kind, name) in [
        (made::three(), MatrixKind::SideBySide, "matrix.txt"),
        (made::runs(), MatrixKind::OverTime, "matrix-over-time.txt"),
    ] {
        let mut out = Vec::new();
        write_matrix_summary(&matrix(&reports, kind), &["out/matrix.html".into()], &mut out).unwrap();
        assert_file(&format!("src/report/tests/it/expected/{name}"), &String::from_utf8(out).unwrap());
    }
}

#[test]
fn the_schema_in_the_repository_is_fresh_and_the_file_keeps_to_it() {
    let schema = matrix_schema();
    assert_file("reports/matrix.schema.json", &(serde_json::to_string_pretty(&schema).unwrap() + "\n"));
    let validator = jsonschema::validator_for(schema.as_value()).unwrap();
    for (reports, kind) in [(made::three(), MatrixKind::SideBySide), (made::runs(), MatrixKind::OverTime)] {
        let mut value: Value = serde_json::to_value(matrix(&reports, kind).document()).unwrap();
        let problems: Vec<String> = validator.iter_errors(&value).map(|problem| problem.to_string()).collect();
        assert_eq!(problems, Vec::<String>::new());
        value["scenarios"][0]["cells"][0]["verdict"] = Value::from("fine");
        assert!(!validator.is_valid(&value), "the schema refuses what is not a verdict");
    }
}

#[test]
fn hostile_text_is_no_markup_and_no_table() {
    let text = markdown(&Matrix::of(made::large(3, 40), MatrixKind::SideBySide).unwrap());
    for active in ["<script", "<img", "<svg", "](java", "javascript:"] {
        assert!(!text.contains(active), "{active}: {text}");
    }
    // A table has as many cells in every row as its head says.
    let mut cells = None;
    for line in text.lines() {
        let count = line.starts_with('|').then(|| line.matches('|').count());
        assert!(cells.is_none() || count.is_none() || cells == count, "{line}");
        cells = count;
    }
}

#[test]
fn no_emulator_is_called_aws() {
    let text = markdown(&matrix(&made::three(), MatrixKind::SideBySide));
    for name in ["best", "worst"] {
        let row = text.lines().find(|line| line.starts_with(&format!("| **{name}**"))).unwrap();
        assert!(row.contains("| emulator |") && !row.contains("AWS"), "{row}");
    }
    assert!(text.contains("Responses of an emulator are not evidence of what AWS returns."), "{text}");
    let clouds = vec![made::report("cloud", vec![sample::judgement("vpc/a", verdict::Verdict::Works)])];
    assert!(!markdown(&matrix(&clouds, MatrixKind::SideBySide)).contains("emulator"));
}
