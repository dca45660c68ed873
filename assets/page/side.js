//! The sidebar: server, channels, threads, unread badges, and the to-do list; a drawer on a phone.

import { h, keep, name, onPhone, sign, whenLayoutChanges } from "./dom.js";
import { openChannel, world } from "./state.js";
import { list as todo } from "./todo.js";

const side = document.getElementById("side");
const head = document.getElementById("head");
let open = () => {};

const isThread = (channel) => [10, 11, 12].includes(channel.type);
const isRoom = (channel) => [0, 5].includes(channel.type);

/** `openChannelById(id)`: shows that channel. */
export function start(openChannelById) {
  open = openChannelById;
  whenLayoutChanges(layOut);
  side.addEventListener("click", (event) => { if (event.target === side) side.close(); });
  layOut();
}

/** Wide: always there, beside the chat. Phone: a modal drawer, closed until asked for. */
function layOut() {
  if (side.open) side.close();
  if (!onPhone()) side.setAttribute("open", "");
  side.setAttribute("role", onPhone() ? "dialog" : "navigation");
}

export function draw() {
  const { server, members, channels } = world.data;
  keep(side, [server, members.length, channels, world.channel, todo()], () => [
    h("header.server", null, h("b", null, name(server.name)), h("span", null, `demo server, ${members.length} members`)),
    h("div.channels", null,
      section("Channels", channels.filter(isRoom), "#"),
      section("Threads", channels.filter((each) => isThread(each) && (!each.archived || each.unread || each.id === world.channel)), "↳")),
    steps()]);
  drawHead();
}

function section(title, channels, sign) {
  if (!channels.length) return null;
  return h("section", null, h("h2", null, title), h("ul", null, channels.map((each) => h("li", null, channelButton(each, sign)))));
}

function channelButton(channel, sign) {
  const current = channel.id === world.channel;
  const unread = channel.unread > 0 && !current;
  return h(`button.channel${current ? ".current" : ""}${unread ? ".unread" : ""}`, {
    type: "button", "data-testid": `channel-${channel.name}`, "data-channel-id": channel.id, "aria-current": current ? "page" : null,
    onclick: () => { if (onPhone()) side.close(); open(channel.id); },
  }, h("span.sign", { "aria-hidden": "true" }, sign), h("span.label", null, name(channel.name)),
  unread && h("span.count", null, channel.unread > 99 ? "99+" : channel.unread, h("span.only-read", null, " unread")));
}

function steps() {
  return h("section.todo", { "aria-label": "Try a day in two minutes", "data-testid": "todo" }, h("h2", null, "Try a day in two minutes"),
    h("ol", null, todo().map(({ text, who, after, done }, index) => h(`li${done ? ".done" : ""}`, { "data-step": index + 1, "data-done": done ? "true" : "false" },
      h("span.number", { "aria-hidden": "true" }, done ? sign("✓") : `${index + 1}.`), h("span", null, text, who && name(who), after), done && h("span.only-read", null, " (done)")))));
}

function drawHead() {
  const channel = openChannel();
  keep(head, [channel?.name, channel?.topic, channel?.type, onPhone(), world.data.bot_online], () => channel && [
    h("button.drawer-open", { type: "button", "data-testid": "open-sidebar", "aria-label": "Channels and to-do list", "aria-haspopup": "dialog", onclick: () => side.showModal() }, "☰"),
    h("h1", null, `${isThread(channel) ? "↳" : "#"} `, name(channel.name)),
    channel.topic && h("p.topic", { dir: "auto", title: channel.topic }, channel.topic),
    !world.data.bot_online && h("span.offline", { role: "status" }, `${world.data.app.name} is offline`)]);
}
