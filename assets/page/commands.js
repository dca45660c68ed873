//! Slash commands: the list to choose from, what an option may hold, and the shape in which they are sent.

import { world } from "./state.js";

const GROUPING = new Set([1, 2]);
const NAMES = { 4: "a whole number", 10: "a number" };
export const AUTOCOMPLETE_KINDS = new Set([3, 4, 10]);

/** Every command one can type, subcommands each on their own: "drill create". */
export function all() {
  return world.data.commands
    .filter((command) => (command.type ?? 1) === 1)
    .flatMap((command) => expand(command, []))
    .sort((a, b) => a.full.localeCompare(b.full));
}

function expand(node, above) {
  const path = [...above, { name: node.name, type: above.length ? node.type : undefined }];
  const inner = (node.options ?? []).filter((option) => GROUPING.has(option.type));
  if (inner.length) return inner.flatMap((option) => expand(option, path));
  return [{ path, full: path.map((each) => each.name).join(" "), description: node.description ?? "", options: node.options ?? [] }];
}

/** Entries that fit what was typed: those that begin with it first, then those that hold it. */
export function matching(typed) {
  const wanted = typed.toLowerCase();
  const begins = (entry) => entry.full.startsWith(wanted) || entry.path.some((each) => each.name.startsWith(wanted));
  const fits = all().filter((entry) => entry.full.includes(wanted));
  return [...fits.filter(begins), ...fits.filter((entry) => !begins(entry))];
}

/** The values an option offers by itself, or nothing if it is free text, a number or asks the bot. */
export function offered(spec) {
  const people = () => world.data.members.map((each) => ({ shown: each.name, value: each.id, note: each.admin ? "admin" : "member" }));
  const roles = () => world.data.roles.map((each) => ({ shown: `@${each.name}`, value: each.id, note: "role" }));
  if (spec.choices?.length) return spec.choices.map((each) => ({ shown: each.name, value: each.value, note: "" }));
  switch (spec.type) {
    case 5: return [{ shown: "True", value: true, note: "" }, { shown: "False", value: false, note: "" }];
    case 6: return people();
    case 7: return world.data.channels
      .filter((each) => !spec.channel_types?.length || spec.channel_types.includes(each.type))
      .map((each) => ({ shown: `#${each.name}`, value: each.id, note: each.topic ?? "" }));
    case 8: return roles();
    case 9: return [...people(), ...roles()];
    default: return null;
  }
}

const bare = (text) => text.trim().replace(/^[#@/]/, "").toLowerCase();

/** Offered values whose name holds what was typed. */
export const narrowed = (items, typed) => items.filter((item) => bare(item.shown).includes(bare(typed)));

/** The one offered value that is meant by typed words. */
function meant(spec, typed) {
  const items = offered(spec);
  const exact = items.find((item) => bare(item.shown) === bare(typed) || String(item.value) === typed.trim());
  if (exact) return exact;
  const near = narrowed(items, typed);
  return near.length === 1 ? near[0] : null;
}

/** Reads what stands in a chip: `{value}` or `{fault}`, a plain sentence. Empty and optional is `{}`. */
export function read(spec, typed, picked) {
  if (picked !== undefined) return { value: picked };
  if (!typed.trim()) return spec.required ? { fault: `${spec.name} is needed: ${lowered(spec.description)}` } : {};
  if (offered(spec)) {
    const item = meant(spec, typed);
    return item ? { value: item.value } : { fault: `${spec.name}: choose one of the list.` };
  }
  return NAMES[spec.type] ? number(spec, typed) : text(spec, typed);
}

const lowered = (sentence) => (sentence ? `${sentence[0].toLowerCase()}${sentence.slice(1).replace(/\.$/, "")}.` : "choose a value.");

function number(spec, typed) {
  const value = Number(typed.trim());
  const kind = NAMES[spec.type];
  if (!Number.isFinite(value) || (spec.type === 4 && !Number.isSafeInteger(value))) return { fault: `${spec.name}: write ${kind}, such as ${spec.min_value ?? 5}.` };
  if (spec.min_value != null && value < spec.min_value) return { fault: `${spec.name}: at least ${spec.min_value}.` };
  if (spec.max_value != null && value > spec.max_value) return { fault: `${spec.name}: at most ${spec.max_value}.` };
  return { value };
}

function text(spec, typed) {
  const length = [...typed].length;
  if (spec.min_length && length < spec.min_length) return { fault: `${spec.name}: at least ${spec.min_length} characters.` };
  if (length > (spec.max_length ?? 6000)) return { fault: `${spec.name}: at most ${spec.max_length ?? 6000} characters.` };
  return { value: typed };
}

/** What an option takes, for the line above the list. */
export function limits(spec) {
  const range = [spec.min_value, spec.max_value];
  if (NAMES[spec.type] && range.some((each) => each != null)) return `${NAMES[spec.type]}${range[0] != null ? ` from ${range[0]}` : ""}${range[1] != null ? ` to ${range[1]}` : ""}`;
  return NAMES[spec.type] ?? (spec.required ? "" : "optional");
}

/** The act's `name` and `options` from the path and the leaf's values. */
export function request(entry, values) {
  const [command, ...below] = entry.path;
  const options = below.reduceRight((inner, each) => [{ name: each.name, type: each.type, options: inner }], values);
  return { name: command.name, options };
}
