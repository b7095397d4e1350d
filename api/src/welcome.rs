//! What a started server prints: its addresses, and in demo mode a token for one person of each role.

use std::{fmt::Write as _, net::SocketAddr};

use api::{
    app::Running,
    auth::{
        KeyError, Signer,
        demo::{PASSWORD, TOKEN_HOURS, people},
    },
    clock::Clock,
    config::{Config, Mode},
};
use chrono::Duration;

/// The whole text. All of it can be pasted into a shell: what is no command is a comment.
pub(crate) fn text(config: &Config, running: &Running) -> Result<String, KeyError> {
    let private = running.private.as_ref().map(|private| private.address);
    let mut text = addresses(config, running.address, private);
    if config.mode == Mode::Demo && !config.auth.is_remote() {
        text.push_str(&tokens(config)?);
        if config.demo.data {
            text.push_str(&users());
        }
    }
    Ok(text)
}

fn addresses(config: &Config, address: SocketAddr, private: Option<SocketAddr>) -> String {
    let mode = if config.mode == Mode::Demo { "demo" } else { "production" };
    let explorer = if config.explorer { format!("http://{address}/") } else { "off".into() };
    let metrics = private.map_or_else(|| "off".into(), |private| format!("http://{private}/metrics"));
    format!(
        "# thidua {} ({mode})\n# API       http://{address}/graphql\n# Explorer  {explorer}\n\
         # Schema    http://{address}/schema.graphql\n# Metrics   {metrics}\n# Database  {}\n",
        env!("CARGO_PKG_VERSION"),
        without_secrets(&config.database.url),
    )
}

fn tokens(config: &Config) -> Result<String, KeyError> {
    let (signer, now) = (Signer::new(&config.auth, config.mode)?, Clock::system().now());
    let mut text = format!("\n# One person of each role. The tokens live {TOKEN_HOURS} hours.\n");
    for somebody in people() {
        let token = signer.issue(&somebody.person, now, Duration::hours(TOKEN_HOURS))?;
        // Writing to a String does not fail.
        let _ = writeln!(text, "\n# {}\nexport TOKEN_{}={token}", somebody.label, somebody.name);
    }
    Ok(text)
}

/// Who signs in by name and password: the same people.
fn users() -> String {
    let names: Vec<String> = people().into_iter().map(|somebody| somebody.person.subject).collect();
    let mut text = format!("\n# They sign in at /auth/sign-in too, each with the password \"{PASSWORD}\":\n");
    for some in names.chunks(5) {
        // Writing to a String does not fail.
        let _ = writeln!(text, "#   {}", some.join(" "));
    }
    text
}

/// A database's URL without user, password and parameters.
fn without_secrets(url: &str) -> String {
    let url = url.split('?').next().unwrap_or_default();
    match url.split_once("://") {
        Some((scheme, rest)) => format!("{scheme}://{}", rest.rsplit_once('@').map_or(rest, |(_, place)| place)),
        None => url.into(),
    }
}

#[cfg(test)]
mod test {
    use super::without_secrets;

    #[test]
    fn a_password_is_not_printed() {
        assert_eq!(without_secrets("postgres://me:p@ss@db.example/x?password=y"), "postgres://db.example/x");
        assert_eq!(without_secrets("sqlite://var/thidua.sqlite?mode=rwc"), "sqlite://var/thidua.sqlite");
    }
}
