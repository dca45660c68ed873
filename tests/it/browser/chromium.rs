//! Finds Debian's chromium and its driver, and starts them; both end with the story, also when it fails.

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVERS: [&str; 1] = ["chromedriver"];
/// Where they may lie beside the folders of `PATH`.
const PLACES: [&str; 4] = ["/usr/bin", "/usr/local/bin", "/usr/lib/chromium", "/snap/bin"];

/// Nothing but the page: no request to the outside, no window, no leftovers.
const FLAGS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-breakpad",
    "--force-color-profile=srgb",
];

/// How long the driver may take to end its browser.
const GRACE: Duration = Duration::from_secs(10);

struct Tools {
    browser: PathBuf,
    driver: PathBuf,
}

static TOOLS: LazyLock<Option<Tools>> = LazyLock::new(|| {
    let tools = find(&BROWSERS).zip(find(&DRIVERS)).map(|(browser, driver)| Tools { browser, driver });
    if tools.is_none() {
        // Written past the test harness, which hides what a passing test prints.
        let line = "skipped: no browser found (install chromium and chromium-driver)";
        let _ = writeln!(std::io::stderr(), "{line}");
    }
    tools
});

fn find(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).chain(PLACES.map(PathBuf::from)).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}

/// The screens the page is made for.
#[derive(Clone, Copy, Debug)]
pub enum Screen {
    Desktop,
    Phone,
}

impl Screen {
    /// In CSS pixels, as the browser's own emulation takes them; a window cannot be as narrow as a phone.
    fn metrics(self) -> Value {
        match self {
            Self::Desktop => json!({ "width": 1280, "height": 800, "pixelRatio": 1, "touch": false, "mobile": false }),
            Self::Phone => json!({ "width": 390, "height": 844, "pixelRatio": 2, "touch": true, "mobile": true }),
        }
    }
}

/// A browser of its own, with an empty profile.
pub struct Browser {
    pub client: Client,
    _driver: Driver,
    // Removed last, when nothing writes into it any more.
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Nothing where no browser is installed, which has been said then; in CI that is a failure.
    pub async fn start(screen: Screen) -> Option<Self> {
        let Some(tools) = &*TOOLS else {
            assert!(env::var_os("CI").is_none(), "in CI the stories in a browser must run");
            return None;
        };
        let profile = tempfile::tempdir().expect("a folder");
        let driver = Driver::start(tools);
        let folder = format!("--user-data-dir={}", profile.path().display());
        let mut wanted = Capabilities::new();
        wanted.insert(
            "goog:chromeOptions".to_owned(),
            json!({
                "binary": tools.browser,
                "args": FLAGS.iter().map(|&flag| flag.to_owned()).chain([folder]).collect::<Vec<_>>(),
                "mobileEmulation": { "deviceMetrics": screen.metrics() },
            }),
        );
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let client = builder
            .capabilities(wanted)
            .connect(&format!("http://{}", driver.address))
            .await
            .expect("the browser starts");
        Some(Self { client, _driver: driver, _profile: profile })
    }
}

struct Driver {
    child: Child,
    address: SocketAddr,
}

impl Driver {
    /// Starts the driver on a port that is free, which its output tells.
    fn start(tools: &Tools) -> Self {
        let mut child = Command::new(&tools.driver)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the driver starts");
        let output = BufReader::new(child.stdout.as_mut().expect("its output is piped"));
        let port = output.lines().map_while(Result::ok).find_map(|line| {
            line.split_once("started successfully on port ").map(|(_, port)| port.trim_end_matches('.').to_owned())
        });
        let port = port.and_then(|port| port.parse().ok()).expect("the driver says its port");
        Self { child, address: SocketAddr::from(([127, 0, 0, 1], port)) }
    }

    /// Waits for the answer, which comes when the browser has ended. Blocking, for a drop can't wait otherwise.
    fn shut_down(&self) -> std::io::Result<()> {
        let mut line = TcpStream::connect_timeout(&self.address, GRACE)?;
        line.set_read_timeout(Some(GRACE))?;
        write!(line, "GET /shutdown HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)?;
        line.read_to_end(&mut Vec::new()).map(drop)
    }
}

impl Drop for Driver {
    /// Ends the driver together with the browser that it started: killed alone, it would leave that behind.
    fn drop(&mut self) {
        let _ = self.shut_down();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
