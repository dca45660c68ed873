//! What members and the bot do with each other, through the real client library.

use cloud_drill::sandbox::{InteractionKind, NotDone, Shown};
use serde_json::json;

use super::bot::{Bot, SOON, png};
use super::{drills, member, start};

#[tokio::test]
async fn the_bot_identifies_here_and_registers_its_commands() {
    let (sandbox, _) = start().await;
    let mut bot = Bot::start(&sandbox).await;
    bot.event("guild_create Team Drill").await;
    let world = sandbox.world();
    assert_eq!(world.identifies(), 1);
    assert!(world.bot_online());
    assert!(world.commands().iter().any(|c| c.name == "drill"));
    bot.end();
}

#[tokio::test]
async fn a_slash_command_is_answered_where_all_see_it() {
    let (sandbox, _) = start().await;
    let bot = Bot::start(&sandbox).await;
    let world = sandbox.world();
    let priya = member(world, "Priya");
    let shown = world.command(priya, drills(world), "/ping", json!({})).await;
    let Ok(Shown::Message(message)) = shown else { panic!("{shown:?}") };
    assert_eq!(message.content, "pong");
    assert_eq!(message.cause.as_ref().and_then(|c| c.command.as_deref()), Some("ping"));
    assert_eq!(world.messages(drills(world)).len(), 1);
    assert_eq!(world.posts().len(), 1);
    bot.end();
}

#[tokio::test]
async fn options_carry_the_things_they_name_and_admins_alone_see_admin_commands() {
    let (sandbox, _) = start().await;
    let bot = Bot::start(&sandbox).await;
    let world = sandbox.world();
    let (ana, priya) = (member(world, "Ana"), member(world, "Priya"));
    let options = json!({"where": drills(world), "who": priya});
    let shown = world.command(ana, drills(world), "/drill create", options.clone()).await;
    let Ok(Shown::Message(message)) = shown else { panic!("{shown:?}") };
    assert_eq!(message.content, "true (1, 1)");
    let refused = world.command(priya, drills(world), "/drill create", options).await;
    assert!(matches!(refused, Err(NotDone::Invalid(_))), "{refused:?}");
    let refused = world.command(ana, drills(world), "/drill create", json!({"who": priya})).await;
    assert_eq!(refused.err(), Some(NotDone::Invalid("where is required.".to_owned())));
    bot.end();
}

#[tokio::test]
async fn a_button_opens_a_form_and_the_form_is_answered_privately() {
    let (sandbox, _) = start().await;
    let bot = Bot::start(&sandbox).await;
    let world = sandbox.world();
    let (priya, tomasz) = (member(world, "Priya"), member(world, "Tomasz"));
    let shown = world.command(priya, drills(world), "/buttons", json!({})).await;
    let Ok(Shown::Message(message)) = shown else { panic!("{shown:?}") };
    let shown = world.press(tomasz, message.id, "form").await;
    let Ok(Shown::Form(form)) = shown else { panic!("{shown:?}") };
    assert_eq!(form.title, "ECS vs EKS");
    assert_eq!(form.inputs()[0].value.as_deref(), Some("before"));
    assert_eq!(world.submit(priya, form.id, &[]).await.err(), Some(NotDone::UnknownForm));
    let long = "x".repeat(4001);
    assert!(matches!(world.submit(tomasz, form.id, &[("answer", &long)]).await, Err(NotDone::Invalid(_))));
    let shown = world.submit(tomasz, form.id, &[("answer", "I would use ECS")]).await;
    let Ok(Shown::Message(reply)) = shown else { panic!("{shown:?}") };
    assert_eq!(reply.content, "kept: I would use ECS");
    assert!(reply.is_private());
    assert_eq!(world.private_messages(tomasz).len(), 1);
    assert!(world.private_messages(priya).is_empty());
    assert_eq!(world.messages(drills(world)).len(), 1, "the private reply is not in the channel");
    world.dismiss(tomasz, reply.id).expect("a private reply can be dismissed");
    assert!(world.private_messages(tomasz).is_empty());
    bot.end();
}

#[tokio::test]
async fn a_component_updates_its_message_at_once_or_after_an_acknowledgement() {
    let (sandbox, _) = start().await;
    let bot = Bot::start(&sandbox).await;
    let world = sandbox.world();
    let priya = member(world, "Priya");
    let Ok(Shown::Message(message)) = world.command(priya, drills(world), "/buttons", json!({})).await else {
        panic!("no message")
    };
    let shown = world.press(priya, message.id, "update").await;
    let Ok(Shown::Updated(updated)) = shown else { panic!("{shown:?}") };
    assert_eq!(updated.content, "Today's question, with a hint");
    assert!(updated.edited_at.is_some());
    assert_eq!(updated.embeds, message.embeds, "what an update does not name stays");
    let shown = world.press(priya, message.id, "accept").await;
    let Ok(Shown::Updated(updated)) = shown else { panic!("{shown:?}") };
    assert_eq!(updated.content, "Later it is");
    let Ok(Shown::Message(chosen)) = world.select(priya, message.id, "season", &["month"]).await else {
        panic!("no message")
    };
    assert!(chosen.content.contains("month"), "{}", chosen.content);
    assert_eq!(world.press(priya, message.id, "no").await.err(), Some(NotDone::Disabled));
    assert_eq!(world.press(priya, message.id, "other").await.err(), Some(NotDone::UnknownComponent));
    bot.end();
}

