//! A small bot of the client library that the real bot uses, with a command for each way to answer.

use std::time::Duration;

use cloud_drill::sandbox::{Sandbox, World};
use serenity::all::{
    ActionRowComponent, AutocompleteChoice, ButtonStyle, Client, CommandInteraction, CommandOptionType,
    ComponentInteraction, Context, CreateActionRow, CreateAttachment, CreateAutocompleteResponse, CreateButton,
    CreateCommand, CreateCommandOption, CreateEmbed, CreateInputText, CreateInteractionResponse,
    CreateInteractionResponseFollowup, CreateInteractionResponseMessage, CreateMessage, CreateModal, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption, EditInteractionResponse, EventHandler, GatewayIntents,
    InputTextStyle, Interaction, ModalInteraction, Permissions, Ready,
};
use serenity::async_trait;
use serenity::http::HttpBuilder;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// How long a test waits, in real time, for something that should come at once.
pub(crate) const SOON: Duration = Duration::from_secs(15);

type Done = Result<(), serenity::Error>;

/// A running bot, and the failures it met.
pub(crate) struct Bot {
    task: JoinHandle<Result<(), serenity::Error>>,
    failures: mpsc::UnboundedReceiver<String>,
    pub(crate) events: mpsc::UnboundedReceiver<String>,
}

impl Bot {
    /// Starts the bot and waits until its commands are registered.
    pub(crate) async fn start(sandbox: &Sandbox) -> Self {
        let (failed, failures) = mpsc::unbounded_channel();
        let (seen, events) = mpsc::unbounded_channel();
        let http = HttpBuilder::new(sandbox.token())
            .proxy(format!("http://{}", sandbox.address()))
            .ratelimiter_disabled(true)
            .build();
        let builder = serenity::client::ClientBuilder::new_with_http(http, GatewayIntents::GUILDS);
        let mut client: Client = builder.event_handler(Handler { failed, seen }).await.expect("a client");
        let task = tokio::spawn(async move { client.start().await });
        let bot = Self { task, failures, events };
        let there = |world: &World| (!world.commands().is_empty()).then_some(());
        sandbox.world().eventually(SOON, there).await.expect("the bot registers its commands");
        bot
    }

    /// Ends the bot and fails if anything went wrong in it.
    pub(crate) fn end(mut self) {
        self.task.abort();
        if let Ok(failure) = self.failures.try_recv() {
            panic!("the bot failed: {failure}");
        }
    }

    /// The next failure of the bot.
    pub(crate) async fn failure(&mut self) -> String {
        let failure = tokio::time::timeout(SOON, self.failures.recv()).await;
        failure.expect("a failure in time").expect("the bot still runs")
    }

    /// Waits for a gateway event.
    pub(crate) async fn event(&mut self, name: &str) {
        let wait = async { while self.events.recv().await.expect("the bot still runs") != name {} };
        tokio::time::timeout(SOON, wait).await.unwrap_or_else(|_| panic!("no {name}"));
    }
}

struct Handler {
    failed: mpsc::UnboundedSender<String>,
    seen: mpsc::UnboundedSender<String>,
}

fn text(content: &str) -> CreateInteractionResponseMessage {
    CreateInteractionResponseMessage::new().content(content)
}

fn message(content: &str) -> CreateInteractionResponse {
    CreateInteractionResponse::Message(text(content))
}

#[async_trait]
impl EventHandler for Handler {
    async fn ready(&self, ctx: Context, ready: Ready) {
        assert_eq!(ready.guilds.len(), 1);
        let sub = |name: &str| CreateCommandOption::new(CommandOptionType::SubCommand, name, "A part");
        let channel = CreateCommandOption::new(CommandOptionType::Channel, "where", "A channel").required(true);
        let who = CreateCommandOption::new(CommandOptionType::User, "who", "A member");
        let question = CreateCommandOption::new(CommandOptionType::String, "question", "What?").set_autocomplete(true);
        let simple = ["ping", "buttons", "think", "think-aloud", "form", "post", "silent", "double", "late"];
        let mut commands: Vec<_> =
            simple.iter().map(|name| CreateCommand::new(*name).description("Answers in its way")).collect();
        commands.push(CreateCommand::new("ask").description("Asks").add_option(question));
        commands.push(
            CreateCommand::new("drill")
                .description("For admins")
                .default_member_permissions(Permissions::MANAGE_GUILD)
                .add_option(sub("create").add_sub_option(channel).add_sub_option(who)),
        );
        self.note(serenity::all::Command::set_global_commands(&ctx, commands).await.map(drop));
    }

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        let done = match interaction {
            Interaction::Command(command) => self.command(&ctx, &command).await,
            Interaction::Component(component) => self.component(&ctx, &component).await,
            Interaction::Modal(form) => self.submit(&ctx, &form).await,
            Interaction::Autocomplete(half) => {
                let typed = half.data.autocomplete().map(|option| option.value.to_owned()).unwrap_or_default();
                let choices = vec![AutocompleteChoice::new(format!("{typed} vs EKS"), "ecs-vs-eks")];
                let answer = CreateAutocompleteResponse::new().set_choices(choices);
                half.create_response(&ctx, CreateInteractionResponse::Autocomplete(answer)).await
            }
            _ => Ok(()),
        };
        self.note(done);
    }

    async fn guild_create(&self, _: Context, guild: serenity::all::Guild, _: Option<bool>) {
        let _ = self.seen.send(format!("guild_create {}", guild.name));
    }

    async fn guild_delete(&self, _: Context, guild: serenity::all::UnavailableGuild, _: Option<serenity::all::Guild>) {
        let _ = self.seen.send(format!("guild_delete {}", if guild.unavailable { "outage" } else { "gone" }));
    }

    async fn resume(&self, _: Context, _: serenity::all::ResumedEvent) {
        let _ = self.seen.send("resume".to_owned());
    }

    async fn channel_update(
        &self,
        _: Context,
        _: Option<serenity::all::GuildChannel>,
        new: serenity::all::GuildChannel,
    ) {
        let _ = self.seen.send(format!("channel_update {}", new.name));
    }
}

