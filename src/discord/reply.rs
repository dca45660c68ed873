//! How an interaction is answered: within three seconds, to the right eyes, whatever happens meanwhile.
//!
//! The work gets a moment to finish; then the interaction is acknowledged and the result follows. Pictures always
//! follow. A refusal or failure is private even where the result would have been public.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt;
use serenity::all::{ApplicationId, CommandInteraction, ComponentInteraction, InteractionId, ModalInteraction};
use tokio::time::Instant;

use super::desk::{Desk, NotDone, panicked};
use super::rest::{ACKNOWLEDGE_LIMIT, CallError};
use super::shape::{self, Parcel, Seen};
use crate::words::{Form, Message};

/// How long the work may take before the interaction is acknowledged.
const PATIENCE: Duration = Duration::from_millis(500);

/// How long a form may take: it can only be a first answer.
const FORM_PATIENCE: Duration = Duration::from_millis(900);

/// Discord waits three seconds for an acknowledgement, the way there included; two attempts have to fit in.
const _: () = assert!(FORM_PATIENCE.as_millis() + 2 * ACKNOWLEDGE_LIMIT.as_millis() < 2_800);
const _: () = assert!(PATIENCE.as_millis() <= FORM_PATIENCE.as_millis());

/// Discord's code for "missing permissions".
const MISSING_PERMISSIONS: i64 = 50013;

/// Where the result of an interaction is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A new message that only this person sees.
    Privately,
    /// A new message that everyone in the channel sees.
    Publicly,
    /// In place of the message whose button was pressed.
    Instead,
}

impl Place {
    const fn seen(self) -> Seen {
        match self {
            Self::Privately => Seen::Privately,
            Self::Publicly | Self::Instead => Seen::ByAll,
        }
    }
}

/// What came of the work.
pub(super) type Outcome = Result<Vec<Message>, NotDone>;

/// An interaction that waits for its answer.
pub(super) struct Asked<'a> {
    desk: &'a Desk,
    application: ApplicationId,
    id: InteractionId,
    token: &'a str,
    arrived: Instant,
    /// What was asked for, for the log.
    what: &'static str,
}

impl<'a> Asked<'a> {
    pub fn command(desk: &'a Desk, asked: &'a CommandInteraction) -> Self {
        Self::new(desk, asked.application_id, asked.id, &asked.token, "command")
    }

    pub fn button(desk: &'a Desk, asked: &'a ComponentInteraction) -> Self {
        Self::new(desk, asked.application_id, asked.id, &asked.token, "button")
    }

    pub fn form(desk: &'a Desk, asked: &'a ModalInteraction) -> Self {
        Self::new(desk, asked.application_id, asked.id, &asked.token, "form")
    }

    pub fn new(
        desk: &'a Desk,
        application: ApplicationId,
        id: InteractionId,
        token: &'a str,
        what: &'static str,
    ) -> Self {
        crate::metrics::interaction(what);
        Self { desk, application, id, token, arrived: Instant::now(), what }
    }

    /// Does the work and shows its outcome.
    pub async fn answer(&self, place: Place, work: impl Future<Output = Outcome>) {
        let mut work = std::pin::pin!(caught(work));
        let (outcome, acknowledged) = tokio::select! {
            outcome = &mut work => (outcome, false),
            () = tokio::time::sleep(PATIENCE) => {
                let acknowledged = self.acknowledge_later(place).await;
                (work.await, acknowledged)
            }
        };
        let shown = match outcome {
            Ok(messages) => self.show(place, acknowledged, &messages).await,
            Err(not_done) => self.tell(place, acknowledged, &self.desk.word(self.what, &not_done)).await,
        };
        self.log_lost(shown);
    }

    /// Does the work and opens the form that it returns, or tells why there is none.
    pub async fn open(&self, work: impl Future<Output = Result<Form, NotDone>>) {
        let outcome = tokio::time::timeout(FORM_PATIENCE, caught(work)).await;
        let outcome = outcome.unwrap_or_else(|_| Err(NotDone::Failed(anyhow::anyhow!("the form took too long"))));
        let shown = match outcome {
            Ok(form) => self.acknowledge(&Parcel::open(&form)).await,
            Err(not_done) => self.tell(Place::Privately, false, &self.desk.word(self.what, &not_done)).await,
        };
        self.log_lost(shown);
    }

