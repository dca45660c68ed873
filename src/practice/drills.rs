//! What admins do with drills.

use jiff::Timestamp;
use jiff::civil::Date;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{Access, Caller, Done, DrillDraft, Practice, Stop, admins_only};
use crate::drill::{ChannelId, Drill, DrillId, Pause, Refusal, RoundState, ServerId, SkipReason, read_date};
use crate::store::drills::DrillRow;
use crate::store::outbox::Kind;
use crate::store::{Conn, commit, drills, outbox, rounds, servers};
use crate::words::{self, DrillLine, Message};

/// The most drills a server may have: autocomplete shows 25.
const DRILLS_LIMIT: usize = 25;

impl Practice {
    /// `/drill create`. `access` is what the bot may do in the draft's channel.
    pub async fn create_drill(
        &self,
        caller: &Caller,
        draft: DrillDraft,
        access: &Access,
        now: Timestamp,
    ) -> Done<Message> {
        admins_only(caller)?;
        let mut tx = self.store.write().await?;
        servers::seen(&mut tx, caller.server, now).await?;
        let seed = drill_seed(self.seed, drills::made(&mut tx).await?);
        let others = drills::of_server(&mut tx, caller.server).await?;
        if others.len() >= DRILLS_LIMIT {
            return Err(Refusal::TooManyDrills { limit: DRILLS_LIMIT }.into());
        }
        let mut drill = draft.create(caller.server, &self.bank, free_name(&others), seed)?;
        name_is_free(&drill, &others)?;
        let candidates = self.candidates(&drill)?;
        drill.id = drills::insert(&mut tx, &drill, caller.member, now).await?;
        let next = plan_next(&mut tx, &drill, None, now).await?;
        commit(tx).await?;
        self.beat();
        Ok(words::drill_created(&drill, next, &access.missing, candidates))
    }

    /// `/drill edit`. `access` is what the bot may do in the drill's (new) channel.
    pub async fn edit_drill(
        &self,
        caller: &Caller,
        given: Option<&str>,
        draft: DrillDraft,
        access: Option<&Access>,
        now: Timestamp,
    ) -> Done<Message> {
        admins_only(caller)?;
        let mut tx = self.store.write().await?;
        let row = chosen(&mut tx, caller.server, given).await?;
        let others = drills::of_server(&mut tx, caller.server).await?;
        let drill = draft.change(row.drill.clone(), &self.bank)?;
        name_is_free(&drill, &others)?;
        let candidates = self.candidates(&drill)?;
        drills::update(&mut tx, &drill).await?;
        outbox::hasten(&mut tx, drill.id, now).await?;
        let next = plan_next(&mut tx, &drill, row.next, now).await?;
        commit(tx).await?;
        self.beat();
        let missing = access.map(|access| access.missing.as_slice()).unwrap_or_default();
        Ok(words::drill_edited(&drill, next, missing, candidates))
    }

    /// `/drill list`.
    pub async fn list_drills(&self, caller: &Caller, _now: Timestamp) -> Done<Message> {
        admins_only(caller)?;
        let mut conn = self.store.read().await?;
        let rows = drills::of_server(&mut conn, caller.server).await?;
        if rows.is_empty() {
            return Err(Refusal::NoDrill.into());
        }
        let mut lines = Vec::with_capacity(rows.len());
        for row in &rows {
            lines.push(self.drill_line(&mut conn, row).await?);
        }
        Ok(words::drill_list(&lines))
    }