impl Handler {
    fn note(&self, done: Done) {
        if let Err(error) = done {
            let _ = self.failed.send(error.to_string());
        }
    }

    async fn command(&self, ctx: &Context, command: &CommandInteraction) -> Done {
        match command.data.name.as_str() {
            "ping" => command.create_response(ctx, message("pong")).await,
            "ask" => {
                command.create_response(ctx, CreateInteractionResponse::Message(text("asked").ephemeral(true))).await
            }
            "drill" => {
                let member = command.member.as_ref().expect("a member");
                let rights = member.permissions.expect("permissions").manage_guild();
                let resolved = (command.data.resolved.channels.len(), command.data.resolved.users.len());
                command.create_response(ctx, message(&format!("{rights} {resolved:?}"))).await
            }
            "buttons" => {
                let buttons = vec![
                    CreateButton::new("form").label("Answer").style(ButtonStyle::Primary),
                    CreateButton::new("update").label("Hint").style(ButtonStyle::Secondary),
                    CreateButton::new("accept").label("Later").style(ButtonStyle::Secondary),
                    CreateButton::new("no").label("Closed").disabled(true),
                ];
                let options = ["week", "month"].map(|name| CreateSelectMenuOption::new(name, name)).to_vec();
                let menu = CreateSelectMenu::new("season", CreateSelectMenuKind::String { options });
                let rows = vec![CreateActionRow::Buttons(buttons), CreateActionRow::SelectMenu(menu)];
                let embed = CreateEmbed::new().title("Today").field("Answers", "0", true);
                let answer = text("Today's question").embed(embed).components(rows);
                command.create_response(ctx, CreateInteractionResponse::Message(answer)).await
            }
            "think" => {
                command.defer_ephemeral(ctx).await?;
                command.edit_response(ctx, EditInteractionResponse::new().content("thought")).await.map(drop)
            }
            "think-aloud" => {
                command.defer(ctx).await?;
                let more = CreateInteractionResponseFollowup::new().content("thought aloud");
                command.create_followup(ctx, more).await?;
                let more = CreateInteractionResponseFollowup::new().content("and more").ephemeral(true);
                command.create_followup(ctx, more).await.map(drop)
            }
            "form" => command.create_response(ctx, form()).await,
            "post" => {
                let picture = CreateAttachment::bytes(png(), "card.png").description("A table: ECS, EKS");
                let row = CreateActionRow::Buttons(vec![CreateButton::new("form").label("Answer")]);
                let post = CreateMessage::new().content("A picture").add_file(picture).components(vec![row]);
                command.channel_id.send_message(ctx, post).await?;
                command.create_response(ctx, CreateInteractionResponse::Message(text("posted").ephemeral(true))).await
            }
            "double" => {
                command.create_response(ctx, message("once")).await?;
                command.create_response(ctx, message("twice")).await
            }
            _ => Ok(()),
        }
    }

    async fn component(&self, ctx: &Context, component: &ComponentInteraction) -> Done {
        match component.data.custom_id.as_str() {
            "form" => component.create_response(ctx, form()).await,
            "update" => {
                let answer = text("Today's question, with a hint");
                component.create_response(ctx, CreateInteractionResponse::UpdateMessage(answer)).await
            }
            "accept" => {
                component.create_response(ctx, CreateInteractionResponse::Acknowledge).await?;
                component.edit_response(ctx, EditInteractionResponse::new().content("Later it is")).await.map(drop)
            }
            "quiet" => component.create_response(ctx, CreateInteractionResponse::Acknowledge).await,
            "season" => component.create_response(ctx, message(&format!("{:?}", component.data.kind))).await,
            other => component.create_response(ctx, message(&format!("an old button: {other}"))).await,
        }
    }

    async fn submit(&self, ctx: &Context, form: &ModalInteraction) -> Done {
        let input = form.data.components.iter().flat_map(|row| &row.components).find_map(|part| match part {
            ActionRowComponent::InputText(input) => input.value.clone(),
            _ => None,
        });
        let answer = text(&format!("kept: {}", input.unwrap_or_default())).ephemeral(true);
        form.create_response(ctx, CreateInteractionResponse::Message(answer)).await
    }
}

fn form() -> CreateInteractionResponse {
    let input =
        CreateInputText::new(InputTextStyle::Paragraph, "Your answer", "answer").value("before").max_length(4000);
    let form = CreateModal::new("answer-1", "ECS vs EKS").components(vec![CreateActionRow::InputText(input)]);
    CreateInteractionResponse::Modal(form)
}

/// A picture of one pixel, as far as its header goes.
pub(crate) fn png() -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend([0, 0, 4, 176, 0, 0, 2, 88]);
    png
}
