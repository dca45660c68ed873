//! A newcomer with a mouse plays a whole day on a wide screen.

use super::chromium::Screen;
use super::story::Story;

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_plays_a_whole_day_with_the_mouse() {
    let Some(story) = Story::begin(Screen::Desktop).await else { return };
    let first = story.question().await;
    two_members_answer(&story).await;
    the_answer_is_revealed(&story).await;
    marks_answers_and_text(&story).await;
    the_board_and_the_next_day(&story, &first).await;
    story.end().await;
}

async fn two_members_answer(story: &Story) {
    assert_eq!(story.read("return field('Answers')").await, "0");
    story.picture("page-desktop-open-light").await;
    story.press_hook("theme").await;
    story.until("the page is dark", "return document.documentElement.dataset.theme === 'dark'").await;

    let good = story.good_answer().await;
    story.press("Answer").await;
    story.until("the form is open", "return focused('#form[open] [data-testid=form-text]')").await;
    story.write("form-text", &good).await;
    story.picture("page-desktop-form-dark").await;
    story.send().await;

    story.become_member("Tomasz").await;
    story.until("Tomasz is there", "return member('Tomasz').getAttribute('aria-pressed') === 'true'").await;
    story.until("the receipt was private", "return questions().length && !messages('Kept').length").await;
    story.answer("I would read the documentation first, <b>honestly</b>.").await;
    story.until("both answers are counted", "return field('Answers') === '2'").await;
}

async fn the_answer_is_revealed(story: &Story) {
    story.press_hook("clock-reveal").await;
    story.sees_the_table().await;
    let closed = "return all('article button:disabled').map(words).filter((each) => ['Answer', 'Hint'].includes(each)).length === 2";
    story.until("the question can't be answered any more", closed).await;
    story.picture("page-desktop-reveal-dark").await;

    story.press_what("the picture", "return all('article [data-testid^=picture-]').at(-1)").await;
    story.until("it is shown large", "return one('#picture[open] img')?.complete && words(one('#picture .alt'))").await;
    story.picture("page-desktop-picture-dark").await;
    assert_eq!(story.read("return words(one('#picture-title'))").await, story.question().await);
    story.press_at(1240.0, 200.0).await;
    story.until("a press beside it closes it", "return !one('#picture').open").await;
    story.press_hook("theme").await;
}

async fn marks_answers_and_text(story: &Story) {
    story.become_member("Priya").await;
    story.until("Priya sees her receipt again", "return mine('Kept: your answer').length").await;
    story.press("My marks").await;
    let marked = "const mark = mine('Your mark: ').at(-1); return words(mark).includes('✓') && mark.querySelector('blockquote, .quote')";
    story.until("her marks quote her", marked).await;
    story.reads_from_its_start("mine('Your mark: ').at(-1)").await;
    story.picture("page-desktop-marks-light").await;

    story.press("All answers").await;
    story.until("both answers are there", "return mine('all answers').some((each) => words(each).includes('2 answers') && words(each).includes('<b>honestly</b>'))").await;
    story.reads_from_its_start("mine('all answers').at(-1)").await;
    let before = story.look("return all('article.private').length").await;
    story.press("Text version").await;
    story.until("the table is told in words", &format!("return all('article.private').length > {before}")).await;
    assert_eq!(story.look("return all('article.private img').length").await, 0, "the text version has no picture");
}

async fn the_board_and_the_next_day(story: &Story, first: &str) {
    story.write("composer", "/lead").await;
    story
        .until(
            "the palette offers it",
            "return all('[data-testid=palette-item]').map(words).some((each) => each.startsWith('/leaderboard'))",
        )
        .await;
    story.picture("page-desktop-palette-light").await;
    story.write("composer", "erboard\u{e007}").await;
    story
        .until(
            "the board has come",
            "return messages('standings after 1 round').some((each) => !each.matches('.private'))",
        )
        .await;
    story.until("its picture is shown", "const image = messages('standings after').at(-1).querySelector('img'); return image?.complete && image.naturalWidth && image.alt").await;
    story.picture("page-desktop-board-light").await;
    assert_eq!(
        story.look("return all('[data-testid=todo] li').map((each) => each.dataset.done)").await,
        serde_json::json!(vec!["true"; 5])
    );

    story.press_hook("clock-day").await;
    story.until("the next question has come", "return questions().length === 2").await;
    assert_ne!(story.question().await, first, "another question");
    assert_eq!(story.read("return field('Answers')").await, "0");
    story.answer("A new day, a new answer.").await;
}
