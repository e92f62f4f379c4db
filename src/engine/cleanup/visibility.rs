//! What was just created may not be found yet: AWS's responses are eventually consistent
//! (<https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html>).

use std::time::Duration;

use record::now_ms;
use tokio::time::Instant;

use crate::cleanup::caller::VISIBLE_WITHIN;
use crate::cleanup::creation::Creation;
use crate::target::Target;

/// The age of creations, from the beginning of one clean-up.
#[derive(Debug)]
pub(crate) struct Visibility {
    began: Instant,
    began_ms: u64,
    within: Duration,
}

impl Visibility {
    pub(crate) fn of(target: &Target) -> Self {
        Visibility { began: Instant::now(), began_ms: now_ms(), within: target.scaled(VISIBLE_WITHIN) }
    }

    /// Whether a resource that is not found may exist: its creation was reported so short a while ago that it may not be visible
    /// yet, no response has shown it, and the run did not delete it or what its creation names.
    pub(crate) fn may_exist(&self, target: &Target, creation: &Creation, id: &str) -> bool {
        let Some(created_ms) = creation.created_ms else { return false };
        // A clock that was put back makes nothing young for longer than this.
        let age = Duration::from_millis(self.began_ms.saturating_sub(created_ms));
        let is_young = self.began.elapsed() < self.within.saturating_sub(age);
        is_young && !target.fresh.is_believed_gone(id, &creation.request, &creation.response)
    }
}
