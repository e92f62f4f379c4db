//! When a server misbehaves.

use super::misdeed::Misdeed;

/// What a server does wrong, and when. The first rule that fits a request is followed.
#[derive(Debug, Clone, Default)]
pub struct Behavior {
    rules: Vec<Rule>,
}

/// What the server does with some of the requests.
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
    /// Whether the request is carried out all the same, and only the response is wrong.
    pub carried_out: bool,
}

impl Behavior {
    /// Nothing goes wrong.
    pub fn good() -> Self {
        Self::default()
    }

    /// Every response is wrong.
    pub fn always(self, misdeed: Misdeed) -> Self {
        self.rule(None, usize::MAX, misdeed, false)
    }

    /// Every response to this action is wrong.
    pub fn on(self, action: &'static str, misdeed: Misdeed) -> Self {
        self.rule(Some(action), usize::MAX, misdeed, false)
    }

    /// The first responses to this action are wrong.
    pub fn first(self, times: usize, action: &'static str, misdeed: Misdeed) -> Self {
        self.rule(Some(action), times, misdeed, false)
    }

    /// The action is carried out, and the first responses to it are wrong.
    pub fn carried_out(self, times: usize, action: &'static str, misdeed: Misdeed) -> Self {
        self.rule(Some(action), times, misdeed, true)
    }

    /// The first responses to this action are right, all others are wrong.
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
