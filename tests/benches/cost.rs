//! What processes cost, from `/proc`: CPU time and resident memory. Linux only.

use std::fs;

use crate::Result;

/// A tick of `/proc/<pid>/stat`: Linux shows them as hundredths of a second everywhere.
const MILLIS_PER_TICK: f64 = 10.0;

/// The numbers of `/proc/<pid>/stat` from the fourth, the parent's id, on.
fn stat(process: u32) -> Result<Vec<i64>> {
    let text = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, after_name) = text.rsplit_once(") ").ok_or("a /proc of another form")?;
    Ok(after_name.split_whitespace().skip(1).filter_map(|number| number.parse().ok()).collect())
}

/// The parent of a process.
pub(crate) fn parent(process: u32) -> Result<u32> {
    Ok(u32::try_from(stat(process)?.first().copied().unwrap_or_default())?)
}

/// Milliseconds of CPU a process has used, without its children.
pub(crate) fn cpu(process: u32) -> Result<f64> {
    ticks(&stat(process)?, 10..12)
}

/// Milliseconds of CPU that a process and its children have used, those that have ended included.
pub(crate) fn cpu_of_family(process: u32) -> Result<f64> {
    let mut sum = ticks(&stat(process)?, 10..14)?;
    for entry in fs::read_dir("/proc")?.flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // A process may end while the list is read.
        if let Ok(stat) = stat(id)
            && stat.first() == Some(&i64::from(process))
        {
            sum += ticks(&stat, 10..12)?;
        }
    }
    Ok(sum)
}

fn ticks(stat: &[i64], places: std::ops::Range<usize>) -> Result<f64> {
    let ticks: i64 = stat.get(places).ok_or("a /proc of another form")?.iter().sum();
    Ok(f64::from(i32::try_from(ticks)?) * MILLIS_PER_TICK)
}

/// MiB of memory that a process holds.
pub(crate) fn memory(process: u32) -> Result<f64> {
    let text = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("a /proc of another form")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
}
