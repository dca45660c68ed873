//! `/help`: what the bot does and how, shortest first.

use super::message::{Embed, Field, Message};

const IN_SHORT: &str = "**One AWS interview question every drill day: answer it in private, then learn from the reveal.**\n\
    Press **Answer** under the question, write, send. At the reveal, press **My marks**.";

const THE_DAY: &str = "– A question is posted at the drill’s hour. **Hint** helps, one hint at a time.\n\
    – Press **Answer** again to change your text until the reveal.\n\
    – The reveal shows the reference answer with a table; **My marks** shows the key points you made, and the words that earned them.\n\
    – A mark divided by ten gives your points. When you answer, early or late, never counts.\n\
    – Five drill days in a row earn a freeze. It covers a day that you miss.";

const COMMANDS: &str = "`/answer` opens the form for this channel’s question\n\
    `/ask` explains any question, for example `/ask ecs-vs-eks`\n\
    `/leaderboard` shows the standings of a week, month, quarter or all time\n\
    `/profile` shows rounds, marks, streak and topics";

const ADMIN_COMMANDS: &str = "`/drill create` starts a drill: channel, time and zone\n\
    `/drill list`, `/drill edit`, `/drill delete`\n\
    `/drill pause`, `/drill resume`, `/drill skip`\n\
    `/drill post` and `/drill reveal` act now\n\
    `/drill next` shows you what comes\n\
    `/drill doctor` finds what is wrong and how to mend it";

const PRIVACY: &str = "Nobody sees your answer before the reveal; until then only the number of answers is shown. What is \
    kept, why and for how long stands on the privacy page of the project (`docs/privacy.md`).";

/// What the bot does, with the admins' commands for admins.
pub fn help(admin: bool) -> Message {
    let mut fields = vec![Field::block("How a day goes", THE_DAY), Field::block("Commands", COMMANDS)];
    if admin {
        fields.push(Field::block("For admins", ADMIN_COMMANDS));
    }
    fields.push(Field::block("Privacy", PRIVACY));
    Message { content: IN_SHORT.to_owned(), embed: Some(Embed { fields, ..Embed::default() }), ..Message::default() }
}
