//! The message log: keyed nodes, so that place, focus and open menus outlive each new state.

import { h, name, onPhone } from "./dom.js";
import { article, continues, isPrivate, label, surroundings } from "./messages.js";
import { channel, messagesOf, now, world } from "./state.js";
import { day, longDay } from "./time.js";

const scroll = document.getElementById("scroll");
const log = document.getElementById("log");
const announce = document.getElementById("announce");
const NEAR_END = 40;

let shown = { channel: null, me: null, nodes: new Map(), current: null, newFrom: null };
let actions = {};

export function start(callbacks) {
  actions = callbacks;
  log.addEventListener("keydown", onKey);
  log.addEventListener("focusin", (event) => {
    const target = event.target.closest("article");
    if (target) setCurrent(target.dataset.messageId);
  });
  for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) scroll.addEventListener(kind, () => { held = null; }, { passive: true });
  scroll.addEventListener("scroll", () => { stuck = atEnd(); if (stuck) actions.read(); }, { passive: true });
}

/** Whether the log was last at its end: it stays there when the room for it changes. */
let stuck = true;
new ResizeObserver(() => { if (stuck) toEnd(); }).observe(scroll);

export const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END;

/** Goes to the end, but not past the beginning of a reply that is held. */
export function toEnd() {
  const node = shown.nodes.get(held)?.node;
  const start = node?.isConnected ? scroll.scrollTop + node.getBoundingClientRect().top - scroll.getBoundingClientRect().top : Infinity;
  scroll.scrollTop = Math.min(scroll.scrollHeight, start);
}

/** A reply is shown from its beginning, wherever the log stood, until its reader moves the log himself. */
let awaited = false;
let held = null;

/** Told before each deed that may bring a reply. */
export function awaitReply() {
  awaited = true;
  held = null;
}

/** Whether the awaited reply is among `messages`: the first new one that is for this member only, or that he asked for. */
function takeReply(messages) {
  const mine = (message) => isPrivate(message) || message.interaction_metadata?.user?.id === world.data.me;
  const reply = awaited && messages.find((message) => !shown.seen.has(message.id) && mine(message));
  if (!reply) return false;
  awaited = false;
  held = reply.id;
  return true;
}

/** Draws the open channel's messages anew. */
export function draw() {
  const fresh = shown.channel !== world.channel || shown.me !== world.data.me;
  if (fresh) begin();
  const messages = messagesOf(world.channel);
  const stick = fresh || takeReply(messages) || atEnd();
  const anchor = stick ? null : firstVisible();
  const focused = focusInLog();
  const nodes = messages.length ? layOut(messages) : [empty()];
  sync(nodes);
  restoreFocus(focused);
  keepCurrent(messages);
  if (stick) toEnd();
  else if (anchor?.node.isConnected) scroll.scrollTop += anchor.node.getBoundingClientRect().top - anchor.top;
  if (!fresh) tell(messages);
  shown.seen = new Set(messages.map((message) => message.id));
}

function begin() {
  held = null;
  const read = channel(world.channel);
  shown = { channel: world.channel, me: world.data.me, nodes: new Map(), current: null, newFrom: read?.unread ? read.last_read : null, seen: new Set() };
  log.replaceChildren();
}

function empty() {
  const open = channel(world.channel);
  return open ? h("p.nothing", null, "Nothing here yet. This is the start of ", h("b", null, "#", name(open.name)), ".") : h("p.nothing", null, "No channel to show.");
}

/** Nodes in order: dividers and articles, the old node where nothing about it changed. */
function layOut(messages) {
  const around = JSON.stringify(surroundings());
  const today = day(now());
  const out = [];
  const kept = new Map();
  messages.forEach((message, index) => {
    const before = messages[index - 1];
    const newDay = before && day(Date.parse(before.timestamp)) !== day(Date.parse(message.timestamp));
    const firstNew = before && shown.newFrom != null && before.id === shown.newFrom;
    if (newDay || firstNew) out.push(divider(newDay && longDay(Date.parse(message.timestamp)), firstNew));
    const grouped = !newDay && !firstNew && continues(message, before);
    const signature = JSON.stringify([message, grouped, today, onPhone()]) + around;
    const old = shown.nodes.get(message.id);
    const entry = old?.signature === signature ? old : { signature, node: article(message, grouped, actions) };
    kept.set(message.id, entry);
    out.push(entry.node);
  });
  shown.nodes = kept;
  return out;
}

