//! `/ask`: any reference answer at once, except one that is open in the server.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Caller, Done, Practice, Stop};
use crate::bank::Question;
use crate::drill::{QuestionId, Refusal, ServerId};
use crate::store::{Conn, rounds};
use crate::words::{self, Message};

impl Practice {
    /// `/ask`, by id, title or anything like it.
    pub async fn ask(&self, caller: &Caller, given: &str, _now: Timestamp) -> Done<Message> {
        Ok(words::asked(&*self.askable(caller, given).await?))
    }

    /// The same as text.
    pub async fn ask_text(&self, caller: &Caller, question: &QuestionId, _now: Timestamp) -> Done<Vec<Message>> {
        Ok(words::text_version(&*self.askable(caller, question.as_str()).await?))
    }

    /// Where it comes from.
    pub async fn ask_sources(&self, caller: &Caller, question: &QuestionId, _now: Timestamp) -> Done<Message> {
        Ok(words::sources(&*self.askable(caller, question.as_str()).await?))
    }

    async fn askable(&self, caller: &Caller, given: &str) -> Result<Arc<Question>, Stop> {
        let question =
            self.bank.find(given).map_err(|nearest| Refusal::UnknownQuestion { given: given.to_owned(), nearest })?;
        let mut conn = self.store.read().await?;
        self.not_open(&mut conn, caller.server, &question.id).await?;
        Ok(Arc::clone(question))
    }

    /// Refuses to explain a question that is open in the server: its members are to answer it first.
    pub(super) async fn not_open(&self, conn: &mut Conn, server: ServerId, question: &QuestionId) -> Done<()> {
        let open = rounds::open_of_server(conn, server).await?;
        let asks = open.into_iter().filter_map(|round| round.asks).find(|asks| asks.question == *question);
        match asks {
            None => Ok(()),
            Some(asks) => {
                Err(Refusal::OpenQuestion { title: self.title_of(question), reveal_at: asks.reveal_at }.into())
            }
        }
    }
}