#[tokio::test]
async fn a_deferred_reply_is_awaited_until_its_text_is_there() {
    let (sandbox, _) = start().await;
    let bot = Bot::start(&sandbox).await;
    let world = sandbox.world();
    let priya = member(world, "Priya");
    let Ok(Shown::Message(private)) = world.command(priya, drills(world), "/think", json!({})).await else {
        panic!("no message")
    };
    assert_eq!((private.content.as_str(), private.is_private()), ("thought", true));
    let Ok(Shown::Message(public)) = world.command(priya, drills(world), "/think-aloud", json!({})).await else {
        panic!("no message")
    };
    assert_eq!((public.content.as_str(), public.is_private()), ("thought aloud", false));
    let more = world.eventually(SOON, |w| w.private_messages(priya).into_iter().find(|m| m.content == "and more"));
    more.await.expect("the second follow-up is a message of its own");
    assert_eq!(world.messages(drills(world)).len(), 1);
    bot.end();
}

#[tokio::test]
async fn suggestions_come_for_the_focused_option() {
    let (sandbox, _) = start().await;
    let bot = Bot::start(&sandbox).await;
    let world = sandbox.world();
    let typed = json!({"question": "ecs"});
    let choices = world.autocomplete(member(world, "Priya"), drills(world), "/ask", typed, "question").await;
    assert_eq!(choices.expect("choices")[0].name, "ecs vs EKS");
    bot.end();
}

#[tokio::test]
async fn a_picture_is_posted_with_its_alt_text_and_served() {
    let (sandbox, _) = start().await;
    let bot = Bot::start(&sandbox).await;
    let world = sandbox.world();
    world.command(member(world, "Priya"), drills(world), "/post", json!({})).await.expect("an answer");
    let post = world.find(drills(world), |m| m.content == "A picture").expect("the post");
    let picture = &post.attachments[0];
    assert_eq!(picture.description.as_deref(), Some("A table: ECS, EKS"));
    assert_eq!(picture.pixels, Some((1200, 600)));
    assert_eq!(post.button("Answer").and_then(|b| b.custom_id.as_deref()), Some("form"));
    let url = format!("http://{}/attachments/{}/{}/card.png", sandbox.address(), drills(world), picture.id);
    let served = reqwest::get(url).await.expect("an answer");
    assert_eq!(served.headers()["content-type"], "image/png");
    assert_eq!(served.bytes().await.expect("the bytes"), png());
    bot.end();
}

#[tokio::test]
async fn a_button_of_an_old_version_reaches_the_bot() {
    let (sandbox, _) = start().await;
    let bot = Bot::start(&sandbox).await;
    let world = sandbox.world();
    let priya = member(world, "Priya");
    let Ok(Shown::Message(message)) = world.command(priya, drills(world), "/buttons", json!({})).await else {
        panic!("no message")
    };
    let data = json!({"custom_id": "v0:answer:9", "component_type": 2});
    let kind = InteractionKind::Component;
    let shown = world.raw_interaction(priya, drills(world), kind, Some(message.id), data).await;
    let Ok(Shown::Message(reply)) = shown else { panic!("{shown:?}") };
    assert_eq!(reply.content, "an old button: v0:answer:9");
    bot.end();
}

#[tokio::test]
async fn a_silent_bot_has_three_seconds_on_the_worlds_clock() {
    let (sandbox, clock) = start().await;
    let bot = Bot::start(&sandbox).await;
    let world = sandbox.world().clone();
    let asking = tokio::spawn({
        let world = world.clone();
        async move { world.command(member(&world, "Priya"), drills(&world), "/silent", json!({})).await }
    });
    world.eventually(SOON, |w| w.is_busy().then_some(())).await.expect("the interaction waits");
    clock.advance(jiff::SignedDuration::from_secs(4));
    let shown = asking.await.expect("no panic");
    assert_eq!(shown.err(), Some(NotDone::NoAnswer));
    bot.end();
}

#[tokio::test]
async fn a_second_acknowledgement_is_refused() {
    let (sandbox, _) = start().await;
    let mut bot = Bot::start(&sandbox).await;
    let world = sandbox.world();
    world.command(member(world, "Priya"), drills(world), "/double", json!({})).await.expect("the first answer");
    assert_eq!(bot.failure().await, "Interaction has already been acknowledged.");
    bot.end();
}

#[tokio::test]
async fn an_acknowledgement_that_nothing_follows_shows_nothing() {
    let (sandbox, clock) = start().await;
    let bot = Bot::start(&sandbox).await;
    let world = sandbox.world().clone();
    let priya = member(&world, "Priya");
    let Ok(Shown::Message(message)) = world.command(priya, drills(&world), "/buttons", json!({})).await else {
        panic!("no message")
    };
    let pressing = tokio::spawn({
        let (world, data) = (world.clone(), json!({"custom_id": "quiet", "component_type": 2}));
        let (channel, kind) = (message.channel, InteractionKind::Component);
        async move { world.raw_interaction(priya, channel, kind, Some(message.id), data).await }
    });
    let callbacks = |w: &cloud_drill::sandbox::World| {
        w.requests().iter().filter(|r| r.route == Some(cloud_drill::sandbox::Route::Callback)).count()
    };
    world.eventually(SOON, |w| (callbacks(w) == 2).then_some(())).await.expect("the acknowledgement");
    clock.advance(jiff::SignedDuration::from_secs(6));
    assert!(matches!(pressing.await.expect("no panic"), Ok(Shown::Nothing)));
    bot.end();
}
