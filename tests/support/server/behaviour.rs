//! When a server misbehaves.

use super::misdeed::Misdeed;

/// What a server does wrong, and when. The first rule that fits a request is followed.
#[derive(Debug, Clone, Default)]
pub struct Behaviour {
    rules: Vec<Rule>,
}

/// One rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The action it is for; absent: all.
    action: Option<&'static str>,
    /// How many more requests it is not yet for.
    after: usize,
    /// How many more requests it is for.
    times: usize,
    /// What is done.
    pub misdeed: Misdeed,
    /// Whether what was asked for is done all the same, and only the answer goes wrong.
    pub carried_out: bool,
}

impl Behaviour {
    /// Nothing goes wrong.
    pub fn good() -> Self {
        Self::default()
    }

    /// Every answer goes wrong.
    pub fn always(self, misdeed: Misdeed) -> Self {
        self.rule(None, usize::MAX, misdeed, false)
    }

    /// Every answer to this action goes wrong.
    pub fn on(self, action: &'static str, misdeed: Misdeed) -> Self {
        self.rule(Some(action), usize::MAX, misdeed, false)
    }

    /// The first answers to this action go wrong.
    pub fn first(self, times: usize, action: &'static str, misdeed: Misdeed) -> Self {
        self.rule(Some(action), times, misdeed, false)
    }

    /// The action is carried out, and the first answers to it go wrong.
    pub fn carried_out(self, times: usize, action: &'static str, misdeed: Misdeed) -> Self {
        self.rule(Some(action), times, misdeed, true)
    }

    /// The first answers to this action are right, all others go wrong.
    pub fn after(mut self, right: usize, action: &'static str, misdeed: Misdeed) -> Self {
        self.rules.push(Rule { action: Some(action), after: right, times: usize::MAX, misdeed, carried_out: false });
        self
    }

    fn rule(mut self, action: Option<&'static str>, times: usize, misdeed: Misdeed, carried_out: bool) -> Self {
        self.rules.push(Rule { action, after: 0, times, misdeed, carried_out });
        self
    }

    /// The rule for a request, which is used up by one.
    pub fn apply(&mut self, action: &str) -> Option<Rule> {
        let fits = |rule: &&mut Rule| rule.times > 0 && rule.action.is_none_or(|name| name == action);
        let rule = self.rules.iter_mut().find(fits)?;
        if rule.after > 0 {
            rule.after -= 1;
            return None;
        }
        rule.times -= 1;
        Some(rule.clone())
    }
}
