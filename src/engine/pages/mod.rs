//! Pages of lists: a token that was not requested is followed once, and once a run lists are described page by page.

mod follow;
mod walk;

pub(crate) use follow::{NextPage, next_page};
pub(crate) use walk::pages;
