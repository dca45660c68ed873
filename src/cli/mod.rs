//! The command line. Exit codes: 0 done, 1 the answer is no (a bank with errors, an unhealthy bot), 2 a setting or an
//! argument is wrong, 3 something broke.

mod bank;
mod ready;
mod run;
mod sandbox;

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::config::{ConfigError, Settings, Sources, environment};

/// A Discord bot with which a team practises AWS interviews, one question a working day.
#[derive(Debug, Parser)]
#[command(name = "cloud-drill", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the bot on Discord.
    Run {
        /// A TOML file of settings.
        #[arg(long, value_name = "FILE", env = "CLOUD_DRILL_CONFIG")]
        config: Option<PathBuf>,
    },
    /// Run the bot on a small Discord of its own, with a page to play a whole day on. Needs no token.
    Sandbox {
        /// Where the page is served; loopback only. Port 0 takes any free one.
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4280")]
        listen: SocketAddr,
        /// A folder that keeps server, messages and database between starts. Without it each start is fresh.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Show every problem of a bank, as a compiler would.
    Check {
        /// A folder of question files; without it the bank that is built in.
        dir: Option<PathBuf>,
    },
    /// Mark answers: JSON lines {"id", "question", "text"} in, one line with score and labels out for each.
    Grade {
        /// A folder of question files; without it the bank that is built in.
        #[arg(long, value_name = "DIR")]
        questions: Option<PathBuf>,
    },
    /// Find questions. Without words each line of the standard input is a query.
    Search {
        /// Print JSON.
        #[arg(long)]
        json: bool,
        words: Vec<String>,
    },
    /// Draw a question's cards.
    Render {
        /// The question, for example ecs-vs-eks.
        id: String,
        /// Where the first picture goes; further ones get a number before the ending.
        #[arg(short, long, value_name = "FILE.png")]
        output: PathBuf,
        #[arg(long, value_enum, default_value_t = ThemeChoice::Ink)]
        theme: ThemeChoice,
    },
    /// Write the bank for another tool.
    Export { format: Format },
    /// Write a consistent copy of the database, while the bot runs.
    Backup {
        file: PathBuf,
        #[arg(long, value_name = "FILE", env = "CLOUD_DRILL_CONFIG")]
        config: Option<PathBuf>,
    },
    /// Say what is wrong with this set-up.
    Doctor {
        #[arg(long, value_name = "FILE", env = "CLOUD_DRILL_CONFIG")]
        config: Option<PathBuf>,
    },
    /// Ask the bot of this machine whether it is well; exit 1 if not.
    Health {
        #[arg(long, value_name = "FILE", env = "CLOUD_DRILL_CONFIG")]
        config: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ThemeChoice {
    /// Dark, as in Discord.
    Ink,
    /// Light, for documents.
    Paper,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Tab-separated notes that Anki imports.
    Anki,
    Csv,
    Json,
}

/// Why a command did not do its job.
#[derive(Debug)]
enum Failed {
    /// A setting or an argument: one sentence, exit code 2.
    Setting(String),
    /// The answer is no, and has been told: exit code 1.
    No,
    /// Something broke: exit code 3.
    Broke(anyhow::Error),
}

impl Failed {
    /// A setting that can't be read.
    fn setting(error: ConfigError) -> Self {
        Self::Setting(error.to_string())
    }
}

impl<E: Into<anyhow::Error>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self::Broke(error.into())
    }
}

/// Reads the arguments, does what they say, and tells how it went.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match carry_out(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failed::No) => ExitCode::from(1),
        Err(Failed::Setting(sentence)) => {
            eprintln!("cloud-drill: {sentence}");
            ExitCode::from(2)
        }
        // The reader at the other end of a pipe has seen enough.
        Err(Failed::Broke(error)) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(Failed::Broke(error)) => {
            eprintln!("cloud-drill: {error:#}");
            ExitCode::from(3)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = match (error.downcast_ref::<std::io::Error>(), error.downcast_ref::<serde_json::Error>()) {
        (Some(error), _) => Some(error.kind()),
        (None, Some(error)) => error.io_error_kind(),
        (None, None) => None,
    };
    kind == Some(std::io::ErrorKind::BrokenPipe)
}

fn carry_out(command: Command) -> Result<(), Failed> {
    match command {
        Command::Run { config } => on_runtime(run::run(config.as_deref())),
        Command::Sandbox { listen, data } => on_runtime(sandbox::sandbox(listen, data)),
        Command::Check { dir } => bank::check(dir.as_deref()),
        Command::Grade { questions } => bank::grade(questions.as_deref()),
        Command::Search { json, words } => bank::search(json, &words),
        Command::Render { id, output, theme } => bank::render(&id, &output, theme),
        Command::Export { format } => bank::export(format),
        Command::Backup { file, config } => on_runtime(run::backup(config.as_deref(), &file)),
        Command::Doctor { config } => on_runtime(run::doctor(config.as_deref())),
        Command::Health { config } => on_runtime(run::health(config.as_deref())),
    }
}

fn on_runtime(job: impl Future<Output = Result<(), Failed>>) -> Result<(), Failed> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(job);
    // A picture being drawn must not hold the end.
    runtime.shutdown_timeout(std::time::Duration::from_millis(200));
    done
}

fn settings(config: Option<&std::path::Path>) -> Result<Settings, Failed> {
    Sources::new(&environment, config).and_then(|sources| sources.settings()).map_err(Failed::setting)
}

/// serenity and its transport print tokens and members' texts at their finer levels, so those stay off whatever is set.
const ALWAYS_QUIET: &str =
    "serenity=warn,tungstenite=warn,tokio_tungstenite=warn,hyper=warn,hyper_util=warn,reqwest=warn";

/// Sends the log to the standard error.
fn log_to_stderr(filter: &str) -> Result<(), Failed> {
    let quiet = format!("{filter},{ALWAYS_QUIET}");
    let filter = tracing_subscriber::EnvFilter::try_new(quiet).map_err(|_| {
        let example = "info,serenity=warn";
        Failed::Setting(format!("CLOUD_DRILL_LOG is {filter:?}, which is not a filter; an example is {example}."))
    })?;
    // A second subscriber can only come from a host that logs already, which is as good.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .try_init();
    Ok(())
}
