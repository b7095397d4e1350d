//! Shows how far long work on the command line is: a bar on a terminal, lines elsewhere.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressStyle};

/// How far one piece of work is.
#[derive(Debug)]
pub struct Progress {
    title: &'static str,
    shown: Shown,
}

#[derive(Debug)]
enum Shown {
    Bar(ProgressBar),
    Lines,
    Nothing,
}

impl Progress {
    /// On stderr. Nothing appears before the first step.
    pub fn on_stderr(title: &'static str) -> Self {
        let shown = if std::io::stderr().is_terminal() { Shown::Bar(bar(title)) } else { Shown::Lines };
        Self { title, shown }
    }

    /// Nowhere, for tests.
    pub fn silent() -> Self {
        Self { title: "", shown: Shown::Nothing }
    }

    /// Step `done` of `total` begins.
    pub fn step(&self, done: usize, total: usize, what: &str) {
        match &self.shown {
            Shown::Bar(bar) => {
                bar.set_length(total as u64);
                bar.set_position(done as u64);
                bar.set_message(what.to_owned());
            }
            Shown::Lines => eprintln!("{} {done}/{total}: {what}", self.title),
            Shown::Nothing => {}
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Shown::Bar(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

fn bar(title: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} [{bar:30}] {pos}/{len} {wide_msg}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())).with_prefix(title)
}
