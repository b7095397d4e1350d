//! The macro behind every code list: a text column with a CHECK, an `ActiveEnum`, and documented values.

/// Declares an enum that is stored as text, with each value's code and its documentation at run time.
///
/// The documentation becomes the description in the published schema, so it stands in one place.
#[macro_export]
macro_rules! codes {
    ($(#[doc = $about:literal])+ $vis:vis enum $name:ident { $( $(#[doc = $doc:literal])+ $variant:ident = $code:literal, )+ }) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, sea_orm::EnumIter, sea_orm::DeriveActiveEnum)]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        $vis enum $name {
            $( $(#[doc = $doc])+ #[sea_orm(string_value = $code)] $variant, )+
        }

        impl $name {
            /// Every value, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code, as stored and as published.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The value of a code, if there is one.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }

        impl $crate::Codes for $name {
            const NAME: &'static str = stringify!($name);
            const ABOUT: &'static str = concat!($($about),+);
            const VALUES: &'static [(&'static str, &'static str)] = &[$(($code, concat!($($doc),+))),+];

            fn code(self) -> &'static str {
                Self::code(self)
            }

            fn from_code(code: &str) -> Option<Self> {
                Self::from_code(code)
            }
        }
    };
}

/// A code list: what the schema needs to publish an enum.
pub trait Codes: Copy + Send + Sync + 'static {
    /// The name of the enum.
    const NAME: &'static str;
    /// What it is.
    const ABOUT: &'static str;
    /// Each code with what it means.
    const VALUES: &'static [(&'static str, &'static str)];

    /// The code of this value.
    fn code(self) -> &'static str;
    /// The value of a code.
    fn from_code(code: &str) -> Option<Self>;

    /// The Vietnamese term that its documentation has in brackets; the code where it has none.
    fn vietnamese(self) -> &'static str {
        let about = Self::VALUES.iter().find(|(code, _)| *code == self.code()).map_or("", |(_, about)| about);
        let term = about.rsplit_once('(').and_then(|(_, rest)| rest.split_once(')'));
        term.map_or(self.code(), |(term, _)| term)
    }
}
