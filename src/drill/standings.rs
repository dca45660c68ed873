//! The leaderboard's rules: seasons, ranks, changes.

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::MemberId;

/// A calendar window of the leaderboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Season {
    Week,
    #[default]
    Month,
    Quarter,
    All,
}

impl Season {
    pub const ALL: [Self; 4] = [Self::Week, Self::Month, Self::Quarter, Self::All];

    /// The word that people choose.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::All => "all",
        }
    }

    /// The season of that name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|season| season.as_str() == name)
    }

    /// The first and last date of the season that holds `today`, both within it; `None` for all time.
    /// A week runs from Monday to Sunday, as in ISO 8601.
    pub fn window(self, today: Date) -> Option<(Date, Date)> {
        let months_into_quarter = (today.month() - 1) % 3;
        let (first, last) = match self {
            Self::Week => {
                let days_into_week = today.weekday().to_monday_zero_offset();
                (today.saturating_sub(days_into_week.days()), today.saturating_add((6 - days_into_week).days()))
            }
            Self::Month => (today.first_of_month(), today.last_of_month()),
            Self::Quarter => {
                let first = today.first_of_month().saturating_sub(months_into_quarter.months());
                (first, first.saturating_add(2.months()).last_of_month())
            }
            Self::All => return None,
        };
        Some((first, last))
    }
}

/// What one member gathered in a window, as the store sums it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    pub member: MemberId,
    pub points: u32,
    pub rounds: u32,
    /// The sum of the marks, 0–100 each.
    pub marks: u32,
}

/// A rank, and whether someone shares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    pub number: u32,
    pub shared: bool,
}

/// How a rank moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Up(u32),
    Down(u32),
    Same,
    New,
}

/// One line of the leaderboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub member: MemberId,
    pub rank: Rank,
    pub change: Change,
    pub points: u32,
    pub rounds: u32,
    /// 0–100, rounded.
    pub average: u8,
}

/// Ranks `now` by points, best first; equal points share a rank ("1, 2=, 2=, 4") and are listed by member id, which
/// favours nobody. `before` is the tally that the changes are measured from; who is not in it is new.
pub fn rank(now: &[Tally], before: &[Tally]) -> Vec<Standing> {
    let before: HashMap<_, _> = ranked(before).into_iter().map(|(tally, rank)| (tally.member, rank.number)).collect();
    let standing = |(tally, rank): (&Tally, Rank)| Standing {
        member: tally.member,
        rank,
        change: before.get(&tally.member).map_or(Change::New, |&number| change(number, rank.number)),
        points: tally.points,
        rounds: tally.rounds,
        average: average(tally),
    };
    ranked(now).into_iter().map(standing).collect()
}

fn ranked(tallies: &[Tally]) -> Vec<(&Tally, Rank)> {
    let mut sorted: Vec<_> = tallies.iter().collect();
    sorted.sort_by_key(|tally| (Reverse(tally.points), tally.member));
    let mut ranked = Vec::with_capacity(sorted.len());
    let mut number = 1;
    for group in sorted.chunk_by(|one, other| one.points == other.points) {
        let shared = group.len() > 1;
        ranked.extend(group.iter().map(|&tally| (tally, Rank { number, shared })));
        number += group.iter().fold(0, |members, _| members + 1);
    }
    ranked
}

const fn change(before: u32, now: u32) -> Change {
    if now < before {
        Change::Up(before - now)
    } else if now > before {
        Change::Down(now - before)
    } else {
        Change::Same
    }
}

