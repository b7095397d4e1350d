//! What can be followed, and by whom: one law for each root field of a subscription.

use crate::{
    error::{Code, Error, Result},
    viewer::{Role, Viewer},
};

entity::codes! {
    /// What somebody may follow: the name of a root field of a subscription (nội dung theo dõi).
    pub enum Topic {
        /// The server's time: at once, and then every second (giờ máy chủ).
        ServerTime = "serverTime",
        /// How many writes this server has committed since it started, ballots not counted: at once, and then whenever there are more; a slow reader is told the newest number only (số lần ghi).
        Changes = "changes",
    }
}

/// Who may follow a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody, with a token or without.
    Everybody,
    /// Whoever has a token.
    TokenHolders,
}

impl Audience {
    /// Whether it includes a role; none is the public.
    #[must_use]
    pub const fn includes(self, role: Option<Role>) -> bool {
        match self {
            Self::Everybody => true,
            Self::TokenHolders => role.is_some(),
        }
    }

    /// The audience in words, for the description of a topic.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::TokenHolders => "whoever has a token",
        }
    }
}

/// The law of a topic.
#[must_use]
pub const fn audience(topic: Topic) -> Audience {
    match topic {
        Topic::ServerTime => Audience::Everybody,
        Topic::Changes => Audience::TokenHolders,
    }
}

/// Whether the viewer may follow this.
pub fn follow(viewer: &Viewer, topic: Topic) -> Result<()> {
    if audience(topic).includes(viewer.role()) {
        return Ok(());
    }
    Err(Error::new(
        Code::Unauthenticated,
        format!("Sign in first: {} needs a token.", topic.code()),
        format!("Cần đăng nhập (token) để theo dõi {}.", topic.code()),
    )
    .with("topic", topic.code()))
}
