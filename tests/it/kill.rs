//! kill -9 of the bot's process at random moments of a compressed week: nothing is posted twice, nothing is lost.
//!
//! The process is this test binary again, running the real bot; its clock follows the one of the test, which a line on
//! its standard input moves. A moment is chosen by counting the calls that reach the sandbox, so a kill falls before,
//! inside and after the bot's dealings with Discord.

use std::io::{BufRead, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use cloud_drill::app::App;
use cloud_drill::clock::Clock;
use cloud_drill::sandbox::{Shown, World};
use jiff::Timestamp;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::team::{PATIENCE, Person, Team, at, reply};

const API: &str = "CLOUD_DRILL_KILL_API";
const DATABASE: &str = "CLOUD_DRILL_KILL_DATABASE";
const CLOCK: &str = "CLOUD_DRILL_KILL_CLOCK";

/// How long a kill waits for its call; if no further call comes, the bot is killed at rest.
const CALL_PATIENCE: Duration = Duration::from_millis(1500);

/// The bot as a process of its own.
struct Process {
    child: Child,
    clock: ChildStdin,
}

impl Process {
    fn start(team: &Team) -> Self {
        let mut child = Command::new(std::env::current_exe().expect("this test binary"))
            .args(["--exact", "kill::the_bot_as_a_process", "--ignored", "--nocapture"])
            .env(API, format!("http://{}", team.sandbox.address()))
            .env(DATABASE, team.database())
            .env(CLOCK, team.clock.now().to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("the process starts");
        let clock = child.stdin.take().expect("its standard input");
        Self { child, clock }
    }

    fn go_to(&mut self, instant: Timestamp) {
        // A process that is already dead has no clock to move.
        let _ = writeln!(self.clock, "{instant}").and_then(|()| self.clock.flush());
    }

    fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("it ended");
    }
}

#[test]
#[ignore = "started by the test below as a process of its own"]
fn the_bot_as_a_process() {
    let variable = |name: &str| std::env::var(name).expect("set by the test that starts this");
    let clock = Clock::starting_at(variable(CLOCK).parse().expect("an instant"));
    let follower = clock.clone();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            follower.advance_to(line.parse().expect("an instant"));
        }
        // The test is gone; a bot without it must not stay.
        std::process::exit(1);
    });
    let parts = Team::parts_for(variable(API), variable(DATABASE).into());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let mut bot = App::start(parts, clock).await.expect("the bot starts");
        panic!("a part of the bot ended: {}", bot.ended().await);
    });
}

/// A bot that is killed and started again.
struct Mortal<'t> {
    team: &'t Team,
    process: Option<Process>,
    dice: ChaCha8Rng,
    kills: usize,
}

impl Mortal<'_> {
    fn calls(&self) -> usize {
        self.team.world().requests().len()
    }

    /// Kills the bot after one of its next calls, then starts it again.
    async fn kill_soon(&mut self) {
        let moment = self.calls() + self.dice.random_range(0..12);
        let called = |world: &World| (world.requests().len() >= moment).then_some(());
        let _ = self.team.world().eventually(CALL_PATIENCE, called).await;
        if let Some(process) = self.process.take() {
            process.kill();
        }
        self.kills += 1;
        self.process = Some(Process::start(self.team));
    }

    fn go_to(&mut self, instant: Timestamp) {
        self.team.clock.advance_to(instant);
        if let Some(process) = &mut self.process {
            process.go_to(instant);
        }
    }

    async fn wait_for(&self, what: &str, count: usize) {
        let posted = |world: &World| {
            (world.posts().iter().filter(|post| post.content.contains(what)).count() >= count).then_some(())
        };
        let came = self.team.world().eventually(PATIENCE, posted).await;
        came.unwrap_or_else(|| panic!("{count} × {what:?} did not come:\n{}", self.team.transcript()));
    }
}

/// Answers until it is confirmed, as a member does who is told that the application did not respond.
async fn insist(person: Person<'_>, text: &str) {
    for _ in 0..60 {
        let online = |world: &World| world.bot_online().then_some(());
        person.team.world().eventually(PATIENCE, online).await.expect("the bot comes back");
        if let Ok(Shown::Form(form)) = person.press("Answer").await {
            let input = form.inputs()[0].custom_id.clone();
            let sent = person.team.world().submit(person.id, form.id, &[(&input, text)]).await;
            if reply(sent).is_ok_and(|reply| reply.text().contains("your answer")) {
                return;
            }
        }
    }
    panic!("no answer was confirmed in sixty tries");
}

async fn week_of_kills(seed: u64) {
    let mut team = Team::with_drill().await;
    team.stop_bot().await;
    let mut bot = Mortal { team: &team, process: None, dice: ChaCha8Rng::seed_from_u64(seed), kills: 0 };
    bot.process = Some(Process::start(&team));
    for (day, date) in (1..).zip(["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"]) {
        bot.go_to(at(&format!("{date}T09:00")));
        bot.kill_soon().await;
        bot.kill_soon().await;
        bot.wait_for("Today’s question", day).await;
        let (_, ()) = tokio::join!(bot.kill_soon(), insist(team.priya(), "a private network of your own"));
        insist(team.tomasz(), "it is managed by AWS").await;
        bot.go_to(at(&format!("{date}T16:00")));
        bot.kill_soon().await;
        bot.kill_soon().await;
        bot.wait_for("the answer**", day).await;
    }
    assert!(bot.kills >= 25);
    if let Some(process) = bot.process.take() {
        process.kill();
    }
    assert_eq!(team.posted("Today’s question"), 5, "{}", team.transcript());
    assert_eq!(team.posted("the answer**"), 5, "{}", team.transcript());
    let reveals: Vec<_> = team.world().posts().into_iter().filter(|post| post.button("My marks").is_some()).collect();
    for reveal in reveals {
        assert!(reveal.text().contains("Today, 2 answers"), "an answer was lost: {}", reveal.text());
    }
    // Some are killed before they are connected; the rest prove that it was the sandbox that answered.
    assert!(team.world().identifies() > 10, "{} processes came to the sandbox", team.world().identifies());
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_of_kills_posts_nothing_twice_and_loses_nothing() {
    week_of_kills(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_week_of_kills_at_other_moments() {
    week_of_kills(2).await;
}
