//! `/drill doctor`: what stands in a drill's way, in plain words.

use jiff::Timestamp;
use jiff::civil::Date;

use super::drills::chosen;
use super::{Access, Caller, Done, Practice, Stop, admins_only};
use crate::drill::{RoundState, SkipReason};
use crate::store::drills::DrillRow;
use crate::store::outbox::{Kind, Owed};
use crate::store::{Conn, outbox, rounds};
use crate::words::{self, Checkup, Message};

/// How many coming dates, failures and skipped dates are listed.
const LISTED: usize = 3;

impl Practice {
    /// `/drill doctor`. `access` is what the bot may do in the drill's channel.
    pub async fn doctor(
        &self,
        caller: &Caller,
        given: Option<&str>,
        access: &Access,
        _now: Timestamp,
    ) -> Done<Message> {
        admins_only(caller)?;
        let mut conn = self.store.read().await?;
        let row = chosen(&mut conn, caller.server, given).await?;
        let owed = outbox::owed_by_drill(&mut conn, row.drill.id).await?;
        let waiting: Vec<String> = owed.iter().filter_map(waiting).collect();
        let checkup = Checkup {
            drill: &row.drill,
            missing: &access.missing,
            optional_missing: &access.optional_missing,
            channel_reachable: access.reachable,
            instants: &coming(&row),
            waiting: &waiting,
            failures: &outbox::failures(&mut conn, row.drill.id, 3).await?,
            skipped: &skipped(&mut conn, &row).await?,
            left: self.left(&mut conn, &row).await?,
        };
        Ok(words::drill_doctor(&checkup))
    }

    /// How many of the drill's questions it has not asked yet.
    async fn left(&self, conn: &mut Conn, row: &DrillRow) -> Result<usize, Stop> {
        let asked = rounds::asked(conn, row.drill.id, |id| self.topic_of(id)).await?;
        let candidates = self.bank.candidates(&row.drill.topics, row.drill.level);
        Ok(candidates.iter().filter(|candidate| !asked.iter().any(|asked| asked.id == candidate.id)).count())
    }
}

fn coming(row: &DrillRow) -> Vec<(Date, Timestamp)> {
    let timetable = &row.drill.timetable;
    let first = row.next.map(|(date, _)| date);
    std::iter::successors(first, |date| timetable.next_date(*date, row.drill.pause))
        .filter_map(|date| timetable.instants(date).map(|instants| (date, instants.open)))
        .take(LISTED)
        .collect()
}

fn waiting(owed: &Owed) -> Option<String> {
    let error = owed.last_error.as_deref()?;
    let what = match owed.kind {
        Kind::Question => "The question",
        Kind::Reveal => "The reveal",
        Kind::Refresh => "The count under the question",
        Kind::Closing => "The closing post",
    };
    Some(words::waiting_post(what, error, owed.attempts, owed.give_up_at))
}

async fn skipped(conn: &mut Conn, row: &DrillRow) -> Result<Vec<(Date, SkipReason)>, Stop> {
    let rounds = rounds::skipped_of_drill(conn, row.drill.id, 3).await?;
    let reasons = rounds.into_iter().filter_map(|round| match round.state {
        RoundState::Skipped { reason } => Some((round.date, reason)),
        _ => None,
    });
    Ok(reasons.collect())
}
