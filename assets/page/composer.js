//! The line one types into: plain text, or after "/" a command with a chip for each option.

import { AUTOCOMPLETE_KINDS, limits, matching, narrowed, offered, read, request } from "./commands.js";
import { h, onPhone } from "./dom.js";
import * as palette from "./palette.js";
import { act, openChannel, world } from "./state.js";

const root = document.getElementById("composer");
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
let asking = 0;
let timer = null;
const drafts = new Map();
let draftOf = null;

/** `callbacks`: begun() before a command is sent, used(commandName, answer) after it, failed(sentence). */
export function start(callbacks) {
  actions = callbacks;
  root.append(palette.panel, line);
  say.addEventListener("input", () => { palette.wake(); fit(); typed(); });
  say.addEventListener("keydown", onSayKey);
  line.addEventListener("mousedown", (event) => { if (event.target === line) { event.preventDefault(); focus(); } });
  root.addEventListener("focusin", () => typed());
  root.addEventListener("focusout", (event) => { if (!root.contains(event.relatedTarget)) palette.hide(); });
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
    palette.hide();
  }
  const shut = channel?.locked && !world.data.members.find((each) => each.id === world.data.me)?.admin;
  say.disabled = Boolean(shut) || !channel;
  say.placeholder = shut ? "This thread is locked." : onPhone() || !channel ? "Message, or / for commands" : `Message ${channel.parent_id ? "" : "#"}${channel.name}, or type / for commands`;
  say.setAttribute("aria-label", say.placeholder);
}

function fit() {
  say.style.height = "auto";
  say.style.height = `${Math.min(say.scrollHeight, 168)}px`;
}

// ---- text ----

function typed() {
  if (command) return focused()?.spec ? suggest(focused()) : suggestOptions();
  if (!say.value.startsWith("/") || say.value.includes("\n")) return palette.hide();
  const text = say.value.slice(1);
  const entry = matching("").find((each) => text.toLowerCase().startsWith(`${each.full} `));
  if (entry) return enter(entry, text.slice(entry.full.length + 1));
  const items = matching(text).map((each) => ({ main: `/${each.full}`, note: each.description, match: text, take: () => enter(each, "") }));
  palette.present(items, [h("b", null, "/"), items.length ? `Commands of ${world.data.app.name}` : `There is no command /${text}`]);
}

function onSayKey(event) {
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    if (say.value.startsWith("/")) return enterTyped();
    return sendText();
  }
  if (event.key === "Escape" && !palette.isOpen() && say.value.startsWith("/")) { say.value = ""; fit(); return; }
  palette.onKey(event, wouldChange);
}

/** Enter on a command: one that is written out whole and needs nothing more is sent at once. */
function enterTyped() {
  const text = say.value.slice(1).trim().toLowerCase();
  const exact = matching("").find((each) => each.full === text);
  if (exact && !palette.wasMoved()) {
    enter(exact, "");
    if (!exact.options.some((spec) => spec.required)) send();
  } else if (palette.isOpen() && !palette.isEmpty()) {
    palette.takeActive();
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
  tail.addEventListener("input", () => { palette.wake(); tailTyped(); });
  tail.addEventListener("keydown", (event) => onCommandKey(event, null));
  command = { entry, chips: [], tail };
  say.hidden = true;
  line.append(h("b.command", { "data-testid": "palette-command" }, `/${entry.full}`), tail);
  for (const spec of entry.options.filter((each) => each.required)) addChip(spec);
  palette.wake();
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
  input.addEventListener("input", () => { palette.wake(); chipTyped(chip); });
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
  palette.wake();
  typed();
}

function onCommandKey(event, chip) {
  if (event.isComposing) return;
  const input = event.currentTarget;
  if (event.key === "Enter") {
    event.preventDefault();
    return enterInCommand(chip);
  }
  if (event.key === "Escape" && !palette.isOpen()) {
    event.preventDefault();
    return chip && !chip.spec.required ? removeChip(chip) : backToText(`/${command.entry.full}`);
  }
  if (event.key === "Backspace" && !input.value) {
    event.preventDefault();
    return stepBack(chip);
  }
  const atEdge = event.key === "ArrowLeft" ? input.selectionStart === 0 && input.selectionEnd === 0 : event.key === "ArrowRight" && input.selectionStart === input.value.length;
  if (atEdge) return moveChip(event, chip);
  palette.onKey(event, wouldChange);
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
  const open = palette.isOpen() && !palette.isEmpty();
  if (open && (palette.wasMoved() || (closed && read(chip.spec, chip.input.value).fault))) return palette.takeActive();
  if (!chip && command.tail.value.trim()) return open ? palette.takeActive() : complain({ fault: `/${command.entry.full} has no option ${command.tail.value.trim()}.` });
  return send();
}

function pick(chip, item) {
  chip.input.value = item.shown;
  chip.picked = item.value;
  chip.box.classList.remove("bad");
  widen(chip);
  palette.wake();
  firstEmpty().focus();
}

function complain({ fault, chip }) {
  chip?.box.classList.add("bad");
  (chip?.input ?? command.tail).focus();
  palette.complain(fault);
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
  palette.hide();
  line.setAttribute("aria-busy", "true");
  actions.begun();
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
  palette.present(items, [h("b", null, `/${command.entry.full}`), items.length ? "Further options, or Enter to send" : `${command.entry.description}. Enter sends`.replace("..", ".")]);
}

function suggest(chip) {
  const { spec, input } = chip;
  const title = [h("b", null, `/${command.entry.full} ${spec.name}`), spec.description, limits(spec) && h("span.limits", null, limits(spec))];
  const fixed = offered(spec);
  if (fixed) {
    const text = chip.picked === undefined ? input.value : "";
    const items = narrowed(fixed, text);
    return palette.present(items.map((item) => ({ main: item.shown, note: item.note, match: text.replace(/^[#@]/, ""), take: () => pick(chip, item) })), title);
  }
  if (!spec.autocomplete || !AUTOCOMPLETE_KINDS.has(spec.type)) return palette.present([], title);
  if (chip.answers?.text === input.value) return palette.present(chip.answers.items, title);
  palette.present(chip.answers?.items ?? [], title);
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
    palette.complain(error.message);
  }
  if (focused() === chip) suggest(chip);
}

/** An id that reads as a word stands in front with its name beside it; any other id is not shown. */
function fromChoice(chip, choice, match) {
  const readable = typeof choice.value === "string" && /\p{L}/u.test(choice.value) && choice.value !== choice.name;
  const shown = readable ? choice.value : choice.name;
  return { main: shown, note: readable ? choice.name : "", match, take: () => pick(chip, { shown, value: choice.value }) };
}

/** Tab goes on to the next field once the present one holds what is chosen, or nothing was begun in the last. */
function wouldChange() {
  const chip = focused();
  if (chip) return chip.picked === undefined || palette.wasMoved();
  return !command || command.tail.value.trim() !== "" || palette.wasMoved();
}
