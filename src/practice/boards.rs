//! Leaderboards and profiles, summed from the marks whenever they are asked for.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::answering::round_here;
use super::{Caller, Done, Practice};
use crate::drill::{DrillId, MemberId, Rank, RoundId, Season, ServerId, Standing, Streak, Topic, rank};
use crate::store::drills::DrillRow;
use crate::store::marks::Record;
use crate::store::rounds::Round;
use crate::store::{Conn, drills, marks, rounds, servers};
use crate::words::{self, Board, BoardRow, Message, Profile};

/// How many rounds a profile lists.
const RECENT_ROUNDS: usize = 5;

/// A season's ranking and what its changes are measured from.
struct Ranking {
    rounds: u32,
    /// The drill day before the last one.
    since: Option<Date>,
    standings: Vec<Standing>,
}

impl Practice {
    /// `/leaderboard`, and its season buttons.
    pub async fn leaderboard(&self, caller: &Caller, season: Season, now: Timestamp) -> Done<Message> {
        let mut conn = self.store.read().await?;
        let today = self.today(&mut conn, caller.server, now).await?;
        self.worded_board(&mut conn, caller.server, season, today, words::leaderboard).await
    }

    /// The month's final leaderboard, as its closing post shows it.
    pub(super) async fn closing(&self, conn: &mut Conn, round: &Round) -> Done<Message> {
        let word = |board: &Board<'_>| words::season_closing(round.id, board);
        self.worded_board(conn, round.server, Season::Month, round.date, word).await
    }

    /// The closing post's button: that month's leaderboard again, with whatever was marked since.
    pub async fn closed_month(&self, caller: &Caller, round: RoundId, _now: Timestamp) -> Done<Message> {
        let mut conn = self.store.read().await?;
        let round = round_here(&mut conn, caller, round).await?;
        self.worded_board(&mut conn, caller.server, Season::Month, round.date, words::leaderboard).await
    }

    async fn worded_board(
        &self,
        conn: &mut Conn,
        server: ServerId,
        season: Season,
        day: Date,
        word: impl FnOnce(&Board<'_>) -> Message,
    ) -> Done<Message> {
        let ranking = self.ranking(conn, server, season, day).await?;
        let names = servers::names(conn, server).await?;
        let drills = drills::of_server(conn, server).await?;
        let mut rows = Vec::with_capacity(ranking.standings.len());
        for standing in ranking.standings {
            let name = names.get(&standing.member).cloned().unwrap_or_else(|| "a former member".to_owned());
            let streak = self.best_streak(conn, &drills, standing.member).await?;
            rows.push(BoardRow { standing, name, streak });
        }
        let board = Board { season, title_date: day, rounds: ranking.rounds, since: ranking.since, rows: &rows };
        Ok(word(&board))
    }

    async fn ranking(&self, conn: &mut Conn, server: ServerId, season: Season, day: Date) -> Done<Ranking> {
        let (first, last) = season.window(day).unwrap_or((Date::MIN, Date::MAX));
        let dates = marks::revealed_dates(conn, server, first, last).await?;
        let now = marks::tallies(conn, server, first, last).await?;
        let since = dates.iter().rev().nth(1).map(|(date, _)| *date);
        let before = match since {
            Some(date) => marks::tallies(conn, server, first, date).await?,
            None => Vec::new(),
        };
        let rounds = dates.iter().map(|(_, rounds)| rounds).sum();
        Ok(Ranking { rounds, since, standings: rank(&now, &before) })
    }

    /// The member's rank in the present month.
    pub(super) async fn place(&self, conn: &mut Conn, caller: &Caller, now: Timestamp) -> Done<Option<Rank>> {
        let today = self.today(conn, caller.server, now).await?;
        let ranking = self.ranking(conn, caller.server, Season::Month, today).await?;
        let standing = ranking.standings.into_iter().find(|standing| standing.member == caller.member);
        Ok(standing.map(|standing| standing.rank))
    }

    /// `/profile`.
    pub async fn profile(&self, caller: &Caller, of: Option<(MemberId, String)>, _now: Timestamp) -> Done<Message> {
        let member = of.map_or(caller.member, |(member, _)| member);
        let mut conn = self.store.read().await?;
        let records = marks::of_member(&mut conn, caller.server, member).await?;
        let topics = topic_averages(&records);
        let best = topics.iter().max_by_key(|(_, average)| *average);
        let weakest = topics.iter().min_by_key(|(_, average)| *average).filter(|_| topics.len() > 1);
        let recent: Vec<_> = records.iter().take(RECENT_ROUNDS).map(|record| self.recent(record)).collect();
        let drills = drills::of_server(&mut conn, caller.server).await?;
        let streak = self.best_streak(&mut conn, &drills, member).await?;
        let profile = Profile {
            member,
            own: member == caller.member,
            rounds: u32::try_from(records.len()).unwrap_or(u32::MAX),
            average: average(records.iter().map(|record| record.score)),
            points: records.iter().map(|record| record.points).sum(),
            streak,
            best: best.map(|(topic, average)| (*topic, *average)),
            weakest: weakest.map(|(topic, average)| (*topic, *average)),
            recent: &recent,
        };
        Ok(words::profile(&profile))
    }

    fn recent(&self, record: &Record) -> (Date, String, u8) {
        let title = self.title_of(&crate::drill::QuestionId::new(record.question.as_str()));
        (record.date, title, record.score)
    }

    /// `/help`.
    pub fn help(&self, caller: &Caller) -> Message {
        words::help(caller.admin)
    }

    /// The member's streak in one drill.
    pub(super) async fn streak(&self, conn: &mut Conn, drill: DrillId, member: MemberId) -> Done<Streak> {
        Ok(Streak::over(rounds::drill_days(conn, drill, member).await?))
    }

    /// The longest of the member's present streaks in these drills.
    async fn best_streak(&self, conn: &mut Conn, drills: &[DrillRow], member: MemberId) -> Done<Streak> {
        let mut best = Streak::default();
        for row in drills {
            let streak = self.streak(conn, row.drill.id, member).await?;
            if streak.days > best.days {
                best = streak;
            }
        }
        Ok(best)
    }

    /// The date in the zone of the server's oldest drill.
    async fn today(&self, conn: &mut Conn, server: ServerId, now: Timestamp) -> Done<Date> {
        let drills = drills::of_server(conn, server).await?;
        let today = drills.first().map(|row| row.drill.timetable.date_of(now));
        Ok(today.unwrap_or_else(|| now.to_zoned(TimeZone::UTC).date()))
    }
}

/// The average mark of each topic, 0–100.
fn topic_averages(records: &[Record]) -> BTreeMap<&Topic, u8> {
    let mut scores: BTreeMap<&Topic, Vec<u8>> = BTreeMap::new();
    for record in records {
        scores.entry(&record.topic).or_default().push(record.score);
    }
    scores.into_iter().map(|(topic, scores)| (topic, average(scores.into_iter()))).collect()
}

/// The rounded average of marks of 0–100; 0 of none.
fn average(scores: impl ExactSizeIterator<Item = u8>) -> u8 {
    let count = u32::try_from(scores.len()).unwrap_or(u32::MAX);
    let sum: u32 = scores.map(u32::from).sum();
    (sum + count / 2).checked_div(count).and_then(|average| u8::try_from(average).ok()).unwrap_or(0)
}
