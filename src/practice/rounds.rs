//! Rounds come and go: opened by the schedule or by hand, revealed in one transaction with their marks.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::drills::{chosen, first_free, plan_next};
use super::{Caller, Done, Practice, Stop, admins_only};
use crate::bank::Question;
use crate::drill::{Drill, DrillId, QuestionId, Refusal, RoundId, RoundState, SkipReason, Timetable, Weekdays, pick};
use crate::grade::grade;
use crate::store::outbox::Kind;
use crate::store::rounds::{Asks, NewRound, Round};
use crate::store::{Conn, Tx, answers, commit, drills, marks, outbox, questions, rounds};
use crate::words::{self, Message};

impl Practice {
    /// The drills whose next date has come.
    pub async fn drills_due(&self, now: Timestamp) -> Done<Vec<DrillId>> {
        Ok(drills::due(&mut *self.store.read().await?, now).await?)
    }

    /// The rounds whose reveal has come.
    pub async fn reveals_due(&self, now: Timestamp) -> Done<Vec<RoundId>> {
        Ok(rounds::due_to_reveal(&mut *self.store.read().await?, now).await?)
    }

    /// When, after `now`, the schedule has something to do next, whichever drill or round it is.
    pub async fn next_due(&self, now: Timestamp) -> Done<Option<Timestamp>> {
        let mut conn = self.store.read().await?;
        let open = drills::next_due(&mut conn, now).await?;
        let reveal = rounds::next_reveal(&mut conn, now).await?;
        Ok(open.into_iter().chain(reveal).min())
    }

    /// When the next open round is revealed.
    pub async fn next_reveal(&self, now: Timestamp) -> Done<Option<Timestamp>> {
        Ok(rounds::next_reveal(&mut *self.store.read().await?, now).await?)
    }

    /// When the next drill asks.
    pub async fn next_opening(&self, now: Timestamp) -> Done<Option<Timestamp>> {
        Ok(drills::next_due(&mut *self.store.read().await?, now).await?)
    }

    /// Whether nothing is due or under way at `now`.
    pub async fn is_idle(&self, now: Timestamp) -> Done<bool> {
        let mut conn = self.store.read().await?;
        let nothing_due = drills::due(&mut conn, now).await?.is_empty()
            && rounds::due_to_reveal(&mut conn, now).await?.is_empty()
            && outbox::due(&mut conn, now, 1).await?.is_empty();
        // Last, because a row that is no longer due may be under way: it is counted before it is leased.
        Ok(nothing_due && self.pulse.borrow().posting == 0)
    }

    /// Takes up at a start what an earlier run left under way.
    pub async fn take_up(&self, now: Timestamp) -> Done<()> {
        outbox::release(&mut *self.store.read().await?, now).await?;
        self.beat();
        Ok(())
    }

    /// Handles the drill's next date, if it has come: opens its round, or writes down why it has none. In one
    /// transaction the round and its post are kept and the next date is set, so a date is handled exactly once.
    pub async fn open_round(&self, drill: DrillId, now: Timestamp) -> Done<()> {
        let mut tx = self.store.write().await?;
        let row = drills::get(&mut tx, drill).await?;
        let Some((date, open_at)) = row.next.filter(|(_, at)| *at <= now && !row.deleted) else { return Ok(()) };
        let drill = row.drill;
        if open_at + self.policy.grace < now {
            rounds::insert_skipped(&mut tx, &drill, date, open_at, &SkipReason::TooLate).await?;
        } else if let Some(question) = self.pick_for(&mut tx, &drill).await? {
            self.write_round(&mut tx, &drill, date, 0, open_at, &question, now).await?;
        } else {
            rounds::insert_skipped(&mut tx, &drill, date, open_at, &SkipReason::NoQuestion).await?;
        }
        let next = first_free(&mut tx, &drill, drill.timetable.next_date(date, drill.pause)).await?;
        drills::set_next(&mut tx, drill.id, next).await?;
        commit(tx).await?;
        self.beat();
        Ok(())
    }

    /// `/drill post`: today's round at once, or an extra one if today's is over.
    pub async fn post_now(&self, caller: &Caller, given: Option<&str>, now: Timestamp) -> Done<Message> {
        admins_only(caller)?;
        let mut tx = self.store.write().await?;
        let row = chosen(&mut tx, caller.server, given).await?;
        let drill = row.drill;
        if let Some(round) = rounds::open_of_drill(&mut tx, drill.id).await?.into_iter().next() {
            let refusal = self.why_not_post(&mut tx, round, now).await?;
            commit(tx).await?;
            self.beat();
            return Err(refusal.into());
        }
        let today = drill.timetable.date_of(now);
        let number = rounds::on_date(&mut tx, drill.id, today).await?.iter().map(|round| round.number + 1).max();
        let question = self.pick_for(&mut tx, &drill).await?.ok_or(Refusal::NoQuestionFits)?;
        let number = number.unwrap_or(0);
        let reveal_at = self.write_round(&mut tx, &drill, today, number, now, &question, now).await?;
        plan_next(&mut tx, &drill, row.next, now).await?;
        commit(tx).await?;
        self.beat();
        Ok(words::drill_posted(&drill, &question.title, reveal_at, number > 0))
    }

    /// Why no round can be posted while this one is on; one that waits to be posted is tried again at once.
    async fn why_not_post(&self, tx: &mut Tx, round: Round, now: Timestamp) -> Done<Refusal> {
        let Some(asks) = round.asks else { return Ok(Refusal::OutdatedButton) };
        let title = self.title_of(&asks.question);
        if round.state != RoundState::Due {
            return Ok(Refusal::AlreadyOpen { title, reveal_at: asks.reveal_at });
        }
        outbox::hasten(tx, round.drill, now).await?;
        let owed = outbox::owed_by_round(tx, round.id, Kind::Question).await?;
        Ok(Refusal::StillWaiting { title, why: owed.and_then(|owed| owed.last_error) })
    }

