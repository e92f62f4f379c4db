//! What the tests of misbehaviour share: a small EC2 on loopback that misbehaves as it is told ([`Server`],
//! [`Behaviour`], [`Misdeed`]), and our program, run against it ([`Program`]).

// Several crates of tests share this, and each uses another part of it.
#![allow(dead_code, unused_imports)]

mod behaviour;
mod cloud;
mod http;
mod misdeed;
mod program;
mod server;
mod tls;

pub use behaviour::Behaviour;
pub use misdeed::Misdeed;
pub use program::{Finished, Program};
pub use server::{Nobody, Server};
pub use tls::Identity;