    /// Tells something to this person alone, as the first answer.
    pub async fn tell_first(&self, message: &Message) {
        let shown = self.tell(Place::Privately, false, message).await;
        self.log_lost(shown);
    }

    /// Answers somebody's typing with nothing to choose from.
    pub async fn suggest_nothing(&self) {
        let shown = self.acknowledge(&Parcel::no_suggestions()).await;
        self.log_lost(shown);
    }

    async fn show(&self, place: Place, acknowledged: bool, messages: &[Message]) -> Result<(), CallError> {
        let Some((first, rest)) = messages.split_first() else {
            let error = NotDone::Failed(anyhow::anyhow!("there is nothing to show"));
            return self.tell(place, acknowledged, &self.desk.word(self.what, &error)).await;
        };
        self.show_first(place, acknowledged, first).await?;
        for message in rest {
            let (message, pictures) = self.desk.pictures.illustrate(message).await;
            let parcel = Parcel::follow_up(&message, pictures, place.seen());
            self.desk.rest.follow_up(self.application, self.token, &parcel).await?;
        }
        Ok(())
    }

    async fn show_first(&self, place: Place, acknowledged: bool, message: &Message) -> Result<(), CallError> {
        if !acknowledged && message.cards.is_empty() {
            let mut shown = self.acknowledge(&first_answer(place, message)).await;
            if needs_plain(&shown) {
                shown = self.acknowledge(&first_answer(place, &shape::plain(message))).await;
            }
            if !is_unclear(&shown) {
                return shown;
            }
        } else if !acknowledged {
            self.promise(place).await?;
        }
        let (illustrated, pictures) = self.desk.pictures.illustrate(message).await;
        let shown = self.edit(&Parcel::edit(&illustrated, pictures)).await;
        if needs_plain(&shown) { self.edit(&Parcel::edit(&shape::plain(message), Vec::new())).await } else { shown }
    }

    /// Tells something to this person alone, whatever has been promised to whom.
    async fn tell(&self, place: Place, acknowledged: bool, message: &Message) -> Result<(), CallError> {
        match (acknowledged, place) {
            (false, _) => self.acknowledge(&Parcel::reply(message, Seen::Privately)).await,
            (true, Place::Privately) => self.edit(&Parcel::edit(message, Vec::new())).await,
            (true, Place::Publicly) => {
                // The first further reply would inherit the eyes of the promised one, so that goes first.
                if let Err(error) = self.desk.rest.delete_answer(self.application, self.token).await {
                    tracing::warn!(what = self.what, %error, "a promised answer could not be taken back");
                }
                self.follow_up_privately(message).await
            }
            (true, Place::Instead) => self.follow_up_privately(message).await,
        }
    }

    async fn follow_up_privately(&self, message: &Message) -> Result<(), CallError> {
        let parcel = Parcel::follow_up(message, Vec::new(), Seen::Privately);
        self.desk.rest.follow_up(self.application, self.token, &parcel).await
    }

    async fn edit(&self, parcel: &Parcel) -> Result<(), CallError> {
        self.desk.rest.edit_answer(self.application, self.token, parcel).await
    }

    async fn acknowledge_later(&self, place: Place) -> bool {
        match self.promise(place).await {
            Ok(()) => true,
            Err(error) => {
                self.log_lost(Err(error));
                false
            }
        }
    }

    /// Acknowledges with a promise. An unclear end counts as one that arrived: then the answer has to replace it, or
    /// "thinking…" would stay, and if it did not there is nothing to replace and no harm.
    async fn promise(&self, place: Place) -> Result<(), CallError> {
        let promised = self.acknowledge(&later(place)).await;
        if is_unclear(&promised) { Ok(()) } else { promised }
    }

    async fn acknowledge(&self, parcel: &Parcel) -> Result<(), CallError> {
        self.desk.rest.acknowledge(self.id, self.token, parcel).await?;
        crate::metrics::acknowledged(self.arrived.elapsed());
        Ok(())
    }

