//! What takes long and needs no lock is made before the transaction, so that no writer waits for it: the hash of a password, a
//! look through an uploaded file. Nothing is decided here; the service does that, inside, by what it then finds.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use sea_orm::DatabaseConnection;

use crate::{
    error::{Error, Result},
    files::Found,
    import::Sheet,
    limits::Limits,
    viewer::Viewer,
};

/// What an action may look at before its transaction.
pub struct Before {
    /// The database, to read from.
    pub database: DatabaseConnection,
    /// Who writes, and when.
    pub viewer: Arc<Viewer>,
    /// The limits.
    pub limits: Arc<Limits>,
}

/// What was made before the transaction.
#[derive(Debug, Default)]
pub enum Early {
    /// Nothing.
    #[default]
    Nothing,
    /// The hash of the password that was given.
    Hash(String),
    /// What is stored of the file that the action is about; none where nothing is.
    File(Option<Found>),
    /// The rows of the file that the action brings in.
    Rows(Box<Sheet>),
}

/// Makes it of an input.
pub type Make<I> = fn(Before, I) -> BoxFuture<'static, Result<Early>>;

impl Early {
    /// The hash.
    pub fn hash(&self) -> Result<String> {
        match self {
            Self::Hash(hash) => Ok(hash.clone()),
            Self::Nothing | Self::File(_) | Self::Rows(_) => Err(Error::internal()),
        }
    }

    /// The stored file, if there is one.
    pub fn file(&self) -> Option<Found> {
        match self {
            Self::File(found) => found.clone(),
            Self::Nothing | Self::Hash(_) | Self::Rows(_) => None,
        }
    }

    /// The rows, if there are some; they are taken.
    pub fn rows(&mut self) -> Option<Box<Sheet>> {
        match std::mem::take(self) {
            Self::Rows(sheet) => Some(sheet),
            Self::Nothing | Self::Hash(_) | Self::File(_) => None,
        }
    }
}
