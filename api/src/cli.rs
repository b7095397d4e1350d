//! The command line: what there is, said so that `--help` is worth reading.

use std::path::PathBuf;

use api::config::Flags;
use clap::{Args, Parser, Subcommand, ValueEnum, builder::PossibleValuesParser};
use schema::viewer::{Class, Duty};

/// Runs an emulation campaign and its commendations (phong trào thi đua, khen thưởng), as a GraphQL API.
#[derive(Debug, Parser)]
#[command(
    name = "thidua",
    version,
    after_help = "Without a command it serves: a fresh checkout needs nothing else.\n\n\
                  Example:  thidua serve --listen 127.0.0.1:9000\n\
                  Every setting: thidua config. Exit codes: 0 done, 1 failed, 2 the command line or configuration cannot be used."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// Flags of every command.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// A configuration file in TOML (also `THIDUA_CONFIG`)
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The database, <sqlite://path?mode=rwc> or <postgres://user@host/name> (also `THIDUA_DATABASE_URL`)
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// The address to serve on, as 127.0.0.1:8080 (also `THIDUA_LISTEN`)
    #[arg(long, global = true, value_name = "ADDRESS")]
    listen: Option<String>,
}

impl Global {
    /// As the configuration takes them.
    pub(crate) fn flags(&self) -> Flags {
        Flags { config: self.config.clone(), database_url: self.database_url.clone(), listen: self.listen.clone() }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the API (the default)
    ///
    /// In demo mode the database is made, migrated and filled with the demo data on the first start.
    #[command(after_help = "Example:  thidua serve --database-url postgres://thidua@localhost/thidua")]
    Serve,
    /// Bring the database into the shape this program expects
    #[command(after_help = "Example:  thidua migrate --status")]
    Migrate(Migrate),
    /// Fill an empty database with the demo data (demo mode only)
    #[command(after_help = "Example:  thidua seed --database-url 'sqlite://var/try.sqlite?mode=rwc'")]
    Seed,
    /// Print an access token for somebody
    #[command(
        after_help = "Example:  curl -H \"Authorization: Bearer $(thidua token --role STANDING_BODY --duty HEAD --unit SNV)\" …"
    )]
    Token(Token),
    /// Check the audit trail, or publish its head
    #[command(subcommand)]
    Audit(Audit),
    /// Make, list and retire the keys that this server signs with
    #[command(after_help = "Example:  THIDUA_AUTH_KEYS=var/keys thidua keys generate")]
    Keys {
        /// What to do with them
        #[command(subcommand)]
        command: Keys,
    },
    /// Make the first administrator, or give a user a new first password
    #[command(
        after_help = "Example:  thidua user add --name quan.tri --full-name 'Quản trị' --role ADMIN --duty ADMIN"
    )]
    User {
        /// What to do
        #[command(subcommand)]
        command: User,
    },
    /// Print the published schema (SDL)
    #[command(after_help = "Example:  thidua sdl > schema.graphql")]
    Sdl,
    /// Print the commented default configuration
    #[command(after_help = "Example:  thidua config > thidua.toml && thidua --config thidua.toml")]
    Config,
}

/// What to do with keys.
#[derive(Debug, Subcommand)]
pub(crate) enum Keys {
    /// Make a key; the first one signs at once, another ten minutes later
    Generate {
        /// The algorithm
        #[arg(long, value_enum, default_value = "EdDSA")]
        algorithm: Algorithm,
    },
    /// List the keys, oldest first
    List,
    /// Let a key sign no more; its tokens are believed for a day
    Retire {
        /// The id of the key
        id: String,
        /// Somebody else may have it: its tokens are not believed for a moment more
        #[arg(long)]
        leaked: bool,
    },
}

/// An algorithm of signatures.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Algorithm {
    /// Ed25519
    #[value(name = "EdDSA")]
    EdDsa,
    /// P-256
    #[value(name = "ES256")]
    Es256,
}

/// What to do with users.
#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Make a user with a first password, which is printed
    Add(AddUser),
    /// Give a user a new first password, which is printed
    ResetPassword {
        /// The name to sign in with
        name: String,
    },
}

/// Flags of `user add`.
#[derive(Debug, Args)]
pub(crate) struct AddUser {
    /// The name to sign in with
    #[arg(long)]
    pub(crate) name: String,
    /// The full name
    #[arg(long)]
    pub(crate) full_name: String,
    /// The organisation class
    #[arg(long, value_name = "CLASS", ignore_case = true, value_parser = PossibleValuesParser::new(Class::ALL.iter().map(|class| class.code())))]
    pub(crate) role: String,
    /// The duty
    #[arg(long, ignore_case = true, value_parser = PossibleValuesParser::new(Duty::ALL.iter().map(|duty| duty.code())))]
    pub(crate) duty: String,
    /// The unit, by abbreviation; an administrator may have none
    #[arg(long)]
    pub(crate) unit: Option<String>,
}

/// Flags of `migrate`.
#[derive(Debug, Args)]
pub(crate) struct Migrate {
    /// Take back the last N migrations instead
    #[arg(long, value_name = "N", conflicts_with = "status")]
    pub(crate) down: Option<u32>,
    /// Only say which migrations have been applied
    #[arg(long)]
    pub(crate) status: bool,
}

/// What to do with the audit trail.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Check that no entry was edited, removed, swapped, inserted or cut off
    ///
    /// Reads the whole trail, page by page, and names every place where something is wrong by its sequence. With --receipt
    /// alone it needs no database.
    #[command(after_help = "Examples:  thidua audit verify --heads heads.jsonl\n           \
                            thidua audit verify --receipt answer.json --key audit-keys.json\n\n\
                            Exit codes: 0 whole, 1 something is wrong, 2 a file or flag cannot be used.")]
    Verify(Verify),
    /// Sign and publish a head of the trail now, and print it
    Head,
}

/// Flags of `audit verify`.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// A file of published heads, as /.well-known/thidua/audit-heads answers
    #[arg(long, value_name = "FILE")]
    pub(crate) heads: Option<PathBuf>,
    /// A file with receipts: the answer of a mutation, or a receipt alone; may be given again
    #[arg(long, value_name = "FILE")]
    pub(crate) receipt: Vec<PathBuf>,
    /// A public key that signatures are held against (PEM, JWK or key set); may be given again. Without: the configured ones
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Vec<PathBuf>,
    /// With --receipt: check the trail in the database too, and that the entry is there
    #[arg(long)]
    pub(crate) trail: bool,
}

/// Flags of `token`.
#[derive(Debug, Args)]
pub(crate) struct Token {
    /// The organisation class
    #[arg(long, value_name = "CLASS", ignore_case = true, value_parser = PossibleValuesParser::new(Class::ALL.iter().map(|class| class.code())))]
    pub(crate) role: String,
    /// The duty
    #[arg(long, ignore_case = true, value_parser = PossibleValuesParser::new(Duty::ALL.iter().map(|duty| duty.code())))]
    pub(crate) duty: String,
    /// The unit, by identifier code (H59.02) or abbreviation (SNV)
    #[arg(long)]
    pub(crate) unit: String,
    /// The person or program
    #[arg(long, default_value = "command-line")]
    pub(crate) subject: String,
    /// The program the person uses
    #[arg(long)]
    pub(crate) client: Option<String>,
    /// Let the token read and not write
    #[arg(long)]
    pub(crate) read_only: bool,
    /// How long the token lives, in minutes (at most a day)
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(i64).range(1..=1440))]
    pub(crate) minutes: i64,
}
