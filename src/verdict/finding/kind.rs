//! The closed list of what a finding can be.

use std::fmt;
use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::finding::model::{Oracle, Severity};

/// What a finding is. Texts, codes and severities are in `kinds.yaml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "kinds.yaml says what each is, once, for programmers and users")]
pub enum FindingKind {
    UnmetExpression,
    UnequalValue,
    CannotEvaluate,
    WrongErrorCode,
    ErrorLacksText,
    NoError,
    UnexpectedError,
    WrongHttpStatus,
    HttpCheckUnmet,
    SavedValueAbsent,
    WaitDeadline,
    WaitFailed,
    TimeLimit,
    ServerError,
    ActionUnsupported,
    FixtureFailed,
    HookFailed,
    UnknownMember,
    MisspeltMember,
    WrongType,
    NotInEnum,
    BadTimestamp,
    WrongRoot,
    WrongNamespace,
    NoNamespace,
    ErrorEnvelope,
    NoRequestId,
    RepeatedMember,
    AbsentMember,
    UnknownErrorCode,
    SdkUnreadable,
    SdkLostErrorCode,
    Unreachable,
    TlsFailed,
    TimedOut,
    ClosedMidway,
    TooLarge,
    MalformedHttp,
    NoAnswer,
    AnswerHtml,
    AnswerJson,
    AnswerEmpty,
    #[serde(rename = "answer-not-utf8")]
    AnswerNotUtf8,
    AnswerTooDeep,
    AnswerDtd,
    AnswerNotXml,
    Redirect,
    OutcomeDiffers,
    ErrorCodeDiffers,
    ErrorMessageDiffers,
    HttpStatusDiffers,
    MemberMissing,
    MemberExtra,
    MemberEmpty,
    ValueDiffers,
    TypeDiffers,
    FormDiffers,
    SpellingDiffers,
    ElementMissing,
    ElementExtra,
    OrderDiffers,
    WaitDiffers,
}

/// What `kinds.yaml` says of a kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: String,
    oracle: Oracle,
    severity: Severity,
    title: String,
    means: String,
    matters: String,
    r#do: String,
    example: String,
}

static TABLE: LazyLock<IndexMap<FindingKind, Row>> = LazyLock::new(|| {
    serde_yaml::from_str(include_str!("kinds.yaml")).expect("tests/verdict_kinds.rs parses the embedded table")
});

impl FindingKind {
    /// All kinds, in the order of their codes.
    pub fn all() -> impl Iterator<Item = FindingKind> {
        TABLE.keys().copied()
    }

    /// The kind with this code, in any case of letters: `X102`.
    pub fn of_code(code: &str) -> Option<Self> {
        TABLE.iter().find(|(_, row)| row.code.eq_ignore_ascii_case(code)).map(|(kind, _)| *kind)
    }

    /// Its code, stable for ever.
    pub fn code(self) -> &'static str {
        &self.row().code
    }

    /// What reports show, a few words.
    pub fn title(self) -> &'static str {
        &self.row().title
    }

    /// How much it matters.
    pub fn severity(self) -> Severity {
        self.row().severity
    }

    /// Which oracle finds it.
    pub fn oracle(self) -> Oracle {
        self.row().oracle
    }

    fn row(self) -> &'static Row {
        TABLE.get(&self).expect("tests/verdict_kinds.rs finds every kind in the table")
    }
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What a kind means, why it matters to clients, what to do and an example: several lines of plain text.
pub fn explain(kind: FindingKind) -> String {
    let Row { code, oracle, severity, title, means, matters, r#do, example } = kind.row();
    let (oracle, severity) = (oracle.in_words(), severity.in_words());
    format!(
        "{code}: {title}\n\n{means}\n\nSeverity: {severity}. Found by: {oracle}.\n\n\
         Why it matters: {matters}\n\nWhat to do: {do}\n\nExample: {example}"
    )
}

impl Oracle {
    fn in_words(self) -> &'static str {
        match self {
            Oracle::Expect => "what the scenario states",
            Oracle::Contract => "comparison with AWS's model",
            Oracle::Sdk => "the official AWS SDK",
            Oracle::Reference => "comparison with the reference",
        }
    }
}

impl Severity {
    fn in_words(self) -> &'static str {
        match self {
            Severity::Breaking => "breaking (an unmodified client fails or is misled)",
            Severity::Differs => "differs (visible, survivable)",
            Severity::Cosmetic => "cosmetic (no client is likely to notice)",
        }
    }
}
