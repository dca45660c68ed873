//! What members write is shown as text, whatever it looks like.

use super::chromium::Screen;
use super::story::Story;

/// Markup, a script, a link that runs one, emphasis and a ping of everybody.
const HOSTILE: &str = "<img src=x onerror=\"window.fooled=1\"><script>window.fooled=1</script> \
                       [link](javascript:window.fooled=1) **bold** @everyone";

#[tokio::test(flavor = "multi_thread")]
async fn markup_and_scripts_in_an_answer_stay_text() {
    let Some(story) = Story::begin(Screen::Desktop).await else { return };
    story.answer(&format!("{HOSTILE} \u{202e}")).await;
    story.write("composer", &format!("{HOSTILE}\u{e007}")).await;
    story.until("it was said too", "return messages('<script>').length === 1").await;

    story.press_hook("clock-reveal").await;
    story.press("All answers").await;
    let whole = format!("return mine('all answers').some((each) => words(each).includes({HOSTILE:?}))");
    story.until("the answer is shown whole", &whole).await;
    let stray = "return mine('all answers').at(-1).textContent.match(/[\\u202a-\\u202e\\u2066-\\u2069]/)";
    assert!(story.look(stray).await.is_null(), "a mark that turns text around");
    story.press("My marks").await;
    story.until("it is marked", "return mine('Your mark: ').length").await;

    assert_eq!(
        story.look("return mine('all answers').at(-1).querySelectorAll('.embed b, .embed strong').length").await,
        1
    );
    let markup = "return all('article script, article img[src=x], article [onerror], a[href^=javascript]').length";
    assert_eq!(story.look(markup).await, 0, "an answer became markup");
    assert_eq!(story.look("return 'fooled' in window").await, false, "an answer was run");
    story.end().await;
}
