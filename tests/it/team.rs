//! A team in a sandbox, with verbs that read like a story: `team.priya().press("Answer")`.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use cloud_drill::app::{App, Parts, travel};
use cloud_drill::bank::{Bank, Question};
use cloud_drill::clock::Clock;
use cloud_drill::discord::{self, Token};
use cloud_drill::drill::Zone;
use cloud_drill::practice::Policy;
use cloud_drill::sandbox::{ChannelId, DemoServer, Form, MemberId, Message, NotDone, Options, Sandbox, Shown, World};
use jiff::Timestamp;
use jiff::civil::DateTime;
use serde_json::{Value, json};

/// How long anything may take in real time before a test fails: far more than it does.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Where the team works.
pub const ZONE: &str = "Europe/Berlin";

/// A team, its sandbox, and the bot, which may be stopped and started.
pub struct Team {
    pub sandbox: Sandbox,
    pub clock: Clock,
    pub bot: Option<App>,
    pub bank: Arc<Bank>,
    pub folder: tempfile::TempDir,
}

/// One member of the team.
#[derive(Clone, Copy)]
pub struct Person<'t> {
    pub team: &'t Team,
    pub id: MemberId,
}

/// A wall clock time of the team's zone.
pub fn at(text: &str) -> Timestamp {
    let local: DateTime = text.parse().expect("a date and time such as 2026-11-16T09:00");
    let zone = Zone::named(ZONE).expect("the zone exists");
    local.to_zoned(zone.time_zone().clone()).expect("a time of that zone").timestamp()
}

impl Team {
    /// A team with the bot in its server, on Monday 16 November 2026 at eight, without a drill.
    pub async fn new() -> Self {
        Self::starting(at("2026-11-16T08:00")).await
    }

    pub async fn starting(now: Timestamp) -> Self {
        let mut team = Self::without_bot(now).await;
        team.start_bot().await;
        team
    }

    /// A team whose bot is not running yet.
    pub async fn without_bot(now: Timestamp) -> Self {
        let clock = Clock::starting_at(now);
        let options = Options {
            listen: ([127, 0, 0, 1], 0).into(),
            clock: clock.clone(),
            zone: Zone::named(ZONE).expect("the zone exists").time_zone().clone(),
            data: None,
            server: DemoServer::default(),
        };
        let sandbox = Sandbox::start(options).await.expect("the sandbox starts");
        let bank = Arc::new(Bank::built_in().expect("the built-in bank has no errors"));
        Self { sandbox, clock, bot: None, bank, folder: tempfile::tempdir().expect("a folder") }
    }

    /// A team with a drill that asks at 09:00 and reveals at 16:00 on weekdays.
    pub async fn with_drill() -> Self {
        let team = Self::new().await;
        team.ana().create_drill(json!({})).await;
        team
    }

    pub fn world(&self) -> &World {
        self.sandbox.world()
    }

    pub fn database(&self) -> PathBuf {
        self.folder.path().join("cloud-drill.db")
    }

    pub fn parts(&self) -> Parts {
        Self::parts_for(format!("http://{}", self.sandbox.address()), self.database())
    }

    /// A bot that knows the sandbox at `api`.
    pub fn parts_for(api: String, database: PathBuf) -> Parts {
        Parts {
            discord: discord::Settings { token: Token::new(&DemoServer::default().token), api: Some(api) },
            database,
            bank: Arc::new(Bank::built_in().expect("the built-in bank has no errors")),
            policy: Policy::default(),
            seed: 7,
        }
    }

    /// Starts the bot and waits until it is connected.
    pub async fn start_bot(&mut self) {
        let before = self.world().identifies();
        let bot = App::start(self.parts(), self.clock.clone()).await.expect("the bot starts");
        let ready = |world: &World| (world.identifies() > before && !world.commands().is_empty()).then_some(());
        self.world().eventually(PATIENCE, ready).await.expect("the bot came to the sandbox");
        self.bot = Some(bot);
    }

