//! The commands about the running bot: run, backup, doctor, health.

use std::net::SocketAddr;
use std::path::Path;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use tokio::net::TcpListener;

use super::{Failed, log_to_stderr, ready, settings};
use crate::app::{App, AppError, Parts, draw_seed};
use crate::clock::Clock;
use crate::config::{Settings, Sources, environment};
use crate::discord::{self, Ready};
use crate::metrics::Metrics;
use crate::practice::Policy;
use crate::store::{Store, StoreError};

/// `run`.
pub async fn run(config: Option<&Path>) -> Result<(), Failed> {
    let config = Sources::new(&environment, config).and_then(|sources| sources.config()).map_err(Failed::setting)?;
    log_to_stderr(&config.rest.log)?;
    let bank = ready::bank(config.rest.questions.as_deref())?;
    let metrics = Metrics::install()?;
    let parts = Parts {
        discord: discord::Settings { token: config.token, api: config.rest.discord_api },
        database: config.rest.database,
        bank,
        policy: Policy { grace: config.rest.grace },
        seed: draw_seed(),
    };
    let mut app = tokio::select! {
        app = App::start(parts, Clock::system()) => app.map_err(start_failed)?,
        () = interrupted() => return Ok(()),
    };
    if let Some(address) = config.rest.http {
        serve(address, metrics, app.ready()).await?;
    }
    tokio::select! {
        error = app.ended() => Err(start_failed(error)),
        () = interrupted() => Ok(app.stop().await?),
    }
}

fn start_failed(error: AppError) -> Failed {
    match error {
        AppError::InUse(_) => Failed::Setting(format!("{error}.")),
        AppError::File { path, source } => cannot_use(&path, &source.to_string()),
        AppError::Database { path, source: error @ StoreError::Open(_) } => cannot_use(&path, &error.to_string()),
        AppError::Discord(error) if error.is_a_setting() => Failed::Setting(error.to_string()),
        error => Failed::Broke(error.into()),
    }
}

fn cannot_use(path: &Path, why: &str) -> Failed {
    let (path, example) = (path.display(), "CLOUD_DRILL_DATABASE=/var/lib/cloud-drill/cloud-drill.db");
    Failed::Setting(format!(
        "CLOUD_DRILL_DATABASE leads to {path}, which can't be used: {why}; an example is {example}."
    ))
}

/// Returns when the process is asked to end.
pub async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}

/// Serves `/health` and `/metrics`.
async fn serve(address: SocketAddr, metrics: Metrics, ready: Ready) -> Result<(), Failed> {
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| Failed::Setting(format!("CLOUD_DRILL_HTTP is {address}, which can't be used: {error}.")))?;
    let health = move || {
        std::future::ready(match ready.is_ready() {
            true => (StatusCode::OK, "well\n"),
            false => (StatusCode::SERVICE_UNAVAILABLE, "not connected to Discord yet\n"),
        })
    };
    let figures = move || std::future::ready(metrics.render());
    let pages = Router::new().route("/health", get(health)).route("/metrics", get(figures));
    tokio::spawn(axum::serve(listener, pages).into_future());
    Ok(())
}

/// `health`.
pub async fn health(config: Option<&Path>) -> Result<(), Failed> {
    let Some(address) = settings(config)?.http else {
        let example = "CLOUD_DRILL_HTTP=127.0.0.1:9090";
        return Err(Failed::Setting(format!("CLOUD_DRILL_HTTP is not set, so there is no one to ask; set {example}.")));
    };
    let client = reqwest::Client::builder().no_proxy().timeout(std::time::Duration::from_secs(3)).build()?;
    match client.get(format!("http://{address}/health")).send().await {
        Ok(answer) if answer.status().is_success() => {
            println!("well");
            Ok(())
        }
        Ok(answer) => {
            println!("{}", answer.text().await?.trim());
            Err(Failed::No)
        }
        Err(_) => {
            println!("no answer at {address}");
            Err(Failed::No)
        }
    }
}

/// `backup`.
pub async fn backup(config: Option<&Path>, file: &Path) -> Result<(), Failed> {
    let settings = settings(config)?;
    if !settings.database.exists() {
        let database = settings.database.display();
        return Err(Failed::Setting(format!("CLOUD_DRILL_DATABASE is {database}, which does not exist.")));
    }
    if file.exists() {
        return Err(Failed::Setting(format!("{} exists already; choose another name.", file.display())));
    }
    let store = Store::open(&settings.database).await?;
    store.backup(&file.to_string_lossy()).await?;
    store.close().await;
    println!("{}", file.display());
    Ok(())
}

/// `doctor`.
pub async fn doctor(config: Option<&Path>) -> Result<(), Failed> {
    let sources = Sources::new(&environment, config).map_err(Failed::setting)?;
    let settings = sources.settings().map_err(Failed::setting)?;
    let mut well = true;
    let mut tell = |what: &str, outcome: Result<String, String>| {
        well &= outcome.is_ok();
        match outcome {
            Ok(detail) => println!("ok    {what}: {detail}"),
            Err(detail) => println!("wrong {what}: {detail}"),
        }
    };
    tell("questions", questions(&settings));
    tell("database", database(&settings).await);
    match sources.config() {
        Ok(config) => {
            let discord = discord::Settings { token: config.token, api: settings.discord_api.clone() };
            let name = discord::own_name(&discord).await;
            tell("Discord", name.map(|name| format!("connected as {name}")).map_err(|error| error.to_string()));
        }
        Err(error) => tell("token", Err(error.to_string())),
    }
    if well { Ok(()) } else { Err(Failed::No) }
}

fn questions(settings: &Settings) -> Result<String, String> {
    let place = settings.questions.as_ref().map_or("built in".to_owned(), |dir| dir.display().to_string());
    let bank = match &settings.questions {
        Some(dir) => crate::bank::Bank::load(dir),
        None => crate::bank::Bank::built_in(),
    };
    match bank {
        Ok(bank) => Ok(format!("{} ({place})", bank.iter().len())),
        Err(problems) => Err(format!("{} errors ({place}); `cloud-drill check` shows them", problems.errors())),
    }
}

async fn database(settings: &Settings) -> Result<String, String> {
    let path = settings.database.display();
    if !settings.database.exists() {
        return Ok(format!("{path} will be made at the first start"));
    }
    let store = Store::open(&settings.database).await.map_err(|error| format!("{path}: {error}"))?;
    store.close().await;
    Ok(format!("{path} is readable and up to date"))
}
