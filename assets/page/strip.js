//! The amber frame around the simulated client: clock, who-am-I, theme; on a phone in a sheet.

import { h, keep, memory, name, onPhone, sign } from "./dom.js";
import { me, now, world } from "./state.js";
import { hour, shortDate } from "./time.js";

const strip = document.getElementById("strip");
const sheet = document.getElementById("controls");
let actions = {};
const busy = new Set();

const systemDark = matchMedia("(prefers-color-scheme: dark)");
export const theme = () => document.documentElement.dataset.theme;

function applyTheme() {
  const chosen = memory.get(localStorage, "theme");
  document.documentElement.dataset.theme = chosen ?? (systemDark.matches ? "dark" : "light");
}

function switchTheme() {
  memory.set(localStorage, "theme", theme() === "dark" ? "light" : "dark");
  applyTheme();
  draw();
}

/** `callbacks`: clock(button) → promise, become(memberId). */
export function start(callbacks) {
  actions = callbacks;
  applyTheme();
  systemDark.addEventListener("change", () => { applyTheme(); draw(); });
  sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });
}

/** Draws strip and sheet from the state; called after each state and each second. */
export function draw() {
  if (!world.data) return;
  const { clock, members } = world.data;
  const data = [hour(now()), shortDate(now()), clock.zone, clock.buttons, members, world.data.me, theme(), [...busy]];
  keep(strip, [...data, onPhone()], onPhone() ? phoneStrip : wideStrip);
  if (onPhone()) keep(sheet, data, controls);
  else if (sheet.open) sheet.close();
  document.title = members.find((each) => each.id === world.data.me)?.unread ? "• Cloud Drill sandbox" : "Cloud Drill sandbox";
}

const badge = () => h("p.badge", null, h("b", null, "Sandbox"), h("span", null, "Nothing here reaches Discord"));

function wideStrip() {
  return [badge(), clockFace(), h("div.group", { role: "group", "aria-label": "Clock" }, clockButtons()),
    h("span.you", { id: "you-are" }, "You are"),
    h("div.members", { role: "group", "aria-labelledby": "you-are" }, memberButtons()),
    themeButton(theme() === "dark" ? "Light" : "Dark")];
}

function phoneStrip() {
  return [badge(), h("b.time", { "data-testid": "clock" }, hour(now())),
    h("button.control.you-open", { type: "button", "data-testid": "open-members", "aria-haspopup": "dialog", onclick: () => openSheet("[data-current]") }, "You: ", name(me()?.name ?? "?"), " ▾"),
    h("button.control", { type: "button", "data-testid": "open-clock", "aria-haspopup": "dialog", onclick: () => openSheet("button") }, "Clock ▾")];
}

function openSheet(first) {
  draw();
  sheet.showModal();
  sheet.querySelector(first)?.focus();
}

function controls() {
  return [h("span.grip", { "aria-hidden": "true" }), clockFace(), h("h2", null, "Clock"),
    h("div.tiles", { role: "group", "aria-label": "Clock" }, clockButtons()), h("h2", null, "Who am I"),
    h("div.tiles", { role: "group", "aria-label": "Who am I" }, memberButtons(), themeButton(theme() === "dark" ? "Light theme" : "Dark theme"))];
}

const clockFace = () => h("div.clock", null, h("b.time", { "data-testid": "clock" }, hour(now())),
  h("span.date", null, `${shortDate(now())}, ${world.data.clock.zone}`));

function clockButtons() {
  return world.data.clock.buttons.map((each) => h(`button.control${each.primary ? ".amber" : ""}`, {
    type: "button", "data-testid": `clock-${each.id}`, "aria-busy": busy.has(each.id) ? "true" : null, onclick: () => press(each),
  }, each.label));
}

async function press(button) {
  if (busy.size) return;
  busy.add(button.id);
  draw();
  await actions.clock(button).finally(() => busy.delete(button.id));
  if (sheet.open) sheet.close();
  draw();
}

function memberButtons() {
  return world.data.members.map((each) => {
    const current = each.id === world.data.me;
    return h(`button.control${current ? ".amber" : ""}`, {
      type: "button", "data-testid": `as-${each.id}`, "data-current": current, "aria-pressed": current ? "true" : "false",
      onclick: () => { if (sheet.open) sheet.close(); actions.become(each.id); },
    }, current && h("span.now", { "aria-hidden": "true" }, sign("✓")), name(each.name), each.admin && ", admin",
    !current && each.unread > 0 && h("span.dot", null), !current && each.unread > 0 && h("span.unread-count", null, ` · ${each.unread} unread`));
  });
}

const themeButton = (label) => h("button.control.theme", { type: "button", "data-testid": "theme", "aria-label": theme() === "dark" ? "Light theme" : "Dark theme", onclick: switchTheme }, label);
