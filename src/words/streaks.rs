//! What a member is told about their streak.

use super::phrases;
use crate::drill::{Streak, StreakEvent};

/// The most freezes that are kept.
const FREEZES: u8 = 2;
/// Days of a streak that earn a freeze.
const FREEZE_DAYS: u8 = 5;

/// One sentence, if there is anything to tell.
pub fn sentence(streak: &Streak) -> Option<String> {
    if let Some(event) = streak.event {
        return Some(happened(streak.days, event));
    }
    if streak.days < 2 {
        return None;
    }
    let days = streak.days;
    if streak.freezes >= FREEZES {
        return Some(format!("{days}-day streak, and {FREEZES} freezes kept."));
    }
    let left = FREEZE_DAYS.saturating_sub(streak.towards_freeze).max(1);
    Some(format!("{days}-day streak; {left} more for a freeze."))
}

fn happened(days: u32, event: StreakEvent) -> String {
    match event {
        StreakEvent::FreezeUsed { date } => {
            format!("A freeze covered {}; your streak stays at {days}.", phrases::long_date(date))
        }
        StreakEvent::FreezeEarned => {
            format!("{days}-day streak: you earned a freeze. It covers a drill day that you miss.")
        }
        StreakEvent::Ended { days } => {
            let days = phrases::count(days as usize, "day");
            format!("Your streak of {days} has ended; the next one starts with your next answer.")
        }
    }
}
