//! Groups of a list by date.
//!
//! **Invariant:** pure: what day it is, is an argument. Times are Unix milliseconds.

const DAY: u64 = 24 * 60 * 60 * 1000;

/// How long ago something was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    Today,
    Yesterday,
    /// Within the seven days before today.
    Week,
    /// Within the thirty days before today.
    Month,
    Older,
}

impl Days {
    /// The group of a time; `midnight` is when the visitor's day began. A clock that was set back makes the future today.
    pub const fn of(time: u64, midnight: u64) -> Self {
        match midnight.saturating_sub(time).div_ceil(DAY) {
            0 => Self::Today,
            1 => Self::Yesterday,
            2..=7 => Self::Week,
            8..=30 => Self::Month,
            _ => Self::Older,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::{DAY, Days};

    #[test]
    fn a_day_begins_at_the_visitors_midnight() {
        let midnight = 1_790_000_000_000;
        for (time, days) in [
            (midnight + DAY * 3, Days::Today),
            (midnight, Days::Today),
            (midnight - 1, Days::Yesterday),
            (midnight - DAY, Days::Yesterday),
            (midnight - DAY - 1, Days::Week),
            (midnight - 7 * DAY, Days::Week),
            (midnight - 7 * DAY - 1, Days::Month),
            (midnight - 30 * DAY, Days::Month),
            (midnight - 30 * DAY - 1, Days::Older),
            (0, Days::Older),
        ] {
            assert_eq!(Days::of(time, midnight), days, "{time}");
        }
    }
}