    /// Stops the bot as a signal would.
    pub async fn stop_bot(&mut self) {
        if let Some(bot) = self.bot.take() {
            bot.stop().await.expect("no part of the bot failed");
        }
    }

    pub async fn restart_bot(&mut self) {
        self.stop_bot().await;
        self.start_bot().await;
    }

    /// Ends the story; a part of the bot that failed fails the test though all assertions passed.
    pub async fn end(mut self) {
        self.stop_bot().await;
        self.sandbox.stop().await;
    }

    pub fn bot(&self) -> &App {
        self.bot.as_ref().expect("the bot is running")
    }

    /// Waits until the bot has done what is due.
    pub async fn settle(&self) {
        assert!(self.bot().settle(PATIENCE).await, "the bot did not come to rest");
    }

    /// Moves the clock by way of everything that is due.
    pub async fn go_to(&self, instant: Timestamp) {
        travel(self.bot().practice(), &self.clock, instant, PATIENCE).await.expect("the store can be read");
        self.settle().await;
    }

    pub fn channel(&self) -> ChannelId {
        self.world().channel("aws-drills").expect("the demo server has its channel")
    }

    /// What everybody sees in the drill's channel, oldest first.
    pub fn messages(&self) -> Vec<Message> {
        self.world().messages(self.channel())
    }

    /// The newest public message that has this button.
    pub fn message_with(&self, label: &str) -> Message {
        self.world()
            .find(self.channel(), |message| message.button(label).is_some())
            .unwrap_or_else(|| panic!("no message has the button {label:?}:\n{}", self.transcript()))
    }

    /// What the newest question in the channel asks.
    pub fn question(&self) -> &Question {
        let title = self.message_with("Answer").content.trim_matches('*').replace("Today’s question: ", "");
        let asked = self.bank.iter().find(|question| question.title == title);
        asked.unwrap_or_else(|| panic!("the bank has no question {title:?}"))
    }

    /// The channel as text.
    pub fn transcript(&self) -> String {
        self.messages().iter().map(Message::text).collect::<Vec<_>>().join("\n---\n")
    }

    /// How many public messages begin like this, counting everything ever posted.
    pub fn posted(&self, beginning: &str) -> usize {
        self.world().posts().iter().filter(|message| message.content.contains(beginning)).count()
    }

    fn person(&self, name: &str) -> Person<'_> {
        Person { team: self, id: self.world().member(name).expect("the demo team has them") }
    }

    pub fn ana(&self) -> Person<'_> {
        self.person("Ana")
    }

    pub fn priya(&self) -> Person<'_> {
        self.person("Priya")
    }

    pub fn tomasz(&self) -> Person<'_> {
        self.person("Tomasz")
    }

    pub fn misaki(&self) -> Person<'_> {
        self.person("美咲")
    }

    pub fn youssef(&self) -> Person<'_> {
        self.person("يوسف")
    }
}

