//! HTTP/1.1 and 1.0 as a server speaks it. `hyper` has a server, too, but its feature would be a feature of the crate below
//! `aws-sdk-ec2`, which every machine would then compile anew; the head is parsed by `httparse`, as hyper's is.

#[cfg(test)]
mod fuzz;
mod read;
mod write;

pub(crate) use read::{Incoming, ReadError, Reader};
pub(crate) use write::{Writer, is_hop_by_hop};
