//! The line one types into: plain text, or after "/" a command with a chip for each option.

import { AUTOCOMPLETE_KINDS, limits, matching, narrowed, offered, read, request } from "./commands.js";
import { h, key, name, onPhone } from "./dom.js";
import { act, openChannel, world } from "./state.js";

const root = document.getElementById("composer");
const palette = h("div.palette", { id: "palette", hidden: true });
const say = h("textarea.say", {
  id: "say", "data-testid": "composer", rows: 1, dir: "auto", enterkeyhint: "send", autocomplete: "off", spellcheck: "false",
  role: "combobox", "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": "palette-list", "aria-expanded": "false",
});
const line = h("div.line", null, say);

/** Discord takes no longer text from a member. */
const LONGEST = 2000;
const AUTOCOMPLETE_PAUSE = 120;

let actions = {};
/** The command being filled: `{entry, chips: [{spec, input, box, picked}], tail}`, or nothing while typing text. */
let command = null;
/** `items`: what can be taken now; `moved`: somebody chose with the arrows; `hidden`: closed by Esc. */
let list = { items: [], active: 0, moved: false, hidden: false, title: null, fault: null };
let asking = 0;
let timer = null;
const drafts = new Map();
let draftOf = null;

/** `callbacks`: failed(sentence), used(commandName), shown(answer). */
export function start(callbacks) {
  actions = callbacks;
  root.append(palette, line);
  say.addEventListener("input", () => { list.hidden = false; fit(); typed(); });
  say.addEventListener("keydown", onSayKey);
  line.addEventListener("mousedown", (event) => { if (event.target === line) { event.preventDefault(); focus(); } });
  root.addEventListener("focusin", () => typed());
  root.addEventListener("focusout", (event) => { if (!root.contains(event.relatedTarget)) hide(); });
}

export const focus = () => (command ? firstEmpty() : say).focus();

/** Adapts to channel and member; each of them has its own unsent text. */
export function draw() {
  const channel = openChannel();
  const place = `${world.data.me}/${world.channel}`;
  if (draftOf !== place) {
    if (draftOf) drafts.set(draftOf, command ? `/${command.entry.full}` : say.value);
    draftOf = place;
    leaveCommand(drafts.get(place) ?? "");
    hide();
  }
  const shut = channel?.locked && !world.data.members.find((each) => each.id === world.data.me)?.admin;
  say.disabled = Boolean(shut) || !channel;
  say.placeholder = shut ? "This thread is locked." : onPhone() ? "Message, or / for commands" : `Message #${channel?.name ?? ""}, or type / for commands`;
  say.setAttribute("aria-label", say.placeholder);
}

function fit() {
  say.style.height = "auto";
  say.style.height = `${Math.min(say.scrollHeight, 168)}px`;
}

// ---- text ----

function typed() {
  if (command) return focused()?.spec ? suggest(focused()) : suggestOptions();
  if (!say.value.startsWith("/") || say.value.includes("\n")) return hide();
  const text = say.value.slice(1);
  const entry = matching("").find((each) => text.toLowerCase().startsWith(`${each.full} `));
  if (entry) return enter(entry, text.slice(entry.full.length + 1));
  const items = matching(text).map((each) => ({ main: `/${each.full}`, note: each.description, match: text, take: () => enter(each, "") }));
  present(items, [h("b", null, "/"), items.length ? "Commands of Cloud Drill" : `There is no command /${text}`]);
}

function onSayKey(event) {
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    if (say.value.startsWith("/")) return enterTyped();
    return sendText();
  }
  if (event.key === "Escape" && palette.hidden && say.value.startsWith("/")) { say.value = ""; fit(); return; }
  listKeys(event);
}

/** Enter on a command: one that is written out whole and needs nothing more is sent at once. */
function enterTyped() {
  const text = say.value.slice(1).trim().toLowerCase();
  const exact = matching("").find((each) => each.full === text);
  if (exact && !list.moved) {
    enter(exact, "");
    if (!exact.options.some((spec) => spec.required)) send();
  } else if (list.items.length && !list.hidden) {
    list.items[list.active].take();
  } else {
    actions.failed(`There is no command /${text} here. Type / to see them all.`);
  }
}

