//! Streaks: drill days in a row on which a member answered.

use std::collections::BTreeMap;

use jiff::civil::Date;

/// How many answered days of a streak earn a freeze.
pub const DAYS_PER_FREEZE: u8 = 5;
/// How many freezes a member keeps.
pub const FREEZES_KEPT: u8 = 2;

/// One date on which the drill revealed at least one round, and whether the member answered any of them.
/// A pause, a skipped date or a date without a question is no drill day, so it never breaks a streak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrillDay {
    pub date: Date,
    pub answered: bool,
}

impl DrillDay {
    /// The drill's days, oldest first, from its rounds in any order: each round's date and whether the member answered
    /// it. Several rounds on a date are one day, answered if any of them was.
    pub fn of_rounds(rounds: impl IntoIterator<Item = (Date, bool)>) -> Vec<Self> {
        let mut days = BTreeMap::new();
        for (date, answered) in rounds {
            *days.entry(date).or_insert(false) |= answered;
        }
        days.into_iter().map(|(date, answered)| Self { date, answered }).collect()
    }
}

/// A member's streak after a number of drill days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Streak {
    /// Drill days answered in a row; a day covered by a freeze neither counts nor breaks.
    pub days: u32,
    /// 0–4: answered days of the streak since the last multiple of five, which is where freezes are earned. It goes on
    /// counting while two are kept; the fifth day then earns nothing, and nothing is saved up for later.
    pub towards_freeze: u8,
    /// 0–2 freezes kept.
    pub freezes: u8,
    /// What is worth telling after the last day.
    pub event: Option<StreakEvent>,
}

/// What a member is told about their streak. What a missed day brought still stands after the next answered day, since
/// only then is the member there to read it; it comes before [`StreakEvent::FreezeEarned`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreakEvent {
    FreezeEarned,
    /// A drill day was missed, and a freeze covered it. If two days in a row were, `date` is the later.
    FreezeUsed {
        date: Date,
    },
    /// A streak of `days` ended.
    Ended {
        days: u32,
    },
}

impl Streak {
    /// Folds the drill's days, oldest first, from the member's first answer on; missed days before it change nothing.
    pub fn over(days: impl IntoIterator<Item = DrillDay>) -> Self {
        let mut streak = Self::default();
        let mut missed_before = false;
        for day in days {
            if day.answered {
                streak.answer(missed_before);
            } else {
                streak.miss(day.date);
            }
            missed_before = !day.answered;
        }
        streak
    }

    fn answer(&mut self, missed_before: bool) {
        self.days += 1;
        self.towards_freeze = (self.towards_freeze + 1) % DAYS_PER_FREEZE;
        let earned = self.towards_freeze == 0 && self.freezes < FREEZES_KEPT;
        self.freezes += u8::from(earned);
        let news = if missed_before { self.event } else { None };
        self.event = news.or(earned.then_some(StreakEvent::FreezeEarned));
    }