    async fn drill_line<'a>(&self, conn: &mut Conn, row: &'a DrillRow) -> Done<DrillLine<'a>> {
        let open = rounds::open_of_drill(conn, row.drill.id).await?;
        let open = open.into_iter().find_map(|round| round.asks);
        let owed = outbox::owed_by_drill(conn, row.drill.id).await?;
        Ok(DrillLine {
            drill: &row.drill,
            next: row.next.map(|(_, at)| at),
            open: open.map(|asks| (self.title_of(&asks.question), asks.reveal_at)),
            trouble: owed.into_iter().find_map(|row| row.last_error),
        })
    }

    /// `/drill pause`: from now on, or until a date of the drill's zone. An open round is revealed all the same.
    pub async fn pause_drill(
        &self,
        caller: &Caller,
        given: Option<&str>,
        until: Option<&str>,
        now: Timestamp,
    ) -> Done<Message> {
        admins_only(caller)?;
        let mut tx = self.store.write().await?;
        let mut drill = chosen(&mut tx, caller.server, given).await?.drill;
        let today = drill.timetable.date_of(now);
        let pause = until.map_or(Ok(Pause::Indefinite), |until| pause_until(until, today))?;
        if drill.pause == Some(pause) {
            return Err(Refusal::AlreadyPaused.into());
        }
        drill.pause = Some(pause);
        drills::update(&mut tx, &drill).await?;
        skip_waiting(&mut tx, &drill, now).await?;
        plan_next(&mut tx, &drill, None, now).await?;
        commit(tx).await?;
        self.beat();
        Ok(words::drill_paused(&drill))
    }

    /// `/drill resume`.
    pub async fn resume_drill(&self, caller: &Caller, given: Option<&str>, now: Timestamp) -> Done<Message> {
        admins_only(caller)?;
        let mut tx = self.store.write().await?;
        let mut drill = chosen(&mut tx, caller.server, given).await?.drill;
        let today = drill.timetable.date_of(now);
        match drill.pause.take() {
            None => return Err(Refusal::NotPaused.into()),
            Some(Pause::Until(date)) if date <= today => return Err(Refusal::NotPaused.into()),
            Some(_) => {}
        }
        drills::update(&mut tx, &drill).await?;
        let next = plan_next(&mut tx, &drill, None, now).await?;
        commit(tx).await?;
        self.beat();
        Ok(words::drill_resumed(&drill, next))
    }

    /// `/drill skip`: the next date has no round. No streak breaks by it.
    pub async fn skip_date(&self, caller: &Caller, given: Option<&str>, now: Timestamp) -> Done<Message> {
        admins_only(caller)?;
        let mut tx = self.store.write().await?;
        let row = chosen(&mut tx, caller.server, given).await?;
        // A question that could not be posted yet is the next one.
        let date = match skip_waiting(&mut tx, &row.drill, now).await? {
            Some(date) => date,
            None => {
                let (date, at) = row.next.ok_or(Refusal::Paused)?;
                rounds::insert_skipped(&mut tx, &row.drill, date, at, &SkipReason::ByAdmin).await?;
                date
            }
        };
        let next = plan_next(&mut tx, &row.drill, row.next, now).await?;
        commit(tx).await?;
        self.beat();
        Ok(words::drill_skipped(&row.drill, date, next))
    }

    /// `/drill delete`: no more rounds. What is open is revealed, and marks stay on the leaderboard.
    pub async fn delete_drill(&self, caller: &Caller, given: Option<&str>, now: Timestamp) -> Done<Message> {
        admins_only(caller)?;
        let mut tx = self.store.write().await?;
        let drill = chosen(&mut tx, caller.server, given).await?.drill;
        drills::delete(&mut tx, drill.id, now).await?;
        commit(tx).await?;
        self.beat();
        Ok(words::drill_deleted(&drill))
    }

    /// `/drill next`: which question comes, and when. For admins only, as it is not asked yet.
    pub async fn next_question(&self, caller: &Caller, given: Option<&str>, _now: Timestamp) -> Done<Message> {
        admins_only(caller)?;
        let mut conn = self.store.read().await?;
        let row = chosen(&mut conn, caller.server, given).await?;
        let (_, at) = row.next.ok_or(Refusal::Paused)?;
        let question = self.pick_for(&mut conn, &row.drill).await?.ok_or(Refusal::NoQuestionFits)?;
        Ok(words::drill_next(&row.drill, &question, at))
    }

    /// The channel of the drill that is meant.
    pub async fn drill_channel(&self, caller: &Caller, given: Option<&str>) -> Done<ChannelId> {
        admins_only(caller)?;
        let mut conn = self.store.read().await?;
        Ok(chosen(&mut conn, caller.server, given).await?.drill.channel)
    }

    fn candidates(&self, drill: &Drill) -> Result<usize, Refusal> {
        match self.bank.candidates(&drill.topics, drill.level).len() {
            0 => Err(Refusal::NoQuestionFits),
            candidates => Ok(candidates),
        }
    }
}

/// The seed of the next drill of a program with this `seed`, after it has `made` so many.
pub fn drill_seed(seed: u64, made: u64) -> u64 {
    ChaCha8Rng::seed_from_u64(seed ^ made).random()
}

