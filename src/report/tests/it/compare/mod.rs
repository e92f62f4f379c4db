//! Two judged runs in, what changed between them out.
//!
//! `EC2_COMPAT_UPDATE=1 cargo test -p report` writes the expected files anew; read the diff before committing.

mod causes;
mod changes;
mod latency;
mod newest;
mod runs;
mod shown;
