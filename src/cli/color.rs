//! Whether what is printed is colored.

use anstream::ColorChoice;
use clap::{Args, ValueEnum};

/// The option, without the dashes.
const OPTION: &str = "color";

/// When to color.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    /// On terminals, unless NO_COLOR is set
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

/// When to color.
#[derive(Debug, Args)]
pub struct ColorArgs {
    /// When to color the output: `always`, `never`, or `auto` (on terminals, unless NO_COLOR is set)
    #[arg(long = OPTION, global = true, value_enum, value_name = "WHEN", hide_possible_values = true,
          default_value_t = When::Auto, help_heading = super::headings::GLOBAL_OPTIONS)]
    _when: When,
}

/// Decides for all that follows, before the command line is parsed: its errors and the help are colored, too.
pub fn decide(arguments: &[String]) -> clap::ColorChoice {
    let (terminal, help) = match requested(arguments) {
        When::Auto => return clap::ColorChoice::Auto,
        When::Always => (ColorChoice::Always, clap::ColorChoice::Always),
        When::Never => (ColorChoice::Never, clap::ColorChoice::Never),
    };
    terminal.write_global();
    help
}

/// The last value of the option; what is wrong with it is for the parser.
fn requested(arguments: &[String]) -> When {
    let option = format!("--{OPTION}");
    let options = arguments.iter().take_while(|argument| *argument != "--").enumerate();
    let values = options.filter_map(|(at, argument)| match argument.strip_prefix(&option)? {
        "" => arguments.get(at + 1).map(String::as_str),
        rest => rest.strip_prefix('='),
    });
    values.last().and_then(|value| When::from_str(value, false).ok()).unwrap_or(When::Auto)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_is_found_in_either_form_and_wherever_it_is() {
        let requested = |line: &str| requested(&line.split(' ').map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(requested("ec2-compat list"), When::Auto);
        assert_eq!(requested("ec2-compat --color never list"), When::Never);
        assert_eq!(requested("ec2-compat list x --color=always"), When::Always);
        assert_eq!(requested("ec2-compat list -- --color=always"), When::Auto);
        assert_eq!(requested("ec2-compat list --colorful=always"), When::Auto);
    }
}