/// The drill that is meant: by id (autocomplete), by name (typed), or the only one.
pub async fn chosen(conn: &mut Conn, server: ServerId, given: Option<&str>) -> Done<DrillRow> {
    let mut rows = drills::of_server(conn, server).await?;
    let names = |rows: &[DrillRow]| rows.iter().map(|row| row.drill.name.clone()).collect();
    let Some(given) = given.map(str::trim).filter(|given| !given.is_empty()) else {
        return match rows.len() {
            0 => Err(Refusal::NoDrill.into()),
            1 => Ok(rows.remove(0)),
            _ => Err(Refusal::WhichDrill { names: names(&rows) }.into()),
        };
    };
    let id = given.parse().ok().map(DrillId);
    // The id first: it is what autocomplete sends, whatever another drill may be called.
    let meant = rows
        .iter()
        .position(|row| Some(row.drill.id) == id)
        .or_else(|| rows.iter().position(|row| row.drill.name.to_lowercase() == given.to_lowercase()));
    match meant {
        Some(index) => Ok(rows.remove(index)),
        None if rows.is_empty() => Err(Refusal::NoDrill.into()),
        None => Err(Refusal::UnknownDrill { given: given.to_owned(), names: names(&rows) }.into()),
    }
}

/// Sets the drill's next date: the first from now on that has no round yet. A `planned` date that has come and is not
/// handled yet keeps its place, as long as the timetable still has it.
pub async fn plan_next(
    conn: &mut Conn,
    drill: &Drill,
    planned: Option<(Date, Timestamp)>,
    now: Timestamp,
) -> Result<Option<Timestamp>, Stop> {
    let overdue = planned.filter(|(date, at)| *at <= now && drill.timetable.instants(*date).is_some());
    let first = overdue.map(|(date, _)| date).or_else(|| drill.timetable.first_date(now, drill.pause));
    let next = first_free(conn, drill, first).await?;
    drills::set_next(conn, drill.id, next).await?;
    Ok(next.map(|(_, at)| at))
}

/// The first date from `date` on that has no round of its own, with its opening instant.
pub async fn first_free(
    conn: &mut Conn,
    drill: &Drill,
    mut date: Option<Date>,
) -> Result<Option<(Date, Timestamp)>, Stop> {
    while let Some(day) = date {
        if let Some(instants) = drill.timetable.instants(day)
            && !rounds::on_date(conn, drill.id, day).await?.iter().any(|round| round.number == 0)
        {
            return Ok(Some((day, instants.open)));
        }
        date = drill.timetable.next_date(day, drill.pause);
    }
    Ok(None)
}

/// Skips the drill's round that could not be posted yet, unless its message may stand in the channel.
async fn skip_waiting(conn: &mut Conn, drill: &Drill, now: Timestamp) -> Result<Option<Date>, Stop> {
    for round in rounds::open_of_drill(conn, drill.id).await? {
        let owed = outbox::owed_by_round(conn, round.id, Kind::Question).await?;
        if let Some(owed) = owed.filter(|owed| round.state == RoundState::Due && owed.unclear_since.is_none()) {
            rounds::skip(conn, round.id, &SkipReason::ByAdmin).await?;
            outbox::give_up(conn, owed.id, "an admin skipped it", now).await?;
            return Ok(Some(round.date));
        }
    }
    Ok(None)
}

fn free_name(others: &[DrillRow]) -> String {
    let taken = |name: &str| others.iter().any(|row| row.drill.name.eq_ignore_ascii_case(name));
    let numbered = (2..).map(|number| format!("AWS drill {number}"));
    std::iter::once("AWS drill".to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

fn name_is_free(drill: &Drill, others: &[DrillRow]) -> Result<(), Refusal> {
    let taken =
        others.iter().any(|row| row.drill.id != drill.id && row.drill.name.to_lowercase() == drill.name.to_lowercase());
    if taken { Err(Refusal::NameTaken { name: drill.name.clone() }) } else { Ok(()) }
}

fn pause_until(given: &str, today: Date) -> Result<Pause, Refusal> {
    let date = read_date(given).ok_or_else(|| Refusal::BadDate { given: given.to_owned() })?;
    let in_a_year = today.saturating_add(jiff::Span::new().years(1));
    if date <= today || date > in_a_year {
        return Err(Refusal::DateOutOfRange { given: date, today });
    }
    Ok(Pause::Until(date))
}
