//! The list above the line one types into: what can be taken now, and the keys that choose.

import { h, key } from "./dom.js";

const root = document.getElementById("composer");
export const panel = h("div.palette", { id: "palette", hidden: true });

/** `items`: each `{main, note, match, take()}`; `moved`: somebody chose with the arrows; `shut`: closed by Esc. */
let list = { items: [], active: 0, moved: false, shut: false, title: null, fault: null };

export const isOpen = () => !panel.hidden;
export const wasMoved = () => list.moved;
export const isEmpty = () => list.items.length === 0;
export const takeActive = () => list.items[list.active].take();

/** After typing: a list closed by Esc may show again, and nothing is chosen yet. */
export function wake() {
  list.shut = false;
  list.moved = false;
}

/** Shows `fault`, a plain sentence, in place of the next title. */
export function complain(fault) {
  list.fault = fault;
  list.shut = false;
}

export function present(items, title) {
  list = { ...list, items, title, active: list.moved ? Math.min(list.active, Math.max(items.length - 1, 0)) : 0 };
  paint();
}

export function hide() {
  list = { ...list, items: [], moved: false, active: 0 };
  panel.hidden = true;
  panel.replaceChildren();
  for (const field of fields()) field.setAttribute("aria-expanded", "false");
}

const fields = () => root.querySelectorAll("[role=combobox]");

function paint() {
  const show = !list.shut && root.contains(document.activeElement);
  panel.hidden = !show;
  for (const field of fields()) {
    const here = show && field === document.activeElement;
    field.setAttribute("aria-expanded", here ? "true" : "false");
    if (here && list.items.length) field.setAttribute("aria-activedescendant", `palette-${list.active}`);
    else field.removeAttribute("aria-activedescendant");
  }
  if (!show) return panel.replaceChildren();
  panel.replaceChildren(header(), h("div.palette-list", { id: "palette-list", role: "listbox", "aria-label": "Suggestions" }, list.items.map(row)));
  panel.querySelector("[data-active]")?.scrollIntoView({ block: "nearest" });
}

function header() {
  const { fault } = list;
  list.fault = null;
  return h("header", null,
    fault ? h("p.fault", { role: "alert", "data-testid": "palette-fault" }, fault) : h("p", null, list.title?.map((part) => [part, " "])),
    list.items.length > 0 && h("p.keys", null, key("↑"), " ", key("↓"), " choose ", key("Tab"), " take ", key("Esc"), " close"));
}

function row(item, index) {
  const active = index === list.active;
  return h("div.palette-item", {
    role: "option", id: `palette-${index}`, "aria-selected": active ? "true" : "false", "data-active": active, "data-testid": "palette-item", "data-value": item.main,
    onmousedown: (event) => event.preventDefault(), onclick: () => item.take(),
  }, h("b", { dir: "auto" }, marked(item.main, item.match)), h("span.note", { dir: "auto" }, item.note), active && key("Tab"));
}

/** The matching part of a name, underlined. */
function marked(text, match) {
  const at = match ? text.toLowerCase().indexOf(match.trim().toLowerCase()) : -1;
  if (at < 0 || !match.trim()) return [text];
  const end = at + match.trim().length;
  return [text.slice(0, at), h("mark", null, text.slice(at, end)), text.slice(end)];
}

/** Arrows, Tab and Esc while the list is open; `takesTab()`: whether Tab takes, or goes on to the next field. */
export function onKey(event, takesTab) {
  if (panel.hidden) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && list.items.length) {
    event.preventDefault();
    list.active = (list.active + step + list.items.length) % list.items.length;
    list.moved = true;
    paint();
  } else if (event.key === "Tab" && !event.shiftKey && list.items.length && takesTab()) {
    event.preventDefault();
    takeActive();
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    list.shut = true;
    paint();
  }
}
