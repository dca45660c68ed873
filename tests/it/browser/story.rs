//! A person before the page, with the verbs and the eyes that the stories need.

use std::path::Path;
use std::time::{Duration, Instant};

use cloud_drill::bank::Bank;
use fantoccini::Locator;
use fantoccini::actions::{InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::key::Key;
use serde_json::Value;

use super::chromium::{Browser, Screen};
use super::demo::Demo;

/// How long anything may take in real time before a story fails: far more than it does.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often the page is looked at.
const GLANCE: Duration = Duration::from_millis(40);

/// Under this name the protocol hands elements over.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What scripts of the stories may use. Text is compared without regard to how it may wrap.
const EYES: &str = r#"
const all = (css) => [...document.querySelectorAll(css)];
const one = (css) => document.querySelector(css);
const shown = (node) => Boolean(node?.checkVisibility());
const words = (node) => (node?.textContent ?? "").replace(/\u200b/g, "").replace(/\s+/g, " ").trim();
const messages = (text) => all("article").filter((each) => words(each).includes(text));
const questions = () => all("article .content p").filter((each) => words(each).startsWith("Today’s question: ")).map((each) => each.closest("article"));
const mine = (text) => messages(text).filter((each) => each.matches(".private"));
const button = (label) => all("article [data-custom-id]:not(:disabled)").filter((each) => words(each) === label).at(-1);
const field = (name) => words(all("article dt").filter((each) => words(each) === name).at(-1)?.parentElement.querySelector("dd"));
const member = (name) => all("[data-testid^=as-]").find((each) => shown(each) && words(each).includes(name));
const hook = (id) => all(`[data-testid="${id}"]`).find(shown);
const focused = (css) => document.activeElement?.matches(css) ?? false;
"#;

pub struct Story {
    demo: Demo,
    browser: Browser,
}

impl Story {
    /// Starts the sandbox and opens its page; nothing where no browser is installed.
    pub async fn begin(screen: Screen) -> Option<Self> {
        let browser = Browser::start(screen).await?;
        let story = Self { demo: Demo::start(), browser };
        story.browser.client.goto(&story.demo.address).await.expect("the page loads");
        let listen = r#"
            window.faults = [];
            addEventListener("error", (event) => faults.push(event.message));
            addEventListener("unhandledrejection", (event) => faults.push(String(event.reason)));"#;
        story.look(listen).await;
        story.until("the question is there", "return questions().length").await;
        Some(story)
    }

    /// Ends it; an error in the page's scripts fails the story though all assertions passed.
    pub async fn end(self) {
        assert_eq!(self.look("return faults").await, Value::Array(Vec::new()), "errors in the page's scripts");
        self.browser.client.close().await.expect("the browser ends");
        self.demo.end();
    }

    // ---- eyes ----

    /// What `script` returns at this moment.
    pub async fn look(&self, script: &str) -> Value {
        let script = format!("{EYES}\n{script}");
        self.browser.client.execute(&script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}\n{error}"))
    }

    pub async fn read(&self, script: &str) -> String {
        self.look(script).await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until `script` returns something, and hands it over.
    pub async fn until(&self, what: &str, script: &str) -> Value {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            let seen = self.look(script).await;
            if is_something(&seen) {
                return seen;
            }
            tokio::time::sleep(GLANCE).await;
        }
        self.give_up(what).await
    }

    /// Says why, with what stands on the page.
    async fn give_up(&self, what: &str) -> ! {
        self.picture("failed").await;
        panic!("it did not happen that {what}; the page says:\n{}", self.read("return document.body.innerText").await)
    }

    /// Takes a picture of what is seen.
    pub async fn picture(&self, name: &str) {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it lies in the target folder");
        let folder = target.join("screenshots");
        std::fs::create_dir_all(&folder).expect("a folder for the pictures");
        let png = self.browser.client.screenshot().await.expect("a picture");
        std::fs::write(folder.join(format!("{name}.png")), png).expect("the picture is kept");
    }

    /// The title of the newest question.
    pub async fn question(&self) -> String {
        let script =
            "return words(questions().at(-1).querySelector('.content p').firstChild).replace('Today’s question: ', '')";
        self.read(script).await
    }

    /// A good answer to the newest question, from the bank.
    pub async fn good_answer(&self) -> String {
        let bank = Bank::built_in().expect("the built-in bank has no errors");
        let title = self.question().await;
        let asked = bank.iter().find(|question| question.title == title);
        asked.unwrap_or_else(|| panic!("the bank has no question {title:?}")).answer.say_this.clone()
    }

    /// The table of the newest reveal has arrived as a picture of full size, and is told in words too.
    pub async fn sees_the_table(&self) {
        let alt = self.until(
            "the picture is shown",
            r#"const image = button("My marks")?.closest("article").querySelector("[data-testid^=picture-] img");
               return image?.complete && image.naturalWidth === 1200 && image.clientWidth > 0 && image.alt;"#,
        );
        let alt = alt.await;
        assert!(alt.as_str().is_some_and(|alt| alt.len() > 40), "the picture is described: {alt}");
    }

    /// Reads a reply from its beginning, which the log has come to.
    pub async fn reads_from_its_start(&self, reply: &str) {
        let script = format!(
            "const [text, log] = [{reply}, one('#scroll')].map((each) => each?.getBoundingClientRect());
             return text && text.top >= log.top - 1 && text.top < log.bottom - 40;"
        );
        self.until(&format!("the beginning of {reply} is in sight"), &script).await;
    }

    // ---- mouse or finger ----

    /// Presses what `script` returns, as soon as it can be.
    pub async fn press_what(&self, what: &str, script: &str) {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if let Some(element) = self.element(script).await {
                // A message that changed meanwhile has a new button in the place of this one, which is looked for anew.
                if element.click().await.is_ok() {
                    return;
                }
            }
            tokio::time::sleep(GLANCE).await;
        }
        self.give_up(&format!("{what} could be pressed")).await
    }

    async fn element(&self, script: &str) -> Option<Element> {
        let seen = self.look(script).await;
        let id = seen.get(ELEMENT)?.as_str()?.to_owned();
        Some(Element::from_element_id(self.browser.client.clone(), ElementRef::from(id)))
    }

    /// Presses the newest button of a message that has this label.
    pub async fn press(&self, label: &str) {
        self.press_what(&format!("the button {label}"), &format!("return button({label:?})")).await;
    }

    /// Presses a control of the page by its hook.
    pub async fn press_hook(&self, id: &str) {
        self.press_what(id, &format!("return hook({id:?})")).await;
    }

    /// Presses a point of the page, in CSS pixels from its corner.
    pub async fn press_at(&self, x: f64, y: f64) {
        let mouse = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveTo { duration: None, x, y })
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.browser.client.perform_actions(mouse).await.expect("the mouse is pressed");
    }

    /// Becomes another member, with the controls that are in sight.
    pub async fn become_member(&self, name: &str) {
        self.press_what(name, &format!("return member({name:?})")).await;
    }

    /// Types into what the hook names.
    pub async fn write(&self, id: &str, text: &str) {
        let css = format!("[data-testid={id:?}]");
        let field = self.browser.client.wait().at_most(PATIENCE).for_element(Locator::Css(&css)).await;
        field.expect("the field is there").send_keys(text).await.expect("it takes text");
    }

    /// Answers the open question: opens the form, writes and sends it.
    pub async fn answer(&self, text: &str) {
        self.press("Answer").await;
        self.until("the form is open", "return focused('#form[open] [data-testid=form-text]')").await;
        self.write("form-text", text).await;
        self.send().await;
    }

    /// Sends the form and waits for the receipt, which only this member sees.
    pub async fn send(&self) {
        self.press_hook("form-send").await;
        self.until("the answer is kept", "return !hook('form-text') && mine('Kept: your answer').length").await;
    }

    // ---- keyboard ----

    /// Types on the keyboard, wherever the focus is.
    pub async fn keys(&self, text: &str) {
        let stroke = |keys: KeyActions, value| keys.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        let keys = text.chars().fold(KeyActions::new("keyboard".to_owned()), stroke);
        self.browser.client.perform_actions(keys).await.expect("the keys are pressed");
    }

    pub async fn key(&self, key: Key) {
        self.keys(&char::from(key).to_string()).await;
    }

    /// Presses a key while another is held.
    pub async fn chord(&self, held: Key, key: Key) {
        let (held, value) = (char::from(held), char::from(key));
        let keys = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: held })
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value })
            .then(KeyAction::Up { value: held });
        self.browser.client.perform_actions(keys).await.expect("the keys are pressed");
    }

    /// Goes on with Tab until `script` says that the focus has arrived; the page has far fewer stops than it tries.
    pub async fn tab_to(&self, what: &str, script: &str) {
        for _ in 0..60 {
            if is_something(&self.look(script).await) {
                return;
            }
            self.key(Key::Tab).await;
        }
        self.give_up(&format!("Tab leads to {what}")).await
    }
}

/// As a script would judge it.
fn is_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(is) => *is,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}
