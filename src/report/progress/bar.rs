//! Progress on a terminal: a bar, the scenarios that are running, and lines above.

use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::progress::running::Running;

const ROWS: usize = 8;

/// A bar that is redrawn in place.
pub(crate) struct Bar {
    bar: ProgressBar,
    color: bool,
}

impl Bar {
    pub(crate) fn new(target: ProgressDrawTarget, color: bool) -> Self {
        let template = if color { "{bar:30.green/dim} {msg}" } else { "{bar:30} {msg}" };
        let style = ProgressStyle::with_template(template).expect("the template is a constant, and tested");
        let bar = ProgressBar::with_draw_target(None, target).with_style(style);
        Bar { bar, color }
    }

    /// Prints a line above the bar.
    pub(crate) fn line(&self, line: &str) {
        match self.color {
            true => self.bar.println(line),
            false => self.bar.println(anstream::adapter::strip_str(line).to_string()),
        }
    }

    pub(crate) fn draw(&self, running: &Running, now: Instant) {
        // Each line of the message must fit: indicatif does not erase lines that wrap.
        let width = textwrap::termwidth().max(40);
        let mut message = fit(&running.status(now), width - 31);
        let (rows, more) = running.rows(ROWS, now);
        for row in rows {
            message.push_str(&format!("\n  {}", fit(&row, width - 2)));
        }
        if more > 0 {
            message.push_str(&format!("\n  and {more} more"));
        }
        self.bar.set_length(running.total() as u64);
        self.bar.set_position(running.done() as u64);
        self.bar.set_message(message);
    }

    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

/// The text, cut to a number of columns.
fn fit(text: &str, columns: usize) -> String {
    if textwrap::core::display_width(text) <= columns {
        return text.to_owned();
    }
    let mut fitting = String::new();
    for letter in text.chars() {
        fitting.push(letter);
        if textwrap::core::display_width(&fitting) > columns.saturating_sub(3) {
            fitting.pop();
            break;
        }
    }
    fitting + "..."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_never_takes_more_than_a_line() {
        assert_eq!(fit("short", 5), "short");
        assert_eq!(fit("日本語日本語", 9), "日本語...");
    }
}
