//! The memory of a process, as Linux tells it.

use std::fs;

/// KiB that a process holds now; from here on its peak is counted anew.
///
/// # Panics
///
/// Where Linux does not tell.
pub fn at_rest(process: u32) -> usize {
    fs::write(format!("/proc/{process}/clear_refs"), "5").expect("the peak is forgotten");
    line(process, "VmRSS:")
}

/// KiB that a process held at most since it was last looked at.
///
/// # Panics
///
/// Where Linux does not tell.
pub fn at_most(process: u32) -> usize {
    line(process, "VmHWM:")
}

fn line(process: u32, name: &str) -> usize {
    let status = fs::read_to_string(format!("/proc/{process}/status")).expect("the process runs");
    let line = status.lines().find_map(|line| line.strip_prefix(name)).expect(name);
    line.trim().trim_end_matches(" kB").parse().expect(name)
}
