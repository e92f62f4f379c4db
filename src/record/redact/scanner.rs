//! One pass over a text for all secrets and the names that they follow.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, Match, MatchKind};

use crate::redact::cuts::Cut;
use crate::redact::literals::Literals;
use crate::redact::unescape::WayBack;

/// Bytes of patterns up to which the fastest automaton takes little memory.
const SMALL_ENOUGH_FOR_A_DFA: usize = 16 * 1024;

/// Searches for names and for known secrets, ignoring case.
#[derive(Debug)]
pub(crate) struct Scanner {
    automaton: Option<AhoCorasick>,
    names: usize,
    literals: Literals,
}

impl Scanner {
    pub(crate) fn new<'a>(names: impl IntoIterator<Item = &'a str>, literals: Literals) -> Self {
        let mut patterns: Vec<&[u8]> = names.into_iter().map(str::as_bytes).collect();
        let names = patterns.len();
        patterns.extend(literals.heads());
        let small = patterns.iter().map(|pattern| pattern.len()).sum::<usize>() <= SMALL_ENOUGH_FOR_A_DFA;
        let build = || {
            AhoCorasickBuilder::new()
                .ascii_case_insensitive(true)
                .match_kind(MatchKind::Standard)
                .kind(small.then_some(AhoCorasickKind::DFA))
                .build(&patterns)
                .expect("it fails only with more patterns than 31 bits can count")
        };
        let automaton = (!patterns.is_empty()).then(build);
        Scanner { automaton, names, literals }
    }

    /// Adds the cuts for the secrets in one layer of a text, and returns the names in it in order.
    pub(crate) fn scan(&self, bytes: &[u8], back: WayBack<'_>, cuts: &mut Vec<Cut>) -> Vec<Match> {
        let mut names = Vec::new();
        for found in self.automaton.iter().flat_map(|automaton| automaton.find_overlapping_iter(bytes)) {
            match found.pattern().as_usize().checked_sub(self.names) {
                None => names.push(found),
                Some(number) => cuts.extend(self.literals.cut(number, bytes, found.start(), back)),
            }
        }
        names.sort_by_key(|name| (name.start(), std::cmp::Reverse(name.end())));
        names
    }
}
