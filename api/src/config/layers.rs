//! The layers: defaults, then a file, then variables, then flags.

use std::path::{Path, PathBuf};

use toml::Table;

use super::{
    Config, Error,
    check::check,
    tree::{Tree, leaves, not_toml, unknown},
};

/// What all variables begin with.
const PREFIX: &str = "THIDUA_";
/// The variable that names the file.
const FILE: &str = "THIDUA_CONFIG";
/// Variables that begin with this belong to the tests.
const TESTS: &str = "THIDUA_TEST_";

/// What the command line says.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--config`.
    pub config: Option<PathBuf>,
    /// `--database-url`.
    pub database_url: Option<String>,
    /// `--listen`.
    pub listen: Option<String>,
}

/// Puts the layers together. `environment` is every variable of the process; only `THIDUA_…` are looked at.
pub fn load(flags: &Flags, environment: impl IntoIterator<Item = (String, String)>) -> Result<Config, Error> {
    let mut tree = Tree::defaults()?;
    let variables: Vec<_> =
        environment.into_iter().filter(|(name, _)| name.starts_with(PREFIX) && !name.starts_with(TESTS)).collect();
    let named = variables.iter().find(|(name, _)| name == FILE).map(|(_, value)| PathBuf::from(value));
    if let Some(file) = flags.config.clone().or(named) {
        put_file(&mut tree, &file)?;
    }
    put_variables(&mut tree, &variables)?;
    put_flags(&mut tree, flags)?;
    let config = tree.read().map_err(|error| not_toml("default.toml", &error))?;
    check(&config)?;
    Ok(config)
}

fn put_file(tree: &mut Tree, file: &Path) -> Result<(), Error> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file)
        .map_err(|error| Error::Unreadable { file: name.clone(), reason: error.to_string() })?;
    let table: Table = text.parse().map_err(|error| not_toml(&name, &error))?;
    let origin = format!("in the file {name}");
    leaves(&table).into_iter().try_for_each(|(key, value)| tree.put(&key, value, &origin))
}

fn put_variables(tree: &mut Tree, variables: &[(String, String)]) -> Result<(), Error> {
    let keys = tree.keys();
    for (name, text) in variables.iter().filter(|(name, _)| name != FILE) {
        match keys.iter().find(|key| variable(key) == *name) {
            Some(key) => tree.put_text(key, text, &format!("from the variable {name}"))?,
            None => {
                return Err(unknown(
                    name,
                    "a variable of the environment",
                    &keys.iter().map(|key| variable(key)).collect::<Vec<_>>(),
                ));
            }
        }
    }
    Ok(())
}

fn put_flags(tree: &mut Tree, flags: &Flags) -> Result<(), Error> {
    if let Some(url) = &flags.database_url {
        tree.put_text("database.url", url, "from the flag --database-url")?;
    }
    if let Some(address) = &flags.listen {
        tree.put_text("listen", address, "from the flag --listen")?;
    }
    Ok(())
}

/// The variable of a key: `a.b_c` → `THIDUA_A_B_C`.
fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "_").to_uppercase())
}

#[cfg(test)]
#[path = "layers_test.rs"]
mod test;
