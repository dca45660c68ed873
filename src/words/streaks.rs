//! What a member is told about their streak.

use super::phrases;
use crate::drill::{DAYS_PER_FREEZE, FREEZES_KEPT, Streak, StreakEvent};

/// One sentence, if there is anything to tell.
pub fn sentence(streak: &Streak) -> Option<String> {
    if let Some(event) = streak.event {
        return Some(happened(streak.days, event));
    }
    if streak.days < 2 {
        return None;
    }
    let days = streak.days;
    if streak.freezes >= FREEZES_KEPT {
        return Some(format!("{days}-day streak, and {FREEZES_KEPT} freezes kept."));
    }
    let left = DAYS_PER_FREEZE.saturating_sub(streak.towards_freeze).max(1);
    Some(format!("{days}-day streak; {left} more for a freeze."))
}

fn happened(days: u32, event: StreakEvent) -> String {
    match event {
        StreakEvent::FreezeUsed { date } => {
            let days = phrases::count(days as usize, "day");
            format!("A freeze covered {}; your streak goes on: {days}.", phrases::long_date(date))
        }
        StreakEvent::FreezeEarned => {
            format!("{days}-day streak: you earned a freeze. It covers a drill day that you miss.")
        }
        StreakEvent::Ended { days: ended } => {
            let ended = phrases::count(ended as usize, "day");
            let next = if days == 0 { "starts with your next answer" } else { "has begun" };
            format!("Your streak of {ended} has ended; a new one {next}.")
        }
    }
}
