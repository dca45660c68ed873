//! A day without a mouse: everything is reached, and the focus is never lost.

use fantoccini::key::Key;

use super::chromium::Screen;
use super::story::Story;

#[tokio::test(flavor = "multi_thread")]
async fn a_day_is_played_with_the_keyboard_only() {
    let Some(story) = Story::begin(Screen::Desktop).await else { return };
    an_answer_is_kept_through_closing_and_sending(&story).await;
    the_arrows_walk_through_the_messages(&story).await;
    the_palette_asks_a_question(&story).await;
    the_reveal_is_reached_and_its_picture_opened(&story).await;
    story.end().await;
}

const ON_ANSWER: &str = "return document.activeElement === button('Answer')";

async fn an_answer_is_kept_through_closing_and_sending(story: &Story) {
    story.tab_to("the Answer button", ON_ANSWER).await;
    story.key(Key::Enter).await;
    story.until("the form takes text", "return focused('#form[open] [data-testid=form-text]')").await;
    story.keys("A private, isolated network").await;
    story.key(Key::Escape).await;
    story.until("the focus is back", &format!("if (one('#form').open) return false; {ON_ANSWER}")).await;

    story.key(Key::Enter).await;
    story.until("the text is still there", "return focused('#form[open] [data-testid=form-text]') && document.activeElement.value === 'A private, isolated network'").await;
    story.keys(" of one's own.").await;
    story.picture("page-desktop-keyboard-form-light").await;
    story.chord(Key::Control, Key::Enter).await;
    story.until("the answer is kept", "return mine('Kept: your answer, 7 words').length").await;
    // The count changes the message under the focus a moment later.
    story.until("the answer is counted", "return field('Answers') === '1'").await;
    story.until("the focus is back", ON_ANSWER).await;

    story.key(Key::Enter).await;
    story.until("the kept text is offered", "return focused('#form[open] [data-testid=form-text]') && document.activeElement.value === \"A private, isolated network of one's own.\"").await;
    story.key(Key::Escape).await;
    story.until("the focus is back", ON_ANSWER).await;
}

async fn the_arrows_walk_through_the_messages(story: &Story) {
    story.key(Key::Down).await;
    story.until("the receipt has the focus", "return document.activeElement === mine('Kept').at(-1)").await;
    story.key(Key::Up).await;
    story.until("the question has the focus", "return document.activeElement === questions().at(-1)").await;
    story.key(Key::Enter).await;
    story.until("its first button has the focus", ON_ANSWER).await;
    story.key(Key::Right).await;
    story.until("the next button has it", "return document.activeElement === button('Hint')").await;
    story.key(Key::Enter).await;
    story.until("a hint came", "return mine('Hint 1 of').length && document.activeElement === button('Hint')").await;
}

async fn the_palette_asks_a_question(story: &Story) {
    let open = story.question().await;
    // The open question is not explained; any other is.
    let (typed, title) = if open == "What is a VPC?" { ("ecs eks", "ECS vs EKS") } else { ("vpc", "VPC") };
    story.tab_to("the line to type in", "return focused('[data-testid=composer]')").await;
    story.keys("/").await;
    story.until("the commands are offered", "return all('[data-testid=palette-item]').length > 3").await;
    story.key(Key::Down).await;
    story.until("the arrow moved", "return words(one('[data-testid=palette-item][data-active]')) !== words(all('[data-testid=palette-item]')[0])").await;
    story.key(Key::Up).await;
    story.keys("ask").await;
    story.until("one is left", "return words(one('[data-testid=palette-item][data-active]')).startsWith('/ask')").await;
    story.key(Key::Tab).await;
    story.until("it asks for a question", "return focused('[data-testid=option-question]')").await;
    story.keys(typed).await;
    let offered = format!(
        "return all('[data-testid=palette-item]').map(words).findIndex((each) => each.includes({title:?})) + 1"
    );
    let place = story.until("it is offered", &offered).await.as_u64().unwrap_or(1);
    for _ in 1..place {
        story.key(Key::Down).await;
    }
    story.key(Key::Tab).await;
    story
        .until(
            "it is taken",
            "return !focused('[data-testid=option-question]') && one('[data-testid=option-question]').value",
        )
        .await;
    story.key(Key::Enter).await;
    story
        .until(
            "the answer came",
            &format!("return mine({title:?}).some((each) => each.querySelector('img')?.naturalWidth)"),
        )
        .await;
    story.until("the focus is in the line again", "return focused('[data-testid=composer]')").await;
}

async fn the_reveal_is_reached_and_its_picture_opened(story: &Story) {
    story.tab_to("the clock", "return focused('[data-testid=clock-reveal]')").await;
    story.key(Key::Enter).await;
    story.sees_the_table().await;
    story.tab_to("the messages", "return focused('article, article *')").await;
    for _ in 0..10 {
        if story
            .look("return document.activeElement.closest('article') === button('My marks').closest('article')")
            .await
            == true
        {
            break;
        }
        story.key(Key::Up).await;
    }
    let on_picture = "return document.activeElement === button('My marks').closest('article').querySelector('[data-testid^=picture-]')";
    story.tab_to("the picture", on_picture).await;
    story.key(Key::Enter).await;
    story.until("it is shown large", "return one('#picture[open] img')?.naturalWidth === 1200").await;
    story.key(Key::Escape).await;
    story.until("the focus is back on it", &format!("if (one('#picture').open) return false; {on_picture}")).await;
    story.tab_to("My marks", "return document.activeElement === button('My marks')").await;
    story.key(Key::Enter).await;
    story
        .until("the marks came", "return mine('Your mark: ').length && document.activeElement === button('My marks')")
        .await;
}