async function sendText() {
  const text = say.value.trim();
  if (!text) return;
  if ([...text].length > LONGEST) return actions.failed(`A message has at most 2,000 characters, this one has ${[...text].length}.`);
  say.value = "";
  fit();
  try {
    await act({ do: "say", channel: world.channel, text });
  } catch (error) {
    if (!say.value) { say.value = text; fit(); }
    actions.failed(error.message);
  }
}

// ---- command ----

/** Begins to fill a command; `rest` is what was already typed after its name. */
function enter(entry, rest) {
  const tail = h("input.tail", { type: "text", "data-testid": "palette-more", "aria-label": "Further options, Enter sends", autocomplete: "off", spellcheck: "false", role: "combobox", "aria-controls": "palette-list", "aria-expanded": "false" });
  tail.addEventListener("input", () => { list.hidden = false; tailTyped(); });
  tail.addEventListener("keydown", (event) => onCommandKey(event, null));
  command = { entry, chips: [], tail };
  say.hidden = true;
  line.append(h("b.command", { "data-testid": "palette-command" }, `/${entry.full}`), tail);
  for (const spec of entry.options.filter((each) => each.required)) addChip(spec);
  list.hidden = false;
  list.moved = false;
  const first = command.chips[0] ?? (rest && entry.options[0] ? addChip(entry.options[0]) : null);
  if (rest && first) { first.input.value = rest; chipTyped(first); }
  const target = focused() ? null : firstEmpty();
  target?.focus();
  typed();
}

const firstEmpty = () => command.chips.find((chip) => !chip.input.value)?.input ?? command.tail;
const focused = () => command?.chips.find((chip) => chip.input === document.activeElement);
const unused = () => command.entry.options.filter((spec) => !command.chips.some((chip) => chip.spec === spec));

function addChip(spec, value = "") {
  const input = h("input", { type: "text", "data-testid": `option-${spec.name}`, "aria-label": `${spec.name}: ${spec.description}`, autocomplete: "off", spellcheck: "false", dir: "auto", enterkeyhint: "send", inputmode: spec.type === 4 ? "numeric" : null, role: "combobox", "aria-controls": "palette-list", "aria-expanded": "false" });
  const chip = { spec, input, picked: undefined, box: h("label.chip", null, h("span", null, `${spec.name}:`), input) };
  input.value = value;
  input.addEventListener("input", () => { list.hidden = false; list.moved = false; chipTyped(chip); });
  input.addEventListener("keydown", (event) => onCommandKey(event, chip));
  command.tail.before(chip.box);
  command.chips.push(chip);
  widen(chip);
  return chip;
}

/** For browsers that cannot size a field by what it holds. */
const widen = ({ input }) => { input.size = Math.max(2, [...input.value].length); };

/** "name:" typed in a chip names an option: its own is dropped, another one's begins a chip. */
function chipTyped(chip) {
  chip.picked = undefined;
  chip.box.classList.remove("bad");
  if (chip.input.value.startsWith(`${chip.spec.name}:`)) chip.input.value = chip.input.value.slice(chip.spec.name.length + 1).trimStart();
  const next = nextOption(chip.input.value);
  if (next) {
    chip.input.value = chip.input.value.slice(0, next.at).trimEnd();
    widen(chip);
    const other = command.chips.find((each) => each.spec === next.spec) ?? addChip(next.spec);
    other.input.value = next.rest.trimStart();
    other.input.focus();
    return chipTyped(other);
  }
  widen(chip);
  typed();
}

function nextOption(text) {
  for (const spec of command.entry.options) {
    const chip = command.chips.find((each) => each.spec === spec);
    if (chip?.input.value && !text.startsWith(`${spec.name}:`)) continue;
    const at = text.indexOf(` ${spec.name}:`);
    if (at >= 0) return { spec, at, rest: text.slice(at + spec.name.length + 2) };
  }
  return null;
}

function tailTyped() {
  const found = /^\s*([^\s:]+):\s*(.*)$/.exec(command.tail.value);
  const spec = found && unused().find((each) => each.name === found[1]);
  if (!spec) return typed();
  command.tail.value = "";
  const chip = addChip(spec, found[2]);
  chip.input.focus();
  chipTyped(chip);
}

