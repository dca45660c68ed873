//! `sandbox`: the real bot on the embedded Discord, with a demo drill that asks at once.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::json;

use super::run::interrupted;
use super::{Failed, log_to_stderr, ready};
use crate::app::{App, Parts, travel};
use crate::clock::Clock;
use crate::config::environment;
use crate::discord::{self, Token};
use crate::drill::Zone;
use crate::practice::{Policy, Practice};
use crate::sandbox::{ClockButton, ClockButtons, DemoServer, Options, Sandbox, World};

/// Where the demo team works.
const ZONE: &str = "Europe/Berlin";

/// When its drill asks.
const OPEN: Time = Time::constant(9, 0, 0, 0);

/// Its first question is the one that the pictures of the documentation show.
const SEED: u64 = 8;

/// How long the clock waits for the bot to have done what is due.
const PATIENCE: Duration = Duration::from_secs(10);

/// `sandbox`.
pub async fn sandbox(listen: SocketAddr, data: Option<PathBuf>) -> Result<(), Failed> {
    log_to_stderr(&environment("CLOUD_DRILL_LOG").unwrap_or_else(|| "warn,serenity=error".to_owned()))?;
    let bank = ready::bank(None)?;
    // Dropped, and so removed, when the sandbox ends.
    let fresh = if data.is_none() { Some(tempfile::tempdir()?) } else { None };
    let folder = match (&data, &fresh) {
        (Some(dir), _) => {
            std::fs::create_dir_all(dir)
                .map_err(|error| Failed::Setting(format!("--data {} can't be used: {error}.", dir.display())))?;
            dir.clone()
        }
        (None, Some(fresh)) => fresh.path().to_owned(),
        (None, None) => return Err(Failed::Setting("There is no folder to work in.".to_owned())),
    };
    let zone = Zone::named(ZONE)?.time_zone().clone();
    let clock = Clock::starting_at(first_morning(Clock::system().now(), &zone));
    let options = Options { listen, clock: clock.clone(), zone, data, server: DemoServer::default() };
    let sandbox = Sandbox::start(options).await.map_err(|error| Failed::Setting(error.to_string()))?;
    let mut app = App::start(parts(&sandbox, bank, &folder), clock.clone()).await?;
    let practice = app.practice().clone();
    sandbox.set_clock_buttons(clock_buttons(practice.clone(), clock.clone()));
    let played = async {
        set_up(&sandbox, &practice, &clock).await?;
        announce(sandbox.address());
        std::future::pending().await
    };
    let ended = tokio::select! {
        ended = played => ended,
        error = app.ended() => Err(error.into()),
        () = interrupted() => Ok(()),
    };
    app.stop().await?;
    sandbox.stop().await;
    ended
}

fn announce(address: SocketAddr) {
    println!(
        "Open http://{address}/ and press Answer; then become somebody else, or skip to the reveal. Ctrl-C ends it."
    );
}

fn parts(sandbox: &Sandbox, bank: Arc<crate::bank::Bank>, folder: &Path) -> Parts {
    Parts {
        discord: discord::Settings {
            token: Token::new(sandbox.token()),
            api: Some(format!("http://{}", sandbox.address())),
        },
        database: folder.join("cloud-drill.db"),
        bank,
        policy: Policy::default(),
        seed: SEED,
    }
}

/// Just before the demo drill's hour on the first working day from `now` on.
fn first_morning(now: Timestamp, zone: &TimeZone) -> Timestamp {
    let mut day: Date = now.to_zoned(zone.clone()).date();
    while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        day = day.saturating_add(1.day());
    }
    let open = day.to_datetime(OPEN).to_zoned(zone.clone());
    open.map_or(now, |open| open.timestamp() - SignedDuration::from_secs(30))
}

/// As the demo's admin would: makes the drill with `/drill create`, then waits for its first question.
async fn set_up(sandbox: &Sandbox, practice: &Practice, clock: &Clock) -> Result<(), Failed> {
    let world = sandbox.world();
    let registered = |world: &World| (!world.commands().is_empty()).then_some(());
    if world.eventually(PATIENCE, registered).await.is_none() {
        return Err(anyhow::anyhow!("the bot did not connect to the sandbox").into());
    }
    if practice.next_due(clock.now()).await.map_err(stopped)?.is_none() {
        create_drill(world).await?;
    }
    let soon = clock.now() + SignedDuration::from_mins(1);
    let target =
        practice.next_due(clock.now()).await.map_err(stopped)?.filter(|due| *due < soon).unwrap_or(clock.now());
    travel(practice, clock, target, PATIENCE).await.map_err(stopped)
}

