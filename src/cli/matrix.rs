//! `ec2-compat matrix`: endpoints side by side, or the runs of one endpoint over time.

use std::path::{Component, Path, PathBuf};

use clap::Args;

use super::context::Done;
use super::criteria::{CriteriaArgs, KNOWN_HELP};
use crate::record::{newest_run, runs};
use crate::report::json::document;
use crate::report::{
    Exit, Matrix, MatrixInput, MatrixKind, PAGE_FILE, read_report, write_matrix, write_matrix_summary,
};
use crate::session::{Failure, JudgedRun, judge_run};
use crate::verdict::KnownDeviations;

#[derive(Debug, Args)]
pub struct Arguments {
    /// A column: the directory of a run, a directory of runs (the newest complete one; with --over-time, all of them), or a
    /// report.json. HEADING=RUN sets the heading of the column
    #[arg(required = true, value_name = "RUN")]
    runs: Vec<String>,
    /// The folder to write matrix.html, matrix.md and matrix.json to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Compare the runs of one endpoint in chronological order, with the changes between consecutive runs
    #[arg(long)]
    over_time: bool,
    #[arg(long, value_name = "FILE", help = KNOWN_HELP)]
    known: Option<PathBuf>,
}

pub fn run(arguments: Arguments) -> Done {
    let Arguments { runs, out, over_time, known } = arguments;
    let kind = if over_time { MatrixKind::OverTime } else { MatrixKind::SideBySide };
    let mut inputs = Vec::new();
    for named in &runs {
        let (heading, path) = split(named);
        let sources = sources(path, kind)?;
        if heading.is_some() && sources.len() > 1 {
            let message = format!("{named}: a heading names one run, but {} has {}", path.display(), sources.len());
            return Err(Failure::usage(message));
        }
        for source in sources {
            inputs.push(MatrixInput { heading: heading.clone(), ..input(&source, known.as_deref(), &out)? });
        }
    }
    let matrix = Matrix::of(inputs, kind).map_err(|error| Failure::usage(error.to_string()))?;
    let written = write_matrix(&out, &matrix).map_err(Failure::could_not_run)?;
    // A closed pipe is no error: the files are written.
    let _ = write_matrix_summary(&matrix, &written, &mut anstream::stdout());
    Ok(Exit::Success)
}

/// The heading, if one is named, and the path. A path that exists has no heading.
fn split(named: &str) -> (Option<String>, &Path) {
    match named.split_once('=') {
        Some((heading, path)) if !heading.is_empty() && !Path::new(named).exists() => {
            (Some(heading.to_owned()), Path::new(path))
        }
        _ => (None, Path::new(named)),
    }
}

/// The runs, or the report, that a path means.
fn sources(path: &Path, kind: MatrixKind) -> Result<Vec<PathBuf>, Failure> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    match kind {
        MatrixKind::OverTime => runs(path).map_err(Failure::could_not_run),
        MatrixKind::SideBySide => Ok(vec![newest_run(path).map_err(Failure::could_not_run)?]),
    }
}

/// A column: a report as it is, or a run, judged as `ec2-compat report` judges it.
fn input(source: &Path, known: Option<&Path>, out: &Path) -> Result<MatrixInput, Failure> {
    if source.is_file() {
        let report = read_report(source).map_err(Failure::could_not_run)?;
        let page = source.parent().and_then(|folder| page(folder, out));
        return Ok(MatrixInput { report, heading: None, version: None, page });
    }
    let criteria = CriteriaArgs { reference_run: None, noise: None, known: known.map(Path::to_owned) }.read(source)?;
    let deviations = criteria.known.clone();
    let JudgedRun { report, extras, .. } = judge_run(source, criteria, |_| {})?;
    let version = report.head.endpoints.first().and_then(|endpoint| version(&deviations, endpoint));
    Ok(MatrixInput { report: document(&report, &extras), heading: None, version, page: page(source, out) })
}

/// The version of the platform that a file of known deviations is about.
fn version(deviations: &KnownDeviations, endpoint: &crate::record::EndpointHead) -> Option<String> {
    let about = deviations.files.iter().filter(|file| file.is_about(endpoint));
    about.filter_map(|file| Some(format!("{} {}", file.platform, file.version_text(endpoint)?))).next()
}

/// The page of a run, as it is linked from the matrix.
fn page(run: &Path, out: &Path) -> Option<String> {
    let page = run.join(PAGE_FILE);
    page.is_file().then(|| relative(out, &page)).flatten()
}

/// The way from a directory, which need not exist, to a file; absent where there is none, or a link cannot have it.
fn relative(from: &Path, to: &Path) -> Option<String> {
    let from = std::path::absolute(from).ok()?;
    let to = std::path::absolute(to).ok()?;
    let parts = |path: &Path| -> Option<Vec<String>> {
        let mut parts = Vec::new();
        for component in path.components() {
            match component {
                Component::ParentDir => drop(parts.pop()),
                Component::CurDir => {}
                other => parts.push(other.as_os_str().to_str()?.to_owned()),
            }
        }
        Some(parts)
    };
    let (from, to) = (parts(&from)?, parts(&to)?);
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    let way: Vec<&str> = up.chain(to[shared..].iter().map(String::as_str)).collect();
    let is_plain = |part: &&str| part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.~".contains(c));
    way.iter().all(is_plain).then(|| way.join("/"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{relative, split};

    #[test]
    fn a_page_is_linked_from_where_the_matrix_is() {
        let way = |from: &str, to: &str| relative(Path::new(from), Path::new(to));
        assert_eq!(way("/a/out", "/a/runs/x/report.html").as_deref(), Some("../runs/x/report.html"));
        assert_eq!(way("/a/out", "/a/out/report.html").as_deref(), Some("report.html"));
        assert_eq!(way("/a/b/../out", "/a/./runs/report.html").as_deref(), Some("../runs/report.html"));
        assert_eq!(way("out", "runs/x/report.html").as_deref(), Some("../runs/x/report.html"));
        assert_eq!(way("/a", "/b/with space/report.html"), None);
    }

    #[test]
    fn a_heading_is_before_the_equals_sign() {
        assert_eq!(split("moto 5=runs/x"), (Some("moto 5".to_owned()), Path::new("runs/x")));
        assert_eq!(split("runs/x"), (None, Path::new("runs/x")));
        assert_eq!(split("=runs/x"), (None, Path::new("=runs/x")));
    }
}
