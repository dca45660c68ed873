//! The program itself as a process: its settings, its exit codes, and `run` against the sandbox.

use std::io::Write;
use std::process::{Child, Command, Output, Stdio};

use cloud_drill::clock::Clock;
use cloud_drill::sandbox::World;
use serde_json::json;

use crate::team::{PATIENCE, Team};

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cloud-drill"));
    command.args(arguments).env_clear().stdin(Stdio::null());
    command
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn with_input(arguments: &[&str], input: &str) -> String {
    let mut child = program(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    child.stdin.take().expect("its input").write_all(input.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{arguments:?}: {}", told(&output));
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn a_wrong_setting_is_one_sentence_and_exit_code_2() {
    let folder = tempfile::tempdir().expect("a folder");
    let nowhere = folder.path().join("nowhere").join("drill.db").display().to_string();
    for (variables, word) in [
        (vec![], "DISCORD_TOKEN"),
        (vec![("DISCORD_TOKEN", "x"), ("CLOUD_DRILL_DISCORD_API", "somewhere")], "CLOUD_DRILL_DISCORD_API"),
        (vec![("DISCORD_TOKEN", "x"), ("CLOUD_DRILL_QUESTIONS", "/no/such/folder")], "CLOUD_DRILL_QUESTIONS"),
        (vec![("DISCORD_TOKEN", "x"), ("CLOUD_DRILL_DATABASE", nowhere.as_str())], "CLOUD_DRILL_DATABASE"),
    ] {
        let output = program(&["run"]).envs(variables).output().expect("it ends");
        let text = told(&output);
        assert_eq!(output.status.code(), Some(2), "{word}: {text}");
        assert!(text.contains(word) && text.contains("example") && text.trim().lines().count() == 1, "{word}: {text}");
    }
}

#[test]
fn a_question_file_with_an_error_stops_run_with_the_message_of_check() {
    let folder = tempfile::tempdir().expect("a folder");
    let topic = folder.path().join("networking");
    std::fs::create_dir(&topic).expect("made");
    std::fs::write(topic.join("bad.toml"), "titel = \"A typo\"\n").expect("written");
    let questions = folder.path().display().to_string();
    let run = program(&["run"]).envs([("DISCORD_TOKEN", "x"), ("CLOUD_DRILL_QUESTIONS", &questions)]).output();
    let run = run.expect("it ends");
    assert_eq!(run.status.code(), Some(2), "{}", told(&run));
    let check = program(&["check", &questions]).output().expect("it ends");
    assert_eq!(check.status.code(), Some(1));
    for output in [&run, &check] {
        assert!(told(output).contains("bad.toml:1") && told(output).contains("titel"), "{}", told(output));
    }
}

#[test]
fn the_commands_about_the_bank_do_what_they_say() {
    let check = program(&["check"]).output().expect("it ends");
    assert!(check.status.success() && told(&check).contains("11 questions, 0 errors"), "{}", told(&check));
    assert!(with_input(&["search"], "k8s or ecs\n").starts_with("k8s or ecs\tecs-vs-eks"));
    let answer = json!({ "id": "a", "question": "ecs-vs-eks", "text": "ECS is easier to set up than EKS." });
    let verdict: serde_json::Value =
        serde_json::from_str(&with_input(&["grade"], &format!("{answer}\n"))).expect("a line of JSON");
    assert_eq!(verdict["id"], "a");
    assert_eq!(verdict["labels"]["ecs-easier"], "covered", "{verdict}");
    let folder = tempfile::tempdir().expect("a folder");
    let picture = folder.path().join("card.png").display().to_string();
    assert!(program(&["render", "ecs-vs-eks", "-o", &picture]).output().expect("it ends").status.success());
    assert!(std::fs::read(&picture).expect("a picture").starts_with(b"\x89PNG"));
    for format in ["json", "csv", "anki"] {
        assert!(with_input(&["export", format], "").contains("ECS"), "{format}");
    }
    let unknown = program(&["render", "no-such-thing", "-o", &picture]).output().expect("it ends");
    assert_eq!(unknown.status.code(), Some(2), "{}", told(&unknown));
}

/// The bot as its operator runs it.
struct Bot(Child);

impl Bot {
    async fn start(team: &Team) -> Self {
        let before = team.world().identifies();
        let child = program(&["run"])
            .env("DISCORD_TOKEN", team.sandbox.token())
            .env("CLOUD_DRILL_DISCORD_API", format!("http://{}", team.sandbox.address()))
            .env("CLOUD_DRILL_DATABASE", team.database())
            .spawn();
        let bot = Self(child.expect("it starts"));
        let ready = |world: &World| (world.identifies() > before && !world.commands().is_empty()).then_some(());
        team.world().eventually(PATIENCE, ready).await.expect("the program came to the sandbox");
        bot
    }

    fn kill(mut self) {
        self.0.kill().expect("killed");
        self.0.wait().expect("it ended");
    }

    fn terminate(mut self) {
        let kill = Command::new("kill").arg(self.0.id().to_string()).status().expect("kill is there");
        assert!(kill.success());
        assert!(self.0.wait().expect("it ended").success(), "a signal ends it without an error");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_goes_on_after_kill_9_and_ends_on_a_signal() {
    let team = Team::without_bot(Clock::system().now()).await;
    let bot = Bot::start(&team).await;
    team.ana().create_drill(json!({})).await;
    team.ana().command("/drill post", json!({})).await;
    let asked = |world: &World| world.posts().iter().any(|post| post.button("Answer").is_some()).then_some(());
    team.world().eventually(PATIENCE, asked).await.expect("the question came");
    bot.kill();
    let bot = Bot::start(&team).await;
    let kept = team.priya().answer("a few words of mine").await;
    assert!(kept.contains("your answer, 5 words"), "{kept}");
    team.ana().command("/drill reveal", json!({})).await;
    let revealed = |world: &World| world.posts().iter().any(|post| post.button("My marks").is_some()).then_some(());
    team.world().eventually(PATIENCE, revealed).await.expect("the reveal came");
    assert_eq!(team.posted("Today’s question"), 1);
    let copy = team.folder.path().join("copy.db").display().to_string();
    let backup = program(&["backup", &copy]).env("CLOUD_DRILL_DATABASE", team.database()).output().expect("it ends");
    assert!(backup.status.success(), "{}", told(&backup));
    bot.terminate();
    team.end().await;
}
