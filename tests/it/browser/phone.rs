//! A day on a phone: nothing runs out of the screen, and everything is within a finger's reach.

use super::chromium::Screen;
use super::story::Story;

#[tokio::test(flavor = "multi_thread")]
async fn a_day_is_played_on_a_phone() {
    let Some(story) = Story::begin(Screen::Phone).await else { return };
    fits(&story, "the question").await;
    story.picture("page-phone-open-light").await;
    the_drawer_shows_the_channels(&story).await;
    an_answer_is_sent_from_the_sheet(&story).await;
    the_sheet_leads_to_the_reveal(&story).await;
    marks_and_commands_fit_too(&story).await;
    story.end().await;
}

/// Nothing is wider than the screen, and what can be touched is large enough.
async fn fits(story: &Story, step: &str) {
    let page = story.look("return [document.scrollingElement.scrollWidth, innerWidth, one('#scroll').scrollWidth - one('#scroll').clientWidth]").await;
    assert_eq!(
        page,
        serde_json::json!([390, 390, 0]),
        "{step}: the page's width, the screen's, and what runs out of the log"
    );
    let small = story.look("return all('article .button, .controls .control, .strip .control, .form footer .button').filter(shown).filter((each) => each.getBoundingClientRect().height < 40).map(words)").await;
    assert_eq!(small, serde_json::json!([]), "{step}: too small for a finger");
}

async fn the_drawer_shows_the_channels(story: &Story) {
    story.press_hook("open-sidebar").await;
    story.until("the drawer is open", "return shown(hook('channel-general')) && shown(hook('todo'))").await;
    fits(story, "the drawer").await;
    story.picture("page-phone-drawer-light").await;
    story.press_hook("channel-general").await;
    story
        .until(
            "the other channel is shown",
            "return !shown(hook('channel-general')) && words(one('#head h1')).includes('general')",
        )
        .await;
    story.press_hook("open-sidebar").await;
    story.press_hook("channel-aws-drills").await;
    story.until("the question is back", "return questions().length").await;
}

async fn an_answer_is_sent_from_the_sheet(story: &Story) {
    let good = story.good_answer().await;
    story.press("Answer").await;
    story.until("the form is open", "return focused('#form[open] [data-testid=form-text]')").await;
    story.write("form-text", &good).await;
    fits(story, "the form").await;
    story.picture("page-phone-form-light").await;
    story.send().await;
    fits(story, "the receipt").await;

    story.press_hook("open-members").await;
    story.until("the sheet is open", "return shown(hook('clock-reveal'))").await;
    story.become_member("美咲").await;
    story
        .until(
            "it is another member",
            "return words(hook('open-members')).includes('美咲') && !messages('Kept').length",
        )
        .await;
    story.answer("VPC は分離されたネットワークです。").await;
    story.until("both answers are counted", "return field('Answers') === '2'").await;
}

async fn the_sheet_leads_to_the_reveal(story: &Story) {
    story.press_hook("open-clock").await;
    story.press_hook("theme").await;
    story
        .until(
            "the sheet is dark",
            "return document.documentElement.dataset.theme === 'dark' && shown(hook('clock-reveal'))",
        )
        .await;
    fits(story, "the sheet").await;
    story.picture("page-phone-controls-dark").await;
    story.press_hook("clock-reveal").await;
    story.sees_the_table().await;
    story.until("the sheet is closed", "return !one('#controls').open").await;
    fits(story, "the reveal").await;
    story.picture("page-phone-reveal-dark").await;
}

async fn marks_and_commands_fit_too(story: &Story) {
    story.press("My marks").await;
    story.until("the marks came", "return mine('Your mark: ').length").await;
    story.reads_from_its_start("mine('Your mark: ').at(-1)").await;
    fits(story, "the marks").await;
    story.press("All answers").await;
    story.until("all answers came", "return mine('all answers').length").await;
    fits(story, "all answers").await;
    story.press("Text version").await;
    story.until("the text version came", "return all('article.private').length >= 4").await;
    fits(story, "the text version").await;
    story.write("composer", "/").await;
    story.until("the palette is open", "return all('[data-testid=palette-item]').length > 3").await;
    fits(story, "the palette").await;
    story.picture("page-phone-palette-dark").await;
    story.write("composer", "leaderboard\u{e007}").await;
    story
        .until(
            "the board came",
            "return messages('standings after 1 round').at(-1)?.querySelector('img')?.naturalWidth",
        )
        .await;
    fits(story, "the board").await;
    story.picture("page-phone-board-dark").await;
}