    /// The work is done and kept; only its answer did not get through. Pressing again shows it.
    fn log_lost(&self, shown: Result<(), CallError>) {
        if let Err(error) = shown {
            tracing::warn!(what = self.what, %error, "an answer did not reach the person who asked");
            crate::metrics::failure("answer");
        }
    }
}

fn first_answer(place: Place, message: &Message) -> Parcel {
    match place {
        Place::Instead => Parcel::update(message),
        Place::Privately | Place::Publicly => Parcel::reply(message, place.seen()),
    }
}

fn later(place: Place) -> Parcel {
    match place {
        Place::Instead => Parcel::update_later(),
        Place::Privately | Place::Publicly => Parcel::reply_later(place.seen()),
    }
}

/// Whether Discord refused embeds or pictures here.
fn needs_plain(shown: &Result<(), CallError>) -> bool {
    matches!(shown, Err(CallError::Refused { code: MISSING_PERMISSIONS, .. }))
}

const fn is_unclear(shown: &Result<(), CallError>) -> bool {
    matches!(shown, Err(CallError::Unclear(_)))
}

/// The work's result; a panic in it is a failure like any other.
async fn caught<T>(work: impl Future<Output = Result<T, NotDone>>) -> Result<T, NotDone> {
    AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(|panic| Err(NotDone::Failed(panicked(&*panic))))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::discord::stage::{Stage, stage};
    use crate::drill::Refusal;

    fn asked(stage: &Stage) -> Asked<'_> {
        Asked::new(&stage.desk, 34.into(), 12.into(), "abc", "test")
    }

    fn text(content: &str) -> Message {
        Message { content: content.to_owned(), ..Message::default() }
    }

    #[tokio::test]
    async fn quick_work_is_the_first_answer() {
        let mut stage = stage(&[]).await;
        asked(&stage).answer(Place::Privately, async { Ok(vec![text("one"), text("two")]) }).await;
        let arrived = stage.all_arrived();
        let [(_, end, first), (_, _, second)] = &arrived[..] else { panic!("{arrived:?}") };
        assert_eq!((end.as_str(), &first["type"], &first["data"]["content"]), ("callback", &json!(4), &json!("one")));
        assert_eq!(
            (&first["data"]["flags"], &second["flags"], &second["content"]),
            (&json!(64), &json!(64), &json!("two"))
        );
    }

    #[tokio::test]
    async fn slow_work_is_acknowledged_first_and_shown_later() {
        let mut stage = stage(&[]).await;
        let work = async {
            stage.something_arrived().await;
            Ok(vec![text("done")])
        };
        asked(&stage).answer(Place::Publicly, work).await;
        let arrived = stage.all_arrived();
        let [(_, _, later), (method, end, shown)] = &arrived[..] else { panic!("{arrived:?}") };
        assert_eq!(later, &json!({"type": 5}));
        assert_eq!((method.as_str(), end.as_str(), &shown["content"]), ("PATCH", "@original", &json!("done")));
    }

    #[tokio::test]
    async fn a_late_refusal_of_something_public_is_still_private() {
        let mut stage = stage(&[]).await;
        let work = async {
            stage.something_arrived().await;
            Err(Refusal::NoDrill.into())
        };
        asked(&stage).answer(Place::Publicly, work).await;
        let arrived = stage.all_arrived();
        let [_, (method, end, _), (_, _, told)] = &arrived[..] else { panic!("{arrived:?}") };
        assert_eq!((method.as_str(), end.as_str()), ("DELETE", "@original"));
        assert_eq!(told["flags"], 64);
    }

    #[tokio::test]
    async fn a_late_refusal_in_place_leaves_the_message_alone() {
        let mut stage = stage(&[]).await;
        let work = async {
            stage.something_arrived().await;
            Err(Refusal::NoDrill.into())
        };
        asked(&stage).answer(Place::Instead, work).await;
        let arrived = stage.all_arrived();
        let [(_, _, later), (method, _, told)] = &arrived[..] else { panic!("{arrived:?}") };
        assert_eq!((later, method.as_str(), &told["flags"]), (&json!({"type": 6}), "POST", &json!(64)));
    }

    #[tokio::test]
    async fn a_panic_becomes_a_private_sentence_with_an_id() {
        let mut stage = stage(&[]).await;
        let work = async { panic!("a bug with details") };
        asked(&stage).answer(Place::Publicly, work).await;
        let (_, _, told) = stage.all_arrived().remove(0);
        assert_eq!((&told["type"], &told["data"]["flags"]), (&json!(4), &json!(64)));
        let told = told["data"]["content"].as_str().expect("a sentence");
        assert!(told.contains("went wrong") && !told.contains("details"), "{told}");
    }

    #[tokio::test]
    async fn an_acknowledgement_whose_answer_got_lost_is_repeated() {
        let mut stage = stage(&[(500, 0)]).await;
        asked(&stage).answer(Place::Privately, async { Ok(vec![text("kept")]) }).await;
        let arrived = stage.all_arrived();
        assert_eq!(arrived.len(), 2);
        assert_eq!(arrived[0], arrived[1]);
    }

    #[tokio::test]
    async fn a_promise_whose_end_is_unclear_is_kept_all_the_same() {
        let mut stage = stage(&[(500, 0), (500, 0)]).await;
        let work = async {
            stage.something_arrived().await;
            Ok(vec![text("done")])
        };
        asked(&stage).answer(Place::Privately, work).await;
        let arrived = stage.all_arrived();
        let [(_, _, first), (_, _, again), (method, end, shown)] = &arrived[..] else { panic!("{arrived:?}") };
        assert_eq!((first, again), (&json!({"type": 5, "data": {"flags": 64}}), first));
        assert_eq!((method.as_str(), end.as_str(), &shown["content"]), ("PATCH", "@original", &json!("done")));
    }

    #[tokio::test]
    async fn what_follows_an_answer_with_an_unclear_end_is_shown_if_the_answer_stands() {
        let mut stage = stage(&[(500, 0), (500, 0)]).await;
        asked(&stage).answer(Place::Privately, async { Ok(vec![text("one"), text("two")]) }).await;
        let arrived = stage.all_arrived();
        let [_, _, (method, _, one), (_, _, two)] = &arrived[..] else { panic!("{arrived:?}") };
        assert_eq!((method.as_str(), &one["content"], &two["content"]), ("PATCH", &json!("one"), &json!("two")));
    }

    #[tokio::test]
    async fn where_there_is_no_answer_to_replace_nothing_more_is_tried() {
        let mut stage = stage(&[(500, 0), (500, 0), (404, 10015)]).await;
        asked(&stage).answer(Place::Privately, async { Ok(vec![text("one"), text("two")]) }).await;
        assert_eq!(stage.all_arrived().len(), 3);
    }

    #[tokio::test]
    async fn a_refusal_is_told_even_if_the_promised_answer_can_not_be_taken_back() {
        let mut stage = stage(&[(204, 0), (500, 0), (404, 10008)]).await;
        let work = async {
            stage.something_arrived().await;
            Err(Refusal::NoDrill.into())
        };
        asked(&stage).answer(Place::Publicly, work).await;
        let arrived = stage.all_arrived();
        let methods: Vec<_> = arrived.iter().map(|(method, ..)| method.as_str()).collect();
        assert_eq!(methods, ["POST", "DELETE", "DELETE", "POST"]);
        assert_eq!(arrived[3].2["flags"], 64);
    }

    #[tokio::test]
    async fn where_embeds_are_forbidden_the_answer_is_text() {
        let mut stage = stage(&[(403, MISSING_PERMISSIONS)]).await;
        let embed = crate::words::Embed { body: "the body".to_owned(), ..Default::default() };
        let message = Message { embed: Some(embed), ..text("the title") };
        asked(&stage).answer(Place::Privately, async { Ok(vec![message]) }).await;
        let arrived = stage.all_arrived();
        assert_eq!(arrived[1].2["data"]["content"], "the title\n\nthe body");
        assert_eq!(arrived[1].2["data"]["embeds"], json!([]));
    }
}