    /// `/drill reveal`: the open round's answer at once.
    pub async fn reveal_now(&self, caller: &Caller, given: Option<&str>, now: Timestamp) -> Done<Message> {
        admins_only(caller)?;
        let mut tx = self.store.write().await?;
        let row = chosen(&mut tx, caller.server, given).await?;
        let open = rounds::open_of_drill(&mut tx, row.drill.id).await?;
        let posted = open.into_iter().find(|round| matches!(round.state, RoundState::Open { .. }));
        let Some(round) = posted else {
            return Err(Refusal::NothingOpen { next: row.next.map(|(_, at)| at) }.into());
        };
        rounds::set_reveal(&mut tx, round.id, now).await?;
        self.reveal_in(&mut tx, round.id, now).await?;
        commit(tx).await?;
        self.beat();
        let title = round.asks.map(|asks| self.title_of(&asks.question)).unwrap_or_default();
        Ok(words::drill_revealed(&row.drill, &title))
    }

    /// Marks every answer of a round whose reveal has come, and owes the channel the reveal, in one transaction.
    pub async fn reveal_round(&self, round: RoundId, now: Timestamp) -> Done<()> {
        let mut tx = self.store.write().await?;
        self.reveal_in(&mut tx, round, now).await?;
        commit(tx).await?;
        self.beat();
        Ok(())
    }

    async fn reveal_in(&self, tx: &mut Tx, id: RoundId, now: Timestamp) -> Done<()> {
        let Some(round) = rounds::get(tx, id).await?.filter(|round| round.state.takes_answers()) else { return Ok(()) };
        let Some(asks) = round.asks.clone().filter(|asks| asks.reveal_at <= now) else { return Ok(()) };
        let question = self.question_of(tx, &asks).await?;
        for answer in answers::of_round(tx, id).await? {
            let mark = grade(&question, answer.text.as_deref().unwrap_or_default());
            marks::keep(tx, &round, answer.id, answer.member, &question.topic, &mark).await?;
        }
        rounds::reveal(tx, id, now).await?;
        outbox::owe(tx, id, Kind::Reveal, round.channel, now, None).await?;
        if matches!(round.state, RoundState::Open { .. }) {
            outbox::owe_refresh(tx, id, round.channel, now, 0).await?;
        }
        Ok(())
    }

    /// Whether the month of the round's date is over for its server: its drill's timetable has no further date in it,
    /// skipped or not, no other drill asks before the next one, and nothing is open.
    pub(super) async fn ends_month(&self, conn: &mut Conn, round: &Round) -> Done<bool> {
        let rows = drills::of_server(conn, round.server).await?;
        let is_later = |date: Date| date.first_of_month() > round.date;
        let own = rows.iter().find(|row| row.drill.id == round.drill);
        let next = own.and_then(|row| row.drill.timetable.next_date(round.date, None));
        let over = next.is_some_and(is_later) && rows.iter().filter_map(|row| row.next).all(|(date, _)| is_later(date));
        let month = round.date.strftime("%Y-%m").to_string();
        Ok(over
            && rounds::open_of_server(conn, round.server).await?.is_empty()
            && !outbox::has_closing(conn, round.server, &month).await?)
    }

    /// The question that the drill asks next: never one that is open elsewhere in the server, since a reveal there
    /// would give the answer away.
    pub(super) async fn pick_for(&self, conn: &mut Conn, drill: &Drill) -> Result<Option<Arc<Question>>, Stop> {
        let open = rounds::open_of_server(conn, drill.server).await?;
        let is_open =
            |id: &QuestionId| open.iter().filter_map(|round| round.asks.as_ref()).any(|asks| asks.question == *id);
        let mut candidates = self.bank.candidates(&drill.topics, drill.level);
        candidates.retain(|candidate| !is_open(&candidate.id));
        let asked = rounds::asked(conn, drill.id, |id| self.topic_of(id)).await?;
        Ok(pick(&candidates, &asked, drill.seed).and_then(|id| self.bank.get(&id).cloned()))
    }

    #[expect(clippy::too_many_arguments, reason = "they are the round's own columns")]
    async fn write_round(
        &self,
        tx: &mut Tx,
        drill: &Drill,
        date: Date,
        number: u32,
        due_at: Timestamp,
        question: &Question,
        now: Timestamp,
    ) -> Done<Timestamp> {
        let reveal_at = planned_reveal(&drill.timetable, date, now);
        let asks = Asks { question: question.id.clone(), version: questions::keep(tx, question).await?, reveal_at };
        let round = NewRound {
            drill: drill.id,
            server: drill.server,
            channel: drill.channel,
            date,
            number,
            answers: drill.answers,
            due_at,
            asks,
        };
        if let Some(id) = rounds::insert(tx, &round).await? {
            outbox::owe(tx, id, Kind::Question, drill.channel, now, Some(due_at + self.policy.grace)).await?;
        }
        Ok(reveal_at)
    }
}

/// When a round of `date` that goes out at `now` reveals.
pub fn planned_reveal(timetable: &Timetable, date: Date, now: Timestamp) -> Timestamp {
    // A round posted by hand may fall on a weekday on which the drill does not ask.
    let daily = Timetable { days: Weekdays::DAILY, ..timetable.clone() };
    let planned = daily.instants(date).map_or(now, |instants| instants.reveal);
    timetable.reveal_for(planned, now)
}
