//! Values that a bare number would leave ambiguous: an instant, an amount of money, a quantity.

use std::fmt;

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use sea_orm::DeriveValueType;

/// A moment: microseconds since 1970-01-01T00:00:00Z.
///
/// A number and not a database timestamp, so that both databases store, compare and round it alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
pub struct Instant(pub i64);

/// Money in whole đồng (đồng Việt Nam), which has no smaller unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
pub struct Dong(pub i64);

/// A measured amount in ten-thousandths: exact, where a float would not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
pub struct Quantity(pub i64);

/// Việt Nam is seven hours ahead of UTC, without daylight saving time since 1975.
const VIETNAM_HOURS: i64 = 7;

impl Instant {
    /// From chrono's UTC time; what is finer than a microsecond is cut off.
    #[must_use]
    pub const fn from_chrono(at: DateTime<Utc>) -> Self {
        Self(at.timestamp_micros())
    }

    /// As chrono's UTC time; a moment beyond chrono's years (±262 142) becomes the last one it knows.
    #[must_use]
    pub fn to_chrono(self) -> DateTime<Utc> {
        let limit = if self.0 < 0 { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
        DateTime::from_timestamp_micros(self.0).unwrap_or(limit)
    }

    /// As RFC 3339 in UTC: without a fraction when it is zero, with six digits otherwise.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        let parts = if self.0 % 1_000_000 == 0 { SecondsFormat::Secs } else { SecondsFormat::Micros };
        self.to_chrono().to_rfc3339_opts(parts, true)
    }

    /// From RFC 3339 with any offset; `None` if it is not that.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(|at| Self::from_chrono(at.to_utc()))
    }

    /// The calendar day of this moment in Việt Nam (`Asia/Ho_Chi_Minh`).
    #[must_use]
    pub fn date_in_vietnam(self) -> NaiveDate {
        let utc = self.to_chrono().naive_utc();
        utc.checked_add_signed(TimeDelta::hours(VIETNAM_HOURS)).unwrap_or(utc).date()
    }
}

/// How many parts a whole has.
const WHOLE: u64 = 10_000;

/// How many decimals that gives.
const DECIMALS: usize = 4;

impl Quantity {
    /// From a plain decimal: an optional minus sign, ASCII digits, at most four decimals; `None` for
    /// anything else and for what does not fit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (is_negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(whole) || !is_number(decimals) || decimals.len() > DECIMALS {
            return None;
        }
        let parts = whole
            .bytes()
            .chain(decimals.bytes())
            .chain(std::iter::repeat_n(b'0', DECIMALS - decimals.len()))
            .try_fold(0_i128, |sum, byte| sum.checked_mul(10)?.checked_add(i128::from(byte - b'0')))?;
        i64::try_from(if is_negative { -parts } else { parts }).ok().map(Self)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let parts = self.0.unsigned_abs();
        let (whole, rest) = (parts / WHOLE, parts % WHOLE);
        if rest == 0 {
            return write!(f, "{sign}{whole}");
        }
        let decimals = format!("{rest:04}");
        write!(f, "{sign}{whole}.{}", decimals.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_with_six_decimals_or_none() {
        let at = Instant(1_628_211_723_000_004);
        assert_eq!(Instant::parse("2021-08-06T01:02:03.000004Z"), Some(at));
        assert_eq!(at.to_rfc3339(), "2021-08-06T01:02:03.000004Z");
        assert_eq!(Instant(at.0 - 4).to_rfc3339(), "2021-08-06T01:02:03Z");
        assert_eq!(Instant(-1).to_rfc3339(), "1969-12-31T23:59:59.999999Z");
        assert_eq!(Instant(0).to_rfc3339(), "1970-01-01T00:00:00Z");
        assert_eq!(Instant::from_chrono(at.to_chrono()), at);
    }

    #[test]
    fn an_instant_is_read_with_any_offset() {
        let utc = Instant::parse("2021-08-05T18:30:00Z");
        assert!(utc.is_some());
        assert_eq!(Instant::parse("2021-08-06T01:30:00+07:00"), utc);
        assert_eq!(Instant::parse("2021-08-05T13:30:00.000-05:00"), utc);
        for text in ["", "2021-08-06", "2021-08-06T01:30:00", "2021-02-30T00:00:00Z", "06/8/2021"] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_day_is_the_one_in_vietnam() {
        let day = |text| Instant::parse(text).map(|at| at.date_in_vietnam().to_string());
        assert_eq!(day("2021-08-05T16:59:59.999999Z").as_deref(), Some("2021-08-05"));
        assert_eq!(day("2021-08-05T17:00:00Z").as_deref(), Some("2021-08-06"));
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        for at in [Instant(i64::MIN), Instant(i64::MAX)] {
            assert!(!at.to_rfc3339().is_empty());
            let _ = at.date_in_vietnam();
        }
    }

    #[test]
    fn a_quantity_is_exact() {
        for (text, parts) in
            [("12.5", 125_000), ("-0.25", -2_500), ("0", 0), ("3", 30_000), ("0.0001", 1), ("-7.1234", -71_234)]
        {
            assert_eq!(Quantity::parse(text), Some(Quantity(parts)), "{text}");
            assert_eq!(Quantity(parts).to_string(), text);
        }
        assert_eq!(Quantity::parse("12.5000").map(|q| q.to_string()).as_deref(), Some("12.5"));
        assert_eq!(Quantity::parse("-0"), Some(Quantity(0)));
    }

    #[test]
    fn a_quantity_that_does_not_fit_is_refused() {
        assert_eq!(Quantity::parse("922337203685477.5807"), Some(Quantity(i64::MAX)));
        assert_eq!(Quantity::parse("-922337203685477.5808"), Some(Quantity(i64::MIN)));
        assert_eq!(Quantity(i64::MIN).to_string(), "-922337203685477.5808");
        let huge = "9".repeat(60);
        for text in ["922337203685477.5808", "-922337203685477.5809", huge.as_str()] {
            assert_eq!(Quantity::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_quantity_is_plain_ascii() {
        for text in
            ["", "-", "+1", "1.", ".5", "1.23456", "1e3", "1,5", " 1", "1 ", "--1", "1.-5", "1.2.3", "١٢", "１２"]
        {
            assert_eq!(Quantity::parse(text), None, "{text}");
        }
    }
}
