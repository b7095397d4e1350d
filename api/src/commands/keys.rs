//! `thidua keys`: makes, lists and retires the keys that this server signs with.

use api::{
    app::StartError,
    auth::{
        KeyError,
        folder::{self, State},
    },
    clock::Clock,
    config::Config,
};
use chrono::DateTime;

use super::print;
use crate::{
    Failure,
    cli::{Algorithm, Keys},
};

/// Does what the command says, in the folder of `auth.keys`.
pub(crate) fn keys(config: &Config, command: &Keys) -> Result<(), Failure> {
    let folder = &config.auth.keys;
    if folder.as_os_str().is_empty() {
        return Err(Failure::Usage("say where the keys are: set auth.keys (THIDUA_AUTH_KEYS) to a folder.".into()));
    }
    let now = Clock::system().now();
    match command {
        Keys::Generate { algorithm } => {
            let algorithm = match algorithm {
                Algorithm::EdDsa => jsonwebtoken::Algorithm::EdDSA,
                Algorithm::Es256 => jsonwebtoken::Algorithm::ES256,
            };
            let made = folder::generate(folder, algorithm, now).map_err(failed)?;
            print(&format!("{} {}", made.id, told(made.state)))
        }
        Keys::List => {
            let all = folder::list(folder).map_err(failed)?;
            let lines: Vec<String> = all.iter().map(|key| format!("{} {}", key.id, told(key.state))).collect();
            print(&lines.join("\n"))
        }
        Keys::Retire { id, leaked } => {
            folder::retire(folder, id, *leaked, now).map_err(failed)?;
            print(&format!("{id} {}", if *leaked { "is believed no more" } else { "signs no more" }))
        }
    }
}

fn failed(error: KeyError) -> Failure {
    StartError::from(error).into()
}

fn told(state: State) -> String {
    let (word, second) = match state {
        State::Signs(from) => ("signs from", from),
        State::Retired(at) => ("retired at", at),
    };
    format!("{word} {}", DateTime::from_timestamp(second, 0).unwrap_or_default().to_rfc3339())
}
