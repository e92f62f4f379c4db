//! The place of a scenario among those that run at once.

use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The place of one scenario. It is free for the next when this is dropped, or when the scenario steps aside.
#[derive(Debug)]
pub(crate) struct Lane {
    place: Mutex<OwnedSemaphorePermit>,
    aside: Arc<Semaphore>,
}

impl Lane {
    /// A place of those at once; `aside` has those for scenarios that only wait.
    pub(crate) fn new(place: OwnedSemaphorePermit, aside: Arc<Semaphore>) -> Self {
        Lane { place: Mutex::new(place), aside }
    }

    /// Lets the next scenario begin, if there is a place aside: this one waits for what seems never to come.
    pub(crate) fn step_aside(&self) {
        let mut place = self.place.lock();
        if Arc::ptr_eq(place.semaphore(), &self.aside) {
            return;
        }
        if let Ok(aside) = self.aside.clone().try_acquire_owned() {
            *place = aside;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_steps_aside_frees_its_place_once_and_only_for_a_place_aside() {
        let (places, aside) = (Arc::new(Semaphore::new(2)), Arc::new(Semaphore::new(1)));
        let lane = || Lane::new(places.clone().try_acquire_owned().unwrap(), aside.clone());
        let (first, second) = (lane(), lane());
        first.step_aside();
        first.step_aside();
        assert_eq!((places.available_permits(), aside.available_permits()), (1, 0));
        second.step_aside();
        assert_eq!(places.available_permits(), 1, "there is no place aside");
        drop(first);
        second.step_aside();
        assert_eq!((places.available_permits(), aside.available_permits()), (2, 0));
        drop(second);
        assert_eq!((places.available_permits(), aside.available_permits()), (2, 1));
    }
}