impl Person<'_> {
    /// Makes the story's drill; `options` are added or win.
    pub async fn create_drill(&self, options: Value) -> String {
        let mut all = json!({
            "channel": self.team.channel().to_string(),
            "time": "09:00",
            "zone": ZONE,
            "reveal": "16:00",
            "name": "Daily drill",
        });
        if let (Some(all), Value::Object(options)) = (all.as_object_mut(), options) {
            all.extend(options);
        }
        self.command("/drill create", all).await
    }

    /// Uses a command in the drill's channel and reads the reply.
    pub async fn command(&self, name: &str, options: Value) -> String {
        self.command_in(self.team.channel(), name, options).await
    }

    pub async fn command_in(&self, channel: ChannelId, name: &str, options: Value) -> String {
        let shown = self.team.world().command(self.id, channel, name, options).await;
        reply(shown).unwrap_or_else(|problem| panic!("{name}: {problem}")).text()
    }

    /// The same, with the message itself.
    pub async fn command_message(&self, name: &str, options: Value) -> Message {
        let shown = self.team.world().command(self.id, self.team.channel(), name, options).await;
        reply(shown).unwrap_or_else(|problem| panic!("{name}: {problem}"))
    }

    /// What autocomplete offers, as values.
    pub async fn suggestions(&self, name: &str, options: Value, focused: &str) -> Vec<String> {
        let choices = self.team.world().autocomplete(self.id, self.team.channel(), name, options, focused).await;
        choices
            .unwrap_or_else(|problem| panic!("{name}: {problem}"))
            .into_iter()
            .map(|choice| match choice.value {
                twilight_model::application::command::CommandOptionChoiceValue::String(value) => value,
                other => panic!("{name}: a choice is not a text: {other:?}"),
            })
            .collect()
    }

    /// Presses a button of the newest public message that has it.
    pub async fn press(&self, label: &str) -> Result<Shown, NotDone> {
        self.press_on(&self.team.message_with(label), label).await
    }

    pub async fn press_on(&self, message: &Message, label: &str) -> Result<Shown, NotDone> {
        let button = message.button(label).unwrap_or_else(|| panic!("no button {label:?} on {}", message.text()));
        let custom_id = button.custom_id.clone().expect("a button with an id");
        self.team.world().press(self.id, message.id, &custom_id).await
    }

    /// Presses a button and reads what it shows.
    pub async fn read(&self, label: &str) -> String {
        reply(self.press(label).await).unwrap_or_else(|problem| panic!("{label}: {problem}")).text()
    }

    pub async fn read_message(&self, label: &str) -> Message {
        reply(self.press(label).await).unwrap_or_else(|problem| panic!("{label}: {problem}"))
    }

    /// Presses a button of a message and reads what it shows.
    pub async fn read_on(&self, message: &Message, label: &str) -> Message {
        let shown = self.press_on(message, label).await;
        if let Ok(Shown::Nothing) = shown {
            // "This message will change", once its picture is drawn.
            let changed = |world: &World| world.message(message.id).filter(|now| now.edited_at != message.edited_at);
            return self.team.world().eventually(PATIENCE, changed).await.expect("the message changes");
        }
        reply(shown).unwrap_or_else(|problem| panic!("{label}: {problem}"))
    }

    /// Opens the form of the open round.
    pub async fn open_form(&self) -> Form {
        match self.press("Answer").await {
            Ok(Shown::Form(form)) => form,
            other => panic!("pressing Answer showed {other:?}"),
        }
    }

    /// Sends a form that is open.
    pub async fn send(&self, form: &Form, text: &str) -> String {
        let input = form.inputs().first().map(|input| input.custom_id.clone()).expect("the form has a field");
        let shown = self.team.world().submit(self.id, form.id, &[(&input, text)]).await;
        reply(shown).unwrap_or_else(|problem| panic!("sending the form: {problem}")).text()
    }

    /// Answers the open round, as a member does: press, write, send.
    pub async fn answer(&self, text: &str) -> String {
        let form = self.open_form().await;
        self.send(&form, text).await
    }
}

/// The message that a deed showed.
pub fn reply(shown: Result<Shown, NotDone>) -> Result<Message, String> {
    match shown {
        Ok(Shown::Message(message) | Shown::Updated(message)) => Ok(*message),
        Ok(other) => Err(format!("it showed {other:?}")),
        Err(problem) => Err(problem.to_string()),
    }
}

/// The labels of a message's buttons, disabled ones in brackets.
pub fn buttons(message: &Message) -> String {
    let mut line = String::new();
    for button in message.buttons() {
        let label = button.label.as_deref().unwrap_or_default();
        let shown = if button.disabled { format!("[{label}]") } else { label.to_owned() };
        let _ = write!(line, "{}{shown}", if line.is_empty() { "" } else { " · " });
    }
    line
}