    fn miss(&mut self, date: Date) {
        if self.freezes > 0 {
            self.freezes -= 1;
            self.event = Some(StreakEvent::FreezeUsed { date });
        } else if self.days > 0 {
            *self = Self { event: Some(StreakEvent::Ended { days: self.days }), ..Self::default() };
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    /// Drill days from a line such as `xxx-x`: `x` answered, `-` missed; the first is 1 January 2026.
    fn days(line: &str) -> impl Iterator<Item = DrillDay> {
        (0..).zip(line.chars()).map(|(number, sign)| DrillDay { date: on(number), answered: sign == 'x' })
    }

    fn on(number: i64) -> Date {
        date(2026, 1, 1).saturating_add(number.days())
    }

    /// Days, progress, freezes, event.
    fn after(line: &str) -> (u32, u8, u8, Option<StreakEvent>) {
        let Streak { days, towards_freeze, freezes, event } = Streak::over(days(line));
        (days, towards_freeze, freezes, event)
    }

    #[test]
    fn every_five_answered_days_earn_a_freeze() {
        assert_eq!(after(""), (0, 0, 0, None));
        assert_eq!(after("xxxx"), (4, 4, 0, None));
        assert_eq!(after("xxxxx"), (5, 0, 1, Some(StreakEvent::FreezeEarned)));
        assert_eq!(after("xxxxxx"), (6, 1, 1, None));
        assert_eq!(after("xxxxxxxxxx"), (10, 0, 2, Some(StreakEvent::FreezeEarned)));
    }

    #[test]
    fn a_third_freeze_is_neither_kept_nor_saved_up() {
        assert_eq!(after("xxxxxxxxxxxxxx"), (14, 4, 2, None));
        assert_eq!(after("xxxxxxxxxxxxxxx"), (15, 0, 2, None));
        assert_eq!(after("xxxxxxxxxxxxxxx---"), (0, 0, 0, Some(StreakEvent::Ended { days: 15 })));
    }

    #[test]
    fn a_freeze_covers_one_missed_day_and_no_more() {
        assert_eq!(after("xxxxx-"), (5, 0, 0, Some(StreakEvent::FreezeUsed { date: on(5) })));
        assert_eq!(after("xxxxx--"), (0, 0, 0, Some(StreakEvent::Ended { days: 5 })));
        assert_eq!(after("xxxxx-x-"), (0, 0, 0, Some(StreakEvent::Ended { days: 6 })));
        assert_eq!(after("xxxxxxxxxx--"), (10, 0, 0, Some(StreakEvent::FreezeUsed { date: on(11) })));
    }

    #[test]
    fn a_covered_day_neither_counts_nor_sets_progress_back() {
        assert_eq!(after("xxxxxxx-xx"), (9, 4, 0, None));
        assert_eq!(after("xxxxxxx-xxx"), (10, 0, 1, Some(StreakEvent::FreezeEarned)));
    }

    #[test]
    fn the_member_is_told_of_a_missed_day_when_they_are_back() {
        let used = Some(StreakEvent::FreezeUsed { date: on(5) });
        assert_eq!(after("xxxxx-x"), (6, 1, 0, used));
        assert_eq!(after("xxxxx-xx"), (7, 2, 0, None));
        assert_eq!(after("xxx---x"), (1, 1, 0, Some(StreakEvent::Ended { days: 3 })));
        assert_eq!(after("xxxxxxxxx-x"), (10, 0, 1, Some(StreakEvent::FreezeUsed { date: on(9) })));
    }

    #[test]
    fn days_before_the_first_answer_change_nothing() {
        assert_eq!(after("---"), (0, 0, 0, None));
        assert_eq!(after("---xx"), (2, 2, 0, None));
    }

    #[test]
    fn several_rounds_on_a_date_are_one_day() {
        let rounds = [(on(3), false), (on(1), true), (on(3), true), (on(1), false), (on(2), false)];
        let expected = [(1, true), (2, false), (3, true)];
        assert_eq!(DrillDay::of_rounds(rounds), expected.map(|(day, answered)| DrillDay { date: on(day), answered }));
    }

    /// The streak and the freezes, by the rules' sentences one after the other.
    fn told_plainly(line: &str) -> (u32, u32) {
        let (mut streak, mut freezes) = (0, 0);
        for sign in line.chars() {
            match (sign, freezes) {
                ('x', _) => {
                    streak += 1;
                    freezes = if streak % 5 == 0 { (freezes + 1).min(2) } else { freezes };
                }
                (_, 0) => streak = 0,
                (_, _) => freezes -= 1,
            }
        }
        (streak, freezes)
    }

    proptest! {
        #[test]
        fn the_fold_agrees_with_the_rules_told_plainly(line in "(x{1,7}-{0,3}){0,12}") {
            let streak = Streak::over(days(&line));
            prop_assert_eq!((streak.days, u32::from(streak.freezes)), told_plainly(&line));
            prop_assert_eq!(u32::from(streak.towards_freeze), streak.days % 5);
        }

        #[test]
        fn three_missed_days_in_a_row_end_any_streak(earlier in "x{1,60}", missed in "-{3,70}", later in "x{0,9}") {
            let streak = Streak::over(days(&format!("{earlier}{missed}{later}")));
            prop_assert_eq!(streak.days as usize, later.len());
        }
    }
}