function leaveCommand(text) {
  command = null;
  asking += 1;
  say.hidden = false;
  line.replaceChildren(say);
  say.value = text;
  fit();
}

function removeChip(chip) {
  chip.box.remove();
  command.chips = command.chips.filter((each) => each !== chip);
  command.tail.focus();
}

function backToText(text) {
  leaveCommand(text);
  say.focus();
  list.hidden = false;
  typed();
}

function onCommandKey(event, chip) {
  if (event.isComposing) return;
  const input = event.currentTarget;
  if (event.key === "Enter") {
    event.preventDefault();
    return enterInCommand(chip);
  }
  if (event.key === "Escape" && palette.hidden) {
    event.preventDefault();
    return chip && !chip.spec.required ? removeChip(chip) : backToText(`/${command.entry.full}`);
  }
  if (event.key === "Backspace" && !input.value) {
    event.preventDefault();
    return stepBack(chip);
  }
  const atEdge = event.key === "ArrowLeft" ? input.selectionStart === 0 && input.selectionEnd === 0 : event.key === "ArrowRight" && input.selectionStart === input.value.length;
  if (atEdge) return moveChip(event, chip);
  listKeys(event);
}

function stepBack(chip) {
  if (chip && !chip.spec.required) return removeChip(chip);
  const before = chip ? command.chips[command.chips.indexOf(chip) - 1] : command.chips.at(-1);
  if (before) before.input.focus();
  else backToText(`/${command.entry.full}`);
}

function moveChip(event, chip) {
  const fields = [...command.chips.map((each) => each.input), command.tail];
  const goal = fields[fields.indexOf(chip?.input ?? command.tail) + (event.key === "ArrowLeft" ? -1 : 1)];
  if (!goal) return;
  event.preventDefault();
  goal.focus();
}

/** Enter takes what the arrows chose, or the first of a closed list; a free text is sent as it stands. */
function enterInCommand(chip) {
  const closed = chip && offered(chip.spec) && chip.picked === undefined && chip.input.value.trim();
  const open = !palette.hidden && list.items.length > 0;
  if (open && (list.moved || (closed && read(chip.spec, chip.input.value).fault))) return list.items[list.active].take();
  if (!chip && command.tail.value.trim()) return open ? list.items[list.active].take() : complain({ fault: `/${command.entry.full} has no option ${command.tail.value.trim()}.` });
  return send();
}

function pick(chip, item) {
  chip.input.value = item.shown;
  chip.picked = item.value;
  chip.box.classList.remove("bad");
  widen(chip);
  list.moved = false;
  firstEmpty().focus();
}

function complain({ fault, chip }) {
  list.fault = fault;
  chip?.box.classList.add("bad");
  (chip?.input ?? command.tail).focus();
  list.hidden = false;
  typed();
}

async function send() {
  const values = [];
  for (const chip of command.chips) {
    const { value, fault } = read(chip.spec, chip.input.value, chip.picked);
    if (fault) return complain({ fault, chip });
    if (value !== undefined) values.push({ name: chip.spec.name, type: chip.spec.type, value });
  }
  const sent = command;
  if (sent.busy) return;
  sent.busy = true;
  hide();
  line.setAttribute("aria-busy", "true");
  try {
    const answer = await act({ do: "command", channel: world.channel, ...request(sent.entry, values) });
    if (command === sent) { leaveCommand(""); say.focus(); }
    actions.used(sent.entry.full, answer);
  } catch (error) {
    actions.failed(error.message);
  } finally {
    sent.busy = false;
    line.removeAttribute("aria-busy");
  }
}

// ---- suggestions ----

function suggestOptions() {
  const text = command.tail.value.trim().toLowerCase();
  const items = unused().filter((spec) => spec.name.includes(text))
    .map((spec) => ({ main: spec.name, note: spec.description, match: text, take: () => { command.tail.value = ""; addChip(spec).input.focus(); } }));
  present(items, [h("b", null, `/${command.entry.full}`), items.length ? "Further options, or Enter to send" : `${command.entry.description}. Enter sends`.replace("..", ".")]);
}

