//! The command `ec2-compat`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ec2_compat::cli::main()
}
