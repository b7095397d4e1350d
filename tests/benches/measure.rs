//! Slices in turn: first the one server, then the other, again and again.

use std::{
    sync::atomic::AtomicUsize,
    time::{Duration, Instant},
};

use crate::{
    Result, cost,
    ground::Ground,
    load::{Requests, go_on, load},
    options::Options,
    server::Server,
};

/// What was measured of one server.
#[derive(Default)]
pub(crate) struct Side {
    /// Requests a second, slice by slice.
    pub(crate) rates: Vec<f64>,
    /// Milliseconds of CPU a request: the server's.
    pub(crate) cpu: f64,
    /// The same: PostgreSQL's.
    pub(crate) cpu_of_postgres: f64,
    /// MiB that the server holds at the end.
    pub(crate) memory: f64,
    millis: Vec<f64>,
}

/// Both servers under one load.
#[derive(Default)]
pub(crate) struct Measured {
    /// `thidua`.
    pub(crate) ours: Side,
    /// The hand-written one.
    pub(crate) theirs: Side,
}

/// Measures two servers over so many connections, each with its requests.
pub(crate) async fn both(
    ours: (&Server, &Requests),
    theirs: (&Server, &Requests),
    ground: &Ground,
    connections: usize,
    options: &Options,
) -> Result<Measured> {
    let mut measured = Measured::default();
    for _ in 0..options.rounds {
        let time = options.slice();
        measured.ours.slice(ours.0, ours.1, ground, (connections, time)).await?;
        measured.theirs.slice(theirs.0, theirs.1, ground, (connections, time)).await?;
    }
    measured.settle()?;
    Ok(measured)
}

/// Measures a server over so many connections: beside one that writes all the time, and without. Says how many writes a
/// second were done meanwhile.
pub(crate) async fn beside_a_writer(
    server: &Server,
    (reads, writes): (&Requests, &Requests),
    ground: &Ground,
    connections: usize,
    options: &Options,
) -> Result<(Measured, f64)> {
    let mut measured = Measured::default();
    let (done, mut seconds) = (AtomicUsize::new(0), 0.0);
    for _ in 0..options.rounds {
        let load = (connections, options.slice());
        let began = Instant::now();
        tokio::select! {
            slice = measured.ours.slice(server, reads, ground, load) => slice?,
            stopped = go_on(server.address, writes, &done) => return stopped.and(Err("the writer came to an end".into())),
        }
        seconds += began.elapsed().as_secs_f64();
        measured.theirs.slice(server, reads, ground, load).await?;
    }
    measured.settle()?;
    Ok((measured, f64::from(u32::try_from(done.into_inner())?) / seconds))
}

impl Side {
    async fn slice(
        &mut self,
        server: &Server,
        requests: &Requests,
        ground: &Ground,
        (connections, time): (usize, Duration),
    ) -> Result<()> {
        // The first tenth warms caches and plans again after the other server's turn.
        load(server.address, requests, connections, time / 10).await?;
        let (cpu, postgres) = (cost::cpu(server.process)?, cost::cpu_of_family(ground.postmaster)?);
        let slice = load(server.address, requests, connections, time).await?;
        self.cpu += cost::cpu(server.process)? - cpu;
        self.cpu_of_postgres += cost::cpu_of_family(ground.postmaster)? - postgres;
        self.rates.push(f64::from(u32::try_from(slice.millis.len())?) / slice.seconds);
        self.millis.extend(slice.millis);
        self.memory = cost::memory(server.process)?;
        Ok(())
    }

    /// The middle of the slices' requests a second.
    pub(crate) fn rate(&self) -> f64 {
        middle(&self.rates)
    }

    /// Milliseconds within which that many hundredths of the answers came.
    pub(crate) fn percentile(&self, hundredths: usize) -> f64 {
        let place = (self.millis.len() * hundredths / 100).min(self.millis.len().saturating_sub(1));
        self.millis.get(place).copied().unwrap_or(f64::NAN)
    }
}

impl Measured {
    /// Every slice is there.
    fn settle(&mut self) -> Result<()> {
        for side in [&mut self.ours, &mut self.theirs] {
            side.millis.sort_unstable_by(f64::total_cmp);
            let requests = f64::from(u32::try_from(side.millis.len())?);
            side.cpu /= requests;
            side.cpu_of_postgres /= requests;
        }
        Ok(())
    }

    /// How many times the other's requests a second: in the middle, at least, at most.
    pub(crate) fn ratio(&self) -> (f64, f64, f64) {
        let ratios: Vec<f64> =
            self.ours.rates.iter().zip(&self.theirs.rates).map(|(ours, theirs)| ours / theirs).collect();
        let (least, most) = ratios.iter().fold((f64::MAX, 0.0_f64), |(low, high), r| (low.min(*r), high.max(*r)));
        (middle(&ratios), least, most)
    }

    /// How many times the other's requests for the same CPU time: steadier than the clock where the machine is shared.
    pub(crate) fn ratio_by_cpu(&self) -> f64 {
        let cost = |side: &Side| side.cpu + side.cpu_of_postgres;
        cost(&self.theirs) / cost(&self.ours)
    }
}

fn middle(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let half = sorted.len() / 2;
    match sorted.len() % 2 {
        _ if sorted.is_empty() => f64::NAN,
        0 => f64::midpoint(sorted[half - 1], sorted[half]),
        _ => sorted[half],
    }
}