/// The average mark, rounded half up; 0 without a round.
fn average(tally: &Tally) -> u8 {
    let (marks, rounds) = (u64::from(tally.marks), u64::from(tally.rounds));
    let average = (2 * marks + rounds).checked_div(2 * rounds).unwrap_or(0);
    u8::try_from(average.min(100)).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn tally(member: i64, points: u32) -> Tally {
        Tally { member: MemberId(member), points, rounds: 1, marks: points * 10 }
    }

    fn lines(standings: &[Standing]) -> Vec<String> {
        let line = |standing: &Standing| {
            let shared = if standing.rank.shared { "=" } else { "" };
            format!("{}{shared} {:?} member {}", standing.rank.number, standing.change, standing.member)
        };
        standings.iter().map(line).collect()
    }

    #[test]
    fn equal_points_share_a_rank_and_the_next_rank_is_left_out() {
        let now = [tally(4, 2), tally(3, 7), tally(9, 9), tally(2, 7), tally(1, 0)];
        let before = [tally(9, 1), tally(2, 5), tally(3, 3), tally(4, 2)];
        assert_eq!(
            lines(&rank(&now, &before)),
            ["1 Up(3) member 9", "2= Down(1) member 2", "2= Same member 3", "4 Down(1) member 4", "5 New member 1"],
        );
    }

    #[test]
    fn everyone_is_new_when_there_was_no_board_before() {
        let everyone_new = rank(&[tally(1, 5), tally(2, 0)], &[]).iter().all(|row| row.change == Change::New);
        assert!(everyone_new);
    }

    #[test]
    fn leaving_the_board_lets_the_others_move_up() {
        assert_eq!(lines(&rank(&[tally(1, 5)], &[tally(1, 5), tally(2, 8)])), ["1 Up(1) member 1"]);
    }

    #[test]
    fn the_average_is_rounded_half_up() {
        for (marks, rounds, expected) in [(0, 0, 0), (0, 3, 0), (101, 2, 51), (100, 3, 33), (200, 3, 67), (500, 5, 100)]
        {
            let tally = Tally { member: MemberId(1), points: 0, rounds, marks };
            assert_eq!(rank(&[tally], &[])[0].average, expected, "{marks}/{rounds}");
        }
    }

    #[test]
    fn a_season_is_its_calendar_window() {
        let day = date(2026, 11, 20);
        assert_eq!(Season::Week.window(day), Some((date(2026, 11, 16), date(2026, 11, 22))));
        assert_eq!(Season::Month.window(day), Some((date(2026, 11, 1), date(2026, 11, 30))));
        assert_eq!(Season::Quarter.window(day), Some((date(2026, 10, 1), date(2026, 12, 31))));
        assert_eq!(Season::All.window(day), None);
    }

    #[test]
    fn the_turn_of_the_year_and_february_need_no_exception() {
        let new_year = date(2027, 1, 1);
        assert_eq!(Season::Week.window(new_year), Some((date(2026, 12, 28), date(2027, 1, 3))));
        assert_eq!(Season::Month.window(date(2026, 12, 31)), Some((date(2026, 12, 1), date(2026, 12, 31))));
        assert_eq!(Season::Month.window(date(2028, 2, 29)), Some((date(2028, 2, 1), date(2028, 2, 29))));
        assert_eq!(Season::Quarter.window(new_year), Some((new_year, date(2027, 3, 31))));
    }

    proptest! {
        #[test]
        fn a_season_holds_its_date_and_all_its_dates_agree(days in 0..80_000_i32, season in 0..3_usize, step in 0..92_i32) {
            let season = Season::ALL[season];
            let today = date(1900, 1, 1).saturating_add(days.days());
            let (first, last) = season.window(today).unwrap();
            prop_assert!(first <= today && today <= last);
            let other = first.saturating_add(step.days());
            prop_assert_eq!(season.window(other) == Some((first, last)), other <= last);
        }

        #[test]
        fn a_rank_is_one_more_than_the_members_with_more_points(
            points in prop::collection::vec(0..8_u32, 0..20), before in prop::collection::vec(0..8_u32, 0..20),
        ) {
            let tallies = |points: &[u32]| (1..).zip(points).map(|(member, &points)| tally(member, points)).collect();
            let (now, before): (Vec<_>, Vec<_>) = (tallies(&points), tallies(&before));
            let number = |points: u32, of: &[Tally]| 1 + of.iter().filter(|other| other.points > points).count() as i64;
            let standings = rank(&now, &before);
            prop_assert_eq!(standings.len(), now.len());
            prop_assert!(standings.is_sorted_by_key(|row| (Reverse(row.points), row.member)));
            for row in &standings {
                let ours = number(row.points, &now);
                prop_assert_eq!(i64::from(row.rank.number), ours);
                prop_assert_eq!(row.rank.shared, now.iter().filter(|other| other.points == row.points).count() > 1);
                let moved = match row.change {
                    Change::New => None,
                    Change::Same => Some(0),
                    Change::Up(ranks) => Some(i64::from(ranks)),
                    Change::Down(ranks) => Some(-i64::from(ranks)),
                };
                let earlier = before.iter().find(|tally| tally.member == row.member);
                prop_assert_eq!(moved, earlier.map(|tally| number(tally.points, &before) - ours));
            }
        }
    }
}
