//! The columns of a kind.

use std::fmt;

use contract::Severity;

use crate::finding::kind::FindingKind;
use crate::finding::oracle::Oracle;
use crate::finding::table::{
    Consequences, DifferenceRow, EvidenceColumn, FindingClass, FindingIdentity, Grouping, InsteadOfError, KindRow,
    MisleadsParser, TABLE,
};
use crate::finding::template::fill_template;

impl FindingKind {
    /// All kinds, in the order of their codes.
    pub fn all() -> impl Iterator<Item = FindingKind> {
        TABLE.keys().copied()
    }

    /// The kind with this code, in any case of letters: `X102`.
    pub fn of_code(code: &str) -> Option<Self> {
        TABLE.iter().find(|(_, row)| row.code.eq_ignore_ascii_case(code)).map(|(kind, _)| *kind)
    }

    /// The code that users know it by: `X102`. Never changes.
    pub fn code(self) -> &'static str {
        &self.row().code
    }

    /// A few words for reports: `unexpected value`.
    pub fn title(self) -> &'static str {
        &self.row().title
    }

    /// The severity of its findings, unless the table of the member, the step or a known deviation states another one.
    pub fn severity(self) -> Severity {
        self.row().severity
    }

    /// The oracle that reports it.
    pub fn oracle(self) -> Oracle {
        self.row().oracle
    }

    /// What of a step it is about.
    pub fn class(self) -> FindingClass {
        self.row().class
    }

    /// Its place among the findings of a step, lowest first: causes before consequences.
    pub(crate) fn rank(self) -> u8 {
        self.row().rank
    }

    /// Whether the scenario does not go on after a step with such a finding.
    pub(crate) fn ends_step(self) -> bool {
        self.row().ends_step
    }

    /// Whether a client cannot go on after a call with such a finding.
    pub(crate) fn stops_client(self) -> bool {
        self.row().stops_client.unwrap_or(self.ends_step())
    }

    /// Which findings of the same step follow from it.
    pub(crate) fn consequences(self) -> Consequences {
        self.row().consequences
    }

    /// Whether a finding of another kind in the same response follows from it.
    pub(crate) fn folds(self, other: FindingKind) -> bool {
        self.row().folds.contains(&other)
    }

    /// Whether an expectation about the member at its path fails for that reason.
    pub(crate) fn explains_absence(self) -> bool {
        self.row().explains_absence
    }

    /// What makes two findings at one place the same.
    pub(crate) fn identity(self) -> FindingIdentity {
        self.row().identity
    }

    /// What makes findings one cause.
    pub(crate) fn grouping(self) -> Grouping {
        self.row().grouped_by
    }

    /// Whether endpoints that lack an action fail in this way, too.
    pub(crate) fn may_mean_missing(self) -> bool {
        self.row().may_mean_missing
    }

    /// Whether it is a resource that could not be deleted, and no deviation: it decides no verdict, and the exit code only
    /// where nothing else does.
    pub fn is_leftover(self) -> bool {
        self.row().leftover
    }

    /// Whether it is about a fixture that could not be created, whose name is its path.
    pub(crate) fn is_of_fixture(self) -> bool {
        self.row().of_fixture
    }

    /// Whether it is that the value at its path, which later steps need, is absent.
    pub(crate) fn is_unsaved(self) -> bool {
        self.row().unsaved
    }

    /// What comes in place of an error that AWS returns.
    pub(crate) fn instead_of_error(self) -> Option<InsteadOfError> {
        self.row().instead_of_error
    }

    /// What supports it beside the pages of AWS.
    pub(crate) fn evidence(self) -> EvidenceColumn {
        self.row().evidence
    }

    /// What the parser of a client may take for another response because of it.
    pub(crate) fn misleads_parser(self) -> MisleadsParser {
        self.row().misleads_parser
    }

    /// The sentence of a comparison in which it is new, if it has one of its own. `value` returns what is filled in for
    /// `operation`, `path`, `code` and `with_code`.
    pub fn regression(self, value: impl Fn(&str) -> String) -> Option<String> {
        self.row().regression.as_ref().map(|template| fill_template(template, value))
    }

    /// What a difference from the reference is, for kinds of the reference oracle.
    pub(crate) fn difference(self) -> Option<&'static DifferenceRow> {
        self.row().difference.as_ref()
    }

    pub(crate) fn row(self) -> &'static KindRow {
        TABLE.get(&self).expect("tests/it/kinds.rs finds every kind in the table")
    }
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Several lines of plain text: what a kind means, why it matters to clients, what to do, an example.
pub fn explain(kind: FindingKind) -> String {
    let KindRow { code, title, means, matters, r#do, example, .. } = kind.row();
    let (oracle, severity) = (kind.oracle().explanation(), kind.severity().explanation());
    format!(
        "{code}: {title}\n\n{means}\n\nSeverity: {severity}. Found by: {oracle}.\n\n\
         Why it matters: {matters}\n\nWhat to do: {do}\n\nExample: {example}"
    )
}