async fn create_drill(world: &World) -> Result<(), Failed> {
    let (Some(admin), Some(channel)) = (world.member("Ana"), world.channel("aws-drills")) else {
        return Err(anyhow::anyhow!("the demo server lacks its admin or its channel").into());
    };
    let options = json!({
        "channel": channel.to_string(),
        "time": "09:00",
        "zone": ZONE,
        "reveal": "16:00",
        "name": "Daily drill",
    });
    let shown = world.command(admin, channel, "/drill create", options).await?;
    if let crate::sandbox::Shown::Message(reply) = shown {
        // The newcomer looks at the channel as its members do: with the question, not with the set-up.
        world.dismiss(admin, reply.id)?;
    }
    Ok(())
}

fn clock_buttons(practice: Practice, clock: Clock) -> ClockButtons {
    let listed = (practice.clone(), clock.clone());
    ClockButtons {
        list: Box::new(move || {
            let (practice, clock) = listed.clone();
            Box::pin(async move { list(&practice, clock.now()).await })
        }),
        press: Box::new(move |id| {
            let (practice, clock) = (practice.clone(), clock.clone());
            Box::pin(async move { press(&practice, &clock, &id).await })
        }),
    }
}

async fn list(practice: &Practice, now: Timestamp) -> Vec<ClockButton> {
    let reveal = practice.next_reveal(now).await.ok().flatten();
    let opening = practice.next_opening(now).await.ok().flatten();
    let button = |id: &str, label: String, primary| ClockButton { id: id.to_owned(), label, primary };
    let reveal_button = reveal.map(|at| button("reveal", format!("Skip to the reveal, {}", hour(at)), true));
    let day_button = opening.map(|at| match reveal {
        Some(_) => button("day", "Next day".to_owned(), false),
        None => button("day", format!("Next day, {}", hour(at)), true),
    });
    let hour_button = Some(button("hour", "+1 h".to_owned(), false));
    if reveal.is_some() {
        [reveal_button, hour_button, day_button].into_iter().flatten().collect()
    } else {
        [day_button, hour_button].into_iter().flatten().collect()
    }
}

fn hour(at: Timestamp) -> String {
    let zone = Zone::named(ZONE).map(|zone| zone.time_zone().clone()).unwrap_or(TimeZone::UTC);
    at.to_zoned(zone).strftime("%H:%M").to_string()
}

async fn press(practice: &Practice, clock: &Clock, id: &str) -> Result<(), String> {
    let told = |_| "The bot's store can't be read; its log says why.".to_owned();
    let target = match id {
        "reveal" => practice.next_reveal(clock.now()).await.map_err(told)?,
        "day" => practice.next_opening(clock.now()).await.map_err(told)?,
        "hour" => Some(clock.now() + SignedDuration::from_hours(1)),
        _ => None,
    };
    let target = target.ok_or("There is nothing to skip to.")?;
    travel(practice, clock, target, PATIENCE).await.map_err(told)
}

fn stopped(stop: crate::practice::Stop) -> Failed {
    anyhow::anyhow!("the demo could not be set up: {stop:?}").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Bank;
    use crate::drill::pick;
    use crate::practice::drill_seed;

    #[test]
    fn the_first_question_is_the_one_that_the_documentation_shows() {
        let bank = Bank::built_in().expect("the built-in bank has no errors");
        let candidates = bank.candidates(&[], None);
        let first = |seed| pick(&candidates, &[], drill_seed(seed, 0)).map(|id| id.to_string());
        let shown = Some("ecs-vs-eks".to_owned());
        let fitting = (0..1000).find(|seed| first(*seed) == shown);
        assert_eq!(first(SEED), shown, "a bank that changed needs another SEED; one that fits is {fitting:?}");
    }

    #[test]
    fn a_sandbox_begins_on_a_working_day_just_before_nine() {
        let zone = Zone::named(ZONE).expect("the zone exists").time_zone().clone();
        let saturday: Timestamp = "2026-11-21T15:00:00Z".parse().expect("an instant");
        assert_eq!(first_morning(saturday, &zone).to_string(), "2026-11-23T07:59:30Z");
        let tuesday: Timestamp = "2026-11-24T22:00:00Z".parse().expect("an instant");
        assert_eq!(first_morning(tuesday, &zone).to_string(), "2026-11-24T07:59:30Z");
    }
}
