//! What files of known deviations say.

use std::path::PathBuf;
use std::sync::Arc;

use located::{Source, Span};
use time::Date;

use crate::finding::Severity;
use crate::known::condition::{Condition, Version};
use crate::known::matcher::Matcher;

/// All files of known deviations of a suite.
#[derive(Debug, Clone, Default)]
pub struct KnownDeviations {
    /// Sorted by name.
    pub files: Vec<KnownFile>,
}

/// One file: what is known of one platform.
#[derive(Debug, Clone)]
pub struct KnownFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its text.
    pub source: Arc<Source>,
    /// What the platform is called.
    pub platform: String,
    /// The fact of an endpoint that says which version of the platform it is, if one does.
    pub(crate) version: Option<String>,
    /// What must hold of an endpoint.
    pub(crate) when: Vec<Condition>,
    /// Its entries, in the order written.
    pub deviations: Vec<Deviation>,
}

/// One entry: a deviation, and why it is there.
#[derive(Debug, Clone)]
pub struct Deviation {
    /// Where it stands: `suites/known/openstack-xenserver.yaml:12`.
    pub place: String,
    /// The same, as a range of its file.
    pub(crate) span: Span,
    /// Which findings it is about.
    pub(crate) matcher: Matcher,
    /// Why the endpoint does so. Without one the entry covers nothing.
    pub reason: Option<String>,
    /// Where that can be read.
    pub link: Option<String>,
    /// The first version of the platform that has it.
    pub(crate) since: Option<Version>,
    /// The first version of the platform that does not have it any more.
    pub(crate) fixed: Option<Version>,
    /// The last day on which it covers anything.
    pub until: Option<Date>,
    /// How much it matters here, where that is not as its kind says.
    pub severity: Option<Severity>,
    /// What must hold of an endpoint besides.
    pub(crate) when: Vec<Condition>,
}

impl KnownDeviations {
    /// Every entry with its file, in the order in which they are looked at: the first that matches covers.
    pub fn entries(&self) -> impl Iterator<Item = (&KnownFile, &Deviation)> {
        self.files.iter().flat_map(|file| file.deviations.iter().map(move |entry| (file, entry)))
    }
}

impl Deviation {
    /// What it is about, in a few words: `X104 CreateVolume Code`.
    pub fn summary(&self) -> String {
        self.matcher.in_words()
    }

    /// Whether its last day is over.
    pub fn is_expired(&self, today: Date) -> bool {
        self.until.is_some_and(|until| today > until)
    }
}
