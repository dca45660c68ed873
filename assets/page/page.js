//! The sandbox's page: wires state, strip, sidebar, log, forms and composer together.

import * as composer from "./composer.js";
import { h, whenLayoutChanges } from "./dom.js";
import * as form from "./form.js";
import * as log from "./log.js";
import * as picture from "./picture.js";
import * as side from "./side.js";
import * as strip from "./strip.js";
import * as time from "./time.js";
import * as todo from "./todo.js";
import { act, follow, openChannel, switchTo, world } from "./state.js";

const notice = document.getElementById("notice");
const link = document.getElementById("link");

function draw() {
  if (!world.data) return;
  todo.meet(world.data.version);
  strip.draw();
  side.draw();
  composer.draw();
  log.draw();
  read();
}

/** Once a second: times on the page run on with the sandbox's clock. */
function tick() {
  if (!world.data) return;
  strip.draw();
  time.tick(document);
}

// ---- what goes wrong is said at the foot of the log, to this person only ----

function fail(sentence) {
  notice.replaceChildren(h("div.message.private.refusal", { "data-testid": "notice" },
    h("p.content", { dir: "auto" }, sentence),
    h("p.only-you", null, "Only you can see this · ", h("button.link", { type: "button", onclick: calm }, "Dismiss"))));
  log.toEnd();
}

function calm() {
  if (notice.contains(document.activeElement)) composer.focus();
  notice.replaceChildren();
}

/** Does what `body` says; answers nothing, after saying why, where it was refused. */
async function attempt(body) {
  calm();
  try {
    return await act(body);
  } catch (error) {
    fail(error.message);
    return null;
  }
}

// ---- the verbs of a member ----

async function press(message, button, node) {
  if (node?.getAttribute("aria-busy") === "true") return;
  node?.setAttribute("aria-busy", "true");
  log.awaitReply();
  const answer = await attempt({ do: "press", message: message.id, custom_id: button.custom_id });
  node?.removeAttribute("aria-busy");
  if (answer && button.label === "My marks") todo.did("marks");
  const answering = /^(Answer|Edit)/.test(button.label ?? "");
  showForm(answer, answering, () => log.focusControl(message.id, button.custom_id));
}

function showForm(answer, answering, closed) {
  if (!answer?.form) return;
  form.show(answer.form, {
    closed,
    sent: (after) => {
      if (answering) todo.did("answer");
      log.toEnd();
      showForm(after, false, closed);
    },
  });
}

async function select(message, menu, values) {
  log.awaitReply();
  const answer = await attempt({ do: "select", message: message.id, custom_id: menu.custom_id, values });
  showForm(answer, false, () => log.focusControl(message.id, menu.custom_id));
}

const dismiss = (message) => attempt({ do: "dismiss", message: message.id });

function openPicture(file, message) {
  const opener = document.activeElement;
  const text = message.components?.flatMap((row) => row.components ?? []).find((each) => each.label === "Text version" && !each.disabled);
  picture.show(file, {
    askText: text ? () => press(message, text) : null,
    whenClosed: () => (opener?.isConnected ? opener : document.querySelector(`[data-testid="picture-${CSS.escape(file.id)}"]`))?.focus(),
  });
}

async function clock(button) {
  const answer = await attempt({ do: "clock", button: button.id });
  if (answer && button.id === "reveal") todo.did("reveal");
}

function become(id) {
  if (id === world.data.me) return;
  calm();
  switchTo(id);
}

function openChannelById(id) {
  calm();
  world.channel = id;
  draw();
  composer.focus();
}

function used(command, answer) {
  calm();
  if (command === "leaderboard") todo.did("board");
  log.toEnd();
  showForm(answer, command === "answer", composer.focus);
}

/** Tells the server what this member has seen, once for each state of a channel. */
let told = "";

function read() {
  const channel = openChannel();
  if (!channel?.unread || document.visibilityState !== "visible" || !log.atEnd()) return;
  const mark = `${world.data.me}/${channel.id}/${channel.unread}/${world.data.version}`;
  if (mark === told) return;
  told = mark;
  act({ do: "read", channel: channel.id }).catch(() => { told = ""; });
}

// ---- start ----

function connected(isUp) {
  link.hidden = isUp;
  if (!isUp) link.textContent = "The line to the sandbox is broken. Reconnecting…";
}

todo.start(() => { if (world.data) side.draw(); });
strip.start({ clock, become });
side.start(openChannelById);
composer.start({ failed: fail, used, begun: log.awaitReply });
log.start({ press, select, dismiss, open: openPicture, read });
whenLayoutChanges(draw);
document.addEventListener("visibilitychange", read);
setInterval(tick, 1000);
follow({ changed: draw, connected });
