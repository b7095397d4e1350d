//! Passwords: which are taken, and how they are kept.
//!
//! What is asked of one follows NIST SP 800-63B: length, no classes of characters, and nothing that attackers try first.
//! It is kept as an Argon2id hash with the parameters of the OWASP password storage cheat sheet.

use std::{sync::Arc, time::Duration};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::{
    sync::{Semaphore, TryAcquireError},
    task::spawn_blocking,
    time::timeout,
};
use unicode_normalization::UnicodeNormalization as _;

use crate::error::{Code, Error, Result};

/// Characters that a password has at least, where nothing else is asked for beside it.
pub const LEAST: usize = 15;
/// Characters that it has at most.
pub const MOST: usize = 128;

/// KiB, passes and lanes of a hash.
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// What is compared with where there is no user, so that this takes the same time. No password has this hash.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ib2R5$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes made at once, in the whole process: each takes a core and 19 MiB.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// Those that wait for their turn, and those at work.
static ASKED: Semaphore = Semaphore::const_new(34);
/// How long one waits.
const PATIENCE: Duration = Duration::from_secs(5);

/// Parts that make a password no better: attackers try them first, in every order.
const COMMON: &str = include_str!("common.txt");
/// Characters that must be left, and must differ, once those are taken away.
const LEFT: usize = 6;

/// Refuses a password that is too short or too easy to guess. `names` are the user's own.
pub fn check(password: &str, names: &[&str]) -> Result<()> {
    let password = normal(password);
    let length = password.chars().count();
    if !(LEAST..=MOST).contains(&length) {
        return Err(weak(
            &format!("has {LEAST} to {MOST} characters; a sentence is easy to remember"),
            &format!("gồm {LEAST} đến {MOST} ký tự; nên dùng một câu dễ nhớ"),
        ));
    }
    if password.chars().any(char::is_control) {
        return Err(weak("has no control characters", "không có ký tự điều khiển"));
    }
    if is_guessable(&password.to_lowercase(), names) {
        return Err(weak(
            "must not be made of common passwords, rows of characters or your name",
            "không được ghép từ mật khẩu phổ biến, dãy ký tự liền nhau hoặc tên của bạn",
        ));
    }
    Ok(())
}

fn weak(en: &str, vi: &str) -> Error {
    Error::new(Code::WeakPassword, format!("The password {en}."), format!("Mật khẩu {vi}.")).with("field", "password")
}

/// Whether too little is left of it without the parts that everybody tries.
fn is_guessable(password: &str, names: &[&str]) -> bool {
    let names = names.iter().map(|name| name.to_lowercase());
    let mut parts: Vec<String> = COMMON.lines().map(str::to_owned).chain(names).collect();
    parts.retain(|part| part.chars().count() > 2);
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    let left = parts.iter().fold(password.to_owned(), |left, part| left.replace(part.as_str(), " "));
    let rest: Vec<char> = left.chars().filter(|c| c.is_alphanumeric()).collect();
    // A row goes up, down or stays: abc, 321, aaa.
    let steps = rest.windows(2).filter(|pair| i64::from(u32::from(pair[0])).abs_diff(u32::from(pair[1]).into()) > 1);
    let mut kinds = rest.clone();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.len() < LEFT || steps.count() + 1 < LEFT
}

/// The hash of a password, to be kept.
pub async fn hash(password: &str) -> Result<String> {
    let password = normal(password);
    work(move || {
        let hash = hasher()?.hash_password(password.as_bytes()).ok()?;
        Some(hash.to_string())
    })
    .await
}

/// Whether a password has this hash. Without a hash it has not, and that takes as long.
pub async fn is_it(password: &str, hash: Option<&str>) -> Result<bool> {
    let (password, is_known) = (normal(password), hash.is_some());
    let hash: Arc<str> = hash.unwrap_or(NOBODY).into();
    work(move || {
        let hash = PasswordHash::new(&hash).ok()?;
        Some(hasher()?.verify_password(password.as_bytes(), &hash).is_ok() && is_known)
    })
    .await
}

/// Two ways to type the same letters give the same password.
fn normal(password: &str) -> String {
    password.nfkc().collect()
}

fn hasher() -> Option<Argon2<'static>> {
    let (memory, passes, lanes) = COST;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(memory, passes, lanes, None).ok()?))
}

/// Does it apart from the threads that serve requests, few at once; the place is kept until it is done, even if nobody
/// waits for it any more.
async fn work<T: Send + 'static>(job: impl FnOnce() -> Option<T> + Send + 'static) -> Result<T> {
    let asked = match ASKED.try_acquire() {
        Ok(asked) => asked,
        Err(TryAcquireError::NoPermits | TryAcquireError::Closed) => return Err(busy()),
    };
    let turn = timeout(PATIENCE, AT_ONCE.acquire()).await;
    let turn = turn.map_err(|_| busy())?.map_err(|_| Error::internal())?;
    let done = spawn_blocking(move || {
        let done = job();
        drop((turn, asked));
        done
    });
    done.await.ok().flatten().ok_or_else(|| {
        tracing::error!("a password could not be hashed");
        Error::internal()
    })
}

fn busy() -> Error {
    Error::new(
        Code::Overloaded,
        "Too many people sign in at once. Try again in a moment.",
        "Có quá nhiều người đăng nhập cùng lúc. Vui lòng thử lại sau giây lát.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_and_classes_do_not() {
        for good in ["đồng bằng sông cửu long", "correct horse battery staple", "ao bà om soi bóng", "xkqvzjwmbtrnhpd"]
        {
            assert_eq!(check(good, &["an.nguyen"]), Ok(()), "{good}");
        }
        for bad in ["", "Tr0ub4dor&3", "fourteen chars", &"đ".repeat(129), "with\nnew line and more"] {
            assert!(check(bad, &[]).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_attackers_try_first_is_refused() {
        for bad in [
            "passwordpassword",
            "Password123456789",
            "123456789012345",
            "aaaaaaaaaaaaaaaaaaaa",
            "abcdefghijklmnopqrst",
            "qwertyuiopasdfghjkl",
            "matkhau123456789",
            "an.nguyen.an.nguyen",
            "thidua2021thidua2021",
        ] {
            assert!(check(bad, &["an.nguyen"]).is_err(), "{bad}");
        }
    }

    #[tokio::test]
    async fn a_password_is_known_by_its_hash_only() {
        let hash = hash("đồng bằng sông Cửu Long").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, super::hash("đồng bằng sông Cửu Long").await.unwrap());
        assert_eq!(is_it("đồng bằng sông Cửu Long", Some(&hash)).await, Ok(true));
        // The same letters, typed with combining marks.
        let apart: String = "đồng bằng sông Cửu Long".nfd().collect();
        assert_eq!(is_it(&apart, Some(&hash)).await, Ok(true));
        assert_eq!(is_it("đồng bằng sông Hồng", Some(&hash)).await, Ok(false));
        assert_eq!(is_it("", None).await, Ok(false));
    }
}