function divider(date, isNew) {
  return h(`div.divider${isNew ? ".new" : ""}`, { role: "separator" }, h("span", null, date || "New"), date && isNew && h("span.new-tag", null, "New"));
}

/** Brings the log's children to `nodes`, moving none that is already in place. */
function sync(nodes) {
  const wanted = new Set(nodes);
  for (const child of [...log.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (log.children[index] !== node) log.insertBefore(node, log.children[index] ?? null);
  });
}

function firstVisible() {
  const top = scroll.getBoundingClientRect().top;
  const node = [...log.children].find((child) => child.getBoundingClientRect().bottom > top);
  return node && { node, top: node.getBoundingClientRect().top };
}

function focusInLog() {
  const element = document.activeElement;
  const holder = log.contains(element) ? element.closest("article") : null;
  if (!holder) return null;
  const controls = controlsOf(holder);
  const order = [...log.querySelectorAll("article")].indexOf(holder);
  return { message: holder.dataset.messageId, customId: element.dataset.customId, control: controls.indexOf(element), order, element };
}

/** After a redraw: the same control, else its message, else the message that took its place. */
function restoreFocus(was) {
  if (!was || was.element.isConnected) return;
  const holder = shown.nodes.get(was.message)?.node;
  if (!holder) {
    const articles = [...log.querySelectorAll("article")];
    return articles[Math.min(was.order, articles.length - 1)]?.focus({ preventScroll: true });
  }
  const same = was.customId && holder.querySelector(`[data-custom-id="${CSS.escape(was.customId)}"]:not(:disabled)`);
  (same || controlsOf(holder)[was.control] || holder).focus({ preventScroll: true });
}

const controlsOf = (holder) => [...holder.querySelectorAll("button:not(:disabled), a[href], .spoiler, pre.code")];

/** One message of the log is in the Tab order, with what it holds; arrows move between messages. */
function setCurrent(id) {
  const previous = shown.nodes.get(shown.current)?.node;
  if (previous && shown.current !== id) tabbable(previous, false);
  shown.current = id;
  const node = shown.nodes.get(id)?.node;
  if (node) tabbable(node, true);
}

function tabbable(holder, on) {
  holder.tabIndex = on ? 0 : -1;
  for (const control of controlsOf(holder)) control.tabIndex = on ? 0 : -1;
}

function keepCurrent(messages) {
  const inLog = log.contains(document.activeElement);
  const wanted = inLog && shown.nodes.has(shown.current) ? shown.current : messages.at(-1)?.id;
  for (const [id, { node }] of shown.nodes) if (id !== wanted) tabbable(node, false);
  if (wanted) setCurrent(wanted);
}

function onKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const holder = event.target.closest("article");
  if (!holder) return;
  const articles = [...log.querySelectorAll("article")];
  const index = articles.indexOf(holder);
  const goal = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: articles.length - 1 }[event.key];
  if (goal !== undefined) {
    event.preventDefault();
    const next = articles[Math.max(0, Math.min(goal, articles.length - 1))];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter" && event.target === holder) {
    event.preventDefault();
    controlsOf(holder)[0]?.focus();
  } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    moveWithin(holder, event);
  }
}

function moveWithin(holder, event) {
  const controls = controlsOf(holder);
  const at = controls.indexOf(event.target);
  if (event.target.matches("pre.code") || (at < 0 && event.key === "ArrowLeft")) return;
  event.preventDefault();
  controls[Math.max(0, Math.min(at + (event.key === "ArrowRight" ? 1 : -1), controls.length - 1))]?.focus();
}

/** Says new messages aloud, politely; what the member sent himself is not news. */
function tell(messages) {
  const news = messages.filter((message) => !shown.seen.has(message.id) && message.author.id !== world.data.me);
  if (news.length) announce.textContent = news.map(label).join("\n");
}

/** Puts the focus on a control again after a dialog closed, wherever the redraw has put it. */
export function focusControl(messageId, customId) {
  const holder = shown.nodes.get(messageId)?.node;
  const control = holder?.querySelector(`[data-custom-id="${CSS.escape(customId)}"]:not(:disabled)`);
  (control ?? holder)?.focus({ preventScroll: true });
}