function suggest(chip) {
  const { spec, input } = chip;
  const title = [h("b", null, `/${command.entry.full} ${spec.name}`), spec.description, limits(spec) && h("span.limits", null, limits(spec))];
  const fixed = offered(spec);
  if (fixed) {
    const text = chip.picked === undefined ? input.value : "";
    const items = narrowed(fixed, text);
    return present(items.map((item) => ({ main: item.shown, note: item.note, match: text.replace(/^[#@]/, ""), take: () => pick(chip, item) })), title);
  }
  if (!spec.autocomplete || !AUTOCOMPLETE_KINDS.has(spec.type)) return present([], title);
  if (chip.answers?.text === input.value) return present(chip.answers.items, title);
  present(chip.answers?.items ?? [], title);
  clearTimeout(timer);
  timer = setTimeout(() => ask(chip, input.value), chip.answers ? AUTOCOMPLETE_PAUSE : 0);
}

/** Asks the bot for suggestions; an answer that comes after further typing is dropped. */
async function ask(chip, text) {
  const number = ++asking;
  const asked = command;
  if (!asked) return;
  const others = asked.chips.filter((each) => each !== chip)
    .map((each) => ({ name: each.spec.name, type: each.spec.type, value: read(each.spec, each.input.value, each.picked).value }))
    .filter((each) => each.value !== undefined);
  const focusedOption = { name: chip.spec.name, type: chip.spec.type, value: text, focused: true };
  try {
    const { choices } = await act({ do: "autocomplete", channel: world.channel, ...request(asked.entry, [...others, focusedOption]) });
    if (number !== asking || command !== asked) return;
    chip.answers = { text, items: (choices ?? []).map((choice) => fromChoice(chip, choice, text)) };
  } catch (error) {
    if (number !== asking || command !== asked) return;
    chip.answers = { text, items: [] };
    list.fault = error.message;
  }
  if (focused() === chip) suggest(chip);
}

/** An id that reads as a word stands in front with its name beside it; any other id is not shown. */
function fromChoice(chip, choice, match) {
  const readable = typeof choice.value === "string" && /\p{L}/u.test(choice.value) && choice.value !== choice.name;
  const shown = readable ? choice.value : choice.name;
  return { main: shown, note: readable ? choice.name : "", match, take: () => pick(chip, { shown, value: choice.value }) };
}

function present(items, title) {
  list = { ...list, items, title, active: list.moved ? Math.min(list.active, Math.max(items.length - 1, 0)) : 0 };
  paint();
}

function paint() {
  const show = !list.hidden && root.contains(document.activeElement);
  palette.hidden = !show;
  for (const field of root.querySelectorAll("[role=combobox]")) {
    field.setAttribute("aria-expanded", show && field === document.activeElement ? "true" : "false");
    if (show && list.items.length && field === document.activeElement) field.setAttribute("aria-activedescendant", `palette-${list.active}`);
    else field.removeAttribute("aria-activedescendant");
  }
  if (!show) return palette.replaceChildren();
  palette.replaceChildren(header(), h("div.palette-list", { id: "palette-list", role: "listbox", "aria-label": "Suggestions" }, list.items.map(row)));
  palette.querySelector("[data-active]")?.scrollIntoView({ block: "nearest" });
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

function hide() {
  list = { ...list, items: [], moved: false, active: 0 };
  palette.hidden = true;
  palette.replaceChildren();
  for (const field of root.querySelectorAll("[role=combobox]")) field.setAttribute("aria-expanded", "false");
}

/** Arrows, Tab and Esc while the list is open. */
function listKeys(event) {
  if (palette.hidden) return;
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && list.items.length) {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    list.active = (list.active + step + list.items.length) % list.items.length;
    list.moved = true;
    paint();
  } else if (event.key === "Tab" && !event.shiftKey && list.items.length && wouldChange()) {
    event.preventDefault();
    list.items[list.active].take();
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    list.hidden = true;
    paint();
  }
}

/** Tab goes on to the next field once the present one holds what is chosen, or nothing was begun in the last. */
function wouldChange() {
  const chip = focused();
  if (chip) return chip.picked === undefined || list.moved;
  return !command || command.tail.value.trim() !== "" || list.moved;
}
