//! `thidua audit`: the trail checked, and its head published.

use std::path::{Path, PathBuf};

use api::{
    app::{self, StartError},
    auth::SealKeys,
    clock::Clock,
    config::Config,
    db,
};
use schema::{
    Api,
    trail::{self, Head, Receipt},
};

use crate::{
    Failure,
    cli::{Audit, Verify},
    commands::print,
};

/// What `thidua audit` is asked for.
pub(crate) async fn run(config: &Config, what: &Audit) -> Result<(), Failure> {
    match what {
        Audit::Verify(flags) => verify(config, flags).await,
        Audit::Head => head(config).await,
    }
}

/// Checks receipts by themselves, and the trail unless only receipts were asked for.
async fn verify(config: &Config, flags: &Verify) -> Result<(), Failure> {
    let keys = keys(config, &flags.key)?;
    let heads = flags.heads.as_deref().map(heads).transpose()?.unwrap_or_default();
    let receipts = flags.receipt.iter().map(|file| receipts(file)).collect::<Result<Vec<_>, _>>()?.concat();
    if !flags.receipt.is_empty() && flags.heads.is_none() && !flags.trail {
        return alone(&receipts, &keys);
    }
    let database = db::open(&config.database).await.map_err(StartError::from)?;
    let report = trail::verify(&database.read, &keys, heads, receipts).await.map_err(StartError::from)?;
    for fault in &report.faults {
        print(&format!("sequence {fault}"))?;
    }
    for fault in &report.besides {
        print(fault)?;
    }
    if report.more > 0 {
        print(&format!("and {} more", report.more))?;
    }
    if !report.is_whole() {
        let places = (report.faults.len() + report.besides.len()) as u64 + report.more;
        return Err(Failure::Work(format!("the trail is not whole: {places} findings in {} entries.", report.entries)));
    }
    print(&format!(
        "the trail is whole: {} entries up to sequence {}, digest {}; {} heads and receipts agree",
        report.entries, report.sequence, report.digest, report.compared
    ))
}

fn alone(receipts: &[Receipt], keys: &SealKeys) -> Result<(), Failure> {
    for receipt in receipts {
        if let Some(why) = receipt.fault(keys) {
            print(&format!("sequence {}: {why}", receipt.sequence))?;
            return Err(Failure::Work("the receipt cannot be believed.".into()));
        }
        print(&format!("the receipt is good: sequence {}\n{}", receipt.sequence, receipt.entry))?;
    }
    Ok(())
}

/// The keys of the flags; without any, those of the configuration.
fn keys(config: &Config, files: &[PathBuf]) -> Result<SealKeys, Failure> {
    if files.is_empty() {
        return Ok(SealKeys::published(&config.audit, config.mode).map_err(StartError::from)?);
    }
    let mut keys = SealKeys::default();
    files.iter().try_for_each(|file| keys.put_file(file)).map_err(StartError::from)?;
    Ok(keys)
}

fn heads(file: &Path) -> Result<Vec<Head>, Failure> {
    let text = read(file)?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let head = |line| {
        Head::parse(line)
            .ok_or_else(|| Failure::Usage(format!("{} has a line that is no head: {line}", file.display())))
    };
    lines.map(head).collect()
}

fn receipts(file: &Path) -> Result<Vec<Receipt>, Failure> {
    let found = serde_json::from_str(&read(file)?).map(|json| Receipt::find(&json)).unwrap_or_default();
    if found.is_empty() {
        return Err(Failure::Usage(format!(
            "{} holds no receipt; select all of it: receipt {{ sequence digest signature keyId entry }}.",
            file.display()
        )));
    }
    Ok(found)
}

fn read(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file)
        .map_err(|error| Failure::Usage(format!("the file {} cannot be read: {error}.", file.display())))
}

/// Signs and publishes a head now, and prints it.
async fn head(config: &Config) -> Result<(), Failure> {
    let database = db::open(&config.database).await.map_err(StartError::from)?;
    let api = Api::new(app::deps(config, database).map_err(StartError::from)?).await.map_err(StartError::from)?;
    match api.publish_head_now(Clock::system().instant()).await.map_err(StartError::from)? {
        Some(head) => print(&head.line()),
        None => print("nothing has happened since the last head"),
    }
}
