//! Starting, stopping, and what is kept between starts.

use cloud_drill::clock::Clock;
use cloud_drill::sandbox::{Sandbox, StartError};
use jiff::SignedDuration;
use serde_json::json;

use super::bot::png;
use super::raw::Caller;
use super::{MORNING, drills, member, options, start};

#[tokio::test]
async fn it_listens_on_loopback_only_and_says_so() {
    let mut options = options(Clock::system(), None);
    options.listen = "0.0.0.0:0".parse().expect("a valid address");
    let refused = Sandbox::start(options).await.err().expect("a refusal");
    assert!(refused.to_string().contains("this machine only"), "{refused}");
    let (running, _) = start().await;
    let mut second = super::options(Clock::system(), None);
    second.listen = running.address();
    assert!(matches!(Sandbox::start(second).await, Err(StartError::Listen { .. })));
}

#[tokio::test]
async fn a_kept_world_goes_on_where_it_stopped_clock_and_pictures_included() {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = Clock::starting_at(MORNING.parse().expect("a valid time"));
    let sandbox = Sandbox::start(options(clock.clone(), Some(folder.path().into()))).await.expect("a start");
    let world = sandbox.world();
    let (channel, priya) = (drills(world), member(world, "Priya"));
    let path = format!("/channels/{channel}/messages");
    let body = json!({"content": "kept", "embeds": [{"title": "T"}], "components": [{"type": 1, "components": [
        {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}]}]});
    Caller::new(&sandbox).upload(reqwest::Method::POST, &path, body, &[("a.png", png())]).await;
    world.say(priya, channel, "Hello").expect("said");
    clock.advance(SignedDuration::from_hours(24));
    let (before, then) = (world.messages(channel), clock.now());
    sandbox.stop().await;

    let clock = Clock::starting_at(MORNING.parse().expect("a valid time"));
    let sandbox = Sandbox::start(options(clock.clone(), Some(folder.path().into()))).await.expect("a second start");
    let world = sandbox.world();
    let after = world.messages(channel);
    assert_eq!(format!("{after:?}"), format!("{before:?}"));
    assert_eq!(world.file(after[0].attachments[0].id), Some(png()));
    assert!(clock.now() >= then, "the clock goes on from where it was");
    let next = world.say(priya, channel, "Again").expect("said");
    assert!(after.iter().all(|m| m.id < next), "new ids come after the kept ones");
    sandbox.stop().await;

    std::fs::write(folder.path().join("world.json"), "{").expect("written");
    let damaged = Sandbox::start(options(Clock::system(), Some(folder.path().into()))).await;
    assert!(damaged.err().expect("a refusal").to_string().contains("damaged"));
}
