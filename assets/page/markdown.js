//! Discord's markdown as DOM nodes. Every character of a message ends in a text node or an attribute.

import { h, name, sign } from "./dom.js";
import { channel, member, world } from "./state.js";
import { stamp } from "./time.js";

/** Nested marks deeper than this stay text, so that a hostile message cannot exhaust the stack. */
const DEEPEST = 12;

/** A whole text: quotes, headings, lists, code blocks and lines. */
export function blocks(text) {
  const out = [];
  const fence = /```(?:([A-Za-z0-9_+.#-]*)\n)?([\s\S]*?)```\n?/g;
  let from = 0;
  for (let found; (found = fence.exec(text)); from = fence.lastIndex) {
    out.push(...lines(text.slice(from, found.index)));
    out.push(codeBlock(found[2]));
  }
  out.push(...lines(text.slice(from)));
  return out;
}

function codeBlock(code) {
  return h("pre.code", { tabindex: "0", "aria-label": "Preformatted text" }, h("code", { dir: "auto" }, code.replace(/\n$/, "")));
}

const MARK = /^([✓✗–]) (.+)$/;
const ALL_BOLD = /^\*\*[^*]+\*\*$/;
const HEADING = /^(#{1,3}) +(.+)$/;
const ITEM = /^( *)([-*]|\d{1,9}\.) +(.+)$/;

function lines(text) {
  if (!text) return [];
  const rest = text.replace(/\n$/, "").split("\n");
  const out = [];
  while (rest.length) {
    const line = rest[0];
    if (line.startsWith(">>> ")) {
      out.push(h("blockquote", null, lines([line.slice(4), ...rest.slice(1)].join("\n"))));
      break;
    }
    if (line.startsWith("> ")) out.push(quote(rest));
    else if (HEADING.test(line)) out.push(heading(rest.shift()));
    else if (line.startsWith("-# ")) out.push(h("p.sub", { dir: "auto" }, inline(rest.shift().slice(3))));
    else if (MARK.test(line)) out.push(mark(rest));
    else if (ITEM.test(line)) out.push(list(rest));
    else if (!line.trim()) { rest.shift(); out.push(h("p.gap")); }
    else out.push(paragraph(rest));
  }
  return out;
}

const opensBlock = (line) => !line.trim() || line.startsWith("> ") || line.startsWith(">>> ") || line.startsWith("-# ")
  || HEADING.test(line) || MARK.test(line) || ITEM.test(line);

function takeWhile(rest, test) {
  const taken = [rest.shift()];
  while (rest.length && test(rest[0])) taken.push(rest.shift());
  return taken;
}

function quote(rest) {
  const inner = takeWhile(rest, (line) => line.startsWith("> ")).map((line) => line.slice(2));
  return h("blockquote", null, lines(inner.join("\n")));
}

function heading(line) {
  const [, level, text] = HEADING.exec(line);
  return h(`p.h${level.length}`, { role: "heading", "aria-level": level.length + 2, dir: "auto" }, inline(text));
}

/**
 * A line that begins with a sign, which hangs to the left of it. A point of a mark is one in bold: the words quoted
 * beneath and one line of comment belong to it.
 */
function mark(rest) {
  const [, character, text] = MARK.exec(rest.shift());
  const kind = { "✓": "yes", "✗": "wrong", "–": "none" }[character];
  const isPoint = text.startsWith("**");
  const below = [];
  while (isPoint && rest[0]?.startsWith("> ")) below.push(rest.shift());
  const comments = character !== "✓" && rest.length > 0 && !opensBlock(rest[0]) && !ALL_BOLD.test(rest[0]);
  if (isPoint && comments) below.push(rest.shift());
  return h(`div.mark.${kind}${isPoint ? ".of-point" : ""}`, null, h("span.sign", null, sign(character)),
    h("div.point", null, h("p", { dir: "auto" }, inline(text)), lines(below.join("\n"))));
}

/** Follows Discord in nesting by two spaces or more. */
function list(rest) {
  const [, indent, bullet] = ITEM.exec(rest[0]);
  const ordered = /\d/.test(bullet);
  const root = h(ordered ? "ol" : "ul", ordered ? { start: Number.parseInt(bullet, 10) } : null);
  while (rest.length && ITEM.test(rest[0])) {
    const [, depth, sign, text] = ITEM.exec(rest[0]);
    if (depth.length < indent.length) break;
    if (depth.length >= indent.length + 2 && root.lastChild) { root.lastChild.append(list(rest)); continue; }
    if (/\d/.test(sign) !== ordered) break;
    rest.shift();
    root.append(h("li", { dir: "auto" }, inline(text)));
  }
  return root;
}

/** Lines up to the next block; a line in bold alone stands a little apart from what follows. */
function paragraph(rest) {
  const taken = takeWhile(rest, (line) => !opensBlock(line));
  const title = ALL_BOLD.test(taken[0]) && taken.length > 1;
  const body = h("p", { dir: "auto" }, inline((title ? taken.slice(1) : taken).join("\n")));
  return title ? [h("p.title", { dir: "auto" }, inline(taken[0])), body] : body;
}

const DELIMITERS = [
  ["***", (inner) => h("strong", null, h("em", null, inner))],
  ["**", (inner) => h("strong", null, inner)],
  ["__", (inner) => h("u", null, inner)],
  ["~~", (inner) => h("s", null, inner)],
  ["||", spoiler],
  ["*", (inner) => h("em", null, inner)],
  ["_", (inner) => h("em", null, inner)],
];

/** Text within a line. */
export function inline(text, depth = 0) {
  const out = [];
  let plain = "";
  let at = 0;
  const flush = () => { if (plain) out.push(plain); plain = ""; };
  while (at < text.length) {
    const found = depth < DEEPEST ? token(text, at, depth) : null;
    if (!found) { plain += text[at++]; continue; }
    const [node, length] = found;
    if (typeof node === "string") plain += node;
    else { flush(); out.push(node); }
    at += length;
  }
  flush();
  return depth === 0 ? joinStamps(out) : out;
}

/** Reads what begins at `at`; the node and how many characters it took, or nothing. */
function token(text, at, depth) {
  const character = text[at];
  switch (character) {
    case "\\": return /[\\`*_~|<>#\-.[\]()@:!+]/.test(text[at + 1] ?? "") ? [text[at + 1], 2] : null;
    case "`": return code(text, at);
    case "<": return angle(text.slice(at, at + 2100));
    case "[": return maskedLink(text, at, depth);
    case "h": return bareLink(text, at);
    case "\n": return [h("br"), 1];
    default: return "*_~|".includes(character) ? delimited(text, at, depth) : null;
  }
}

function code(text, at) {
  const ticks = text[at + 1] === "`" ? "``" : "`";
  const end = text.indexOf(ticks, at + ticks.length);
  if (end <= at + ticks.length - 1 || end === at + ticks.length) return null;
  return [h("code.inline", { dir: "auto" }, text.slice(at + ticks.length, end)), end + ticks.length - at];
}

function delimited(text, at, depth) {
  for (const [sign, wrap] of DELIMITERS) {
    if (!text.startsWith(sign, at)) continue;
    const end = closing(text, at + sign.length, sign);
    if (end < 0) continue;
    // An underscore inside a word is part of the word.
    if (sign === "_" && (/\w/.test(text[at - 1] ?? "") || /\w/.test(text[end + 1] ?? ""))) continue;
    return [wrap(inline(text.slice(at + sign.length, end), depth + 1)), end + sign.length - at];
  }
  return null;
}

function closing(text, from, sign) {
  if (sign.length === 1 && /\s/.test(text[from] ?? " ")) return -1;
  for (let end = text.indexOf(sign, from + 1); end >= 0; end = text.indexOf(sign, end + 1)) {
    if (text[end - 1] === "\\") continue;
    // A single sign must not end on half of a double one.
    if (sign.length === 1 && text[end + 1] === sign) { end += 1; continue; }
    if (sign === "**" && text[end + 2] === "*") end += 1;
    return end;
  }
  return -1;
}

function spoiler(inner) {
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.currentTarget.classList.add("shown");
    event.currentTarget.removeAttribute("role");
    event.currentTarget.removeAttribute("aria-label");
  };
  return h("span.spoiler", { role: "button", tabindex: "0", "aria-label": "Spoiler, press to read", onclick: reveal, onkeydown: reveal }, h("span", null, inner));
}

/** `<@id>`, `<@&id>`, `<#id>`, `<t:…>`, `</command:id>`, `<https://…>` */
function angle(text) {
  const found = /^<(?:@!?(\d+)|@&(\d+)|#(\d+)|t:(-?\d{1,13})(?::([tTdDfFR]))?|\/([^:>\n]{1,100}):\d+|(https?:\/\/[^\s>]+))>/.exec(text);
  if (!found) return null;
  const [whole, user, role, room, unix, style, command, url] = found;
  if (user) return [mention("@", userName(user)), whole.length];
  if (role) return [mention("@", world.data.roles.find((each) => each.id === role)?.name ?? "unknown role"), whole.length];
  if (room) return [mention("#", channel(room)?.name ?? "unknown"), whole.length];
  if (unix) return [stampNode(Number(unix), style ?? "f"), whole.length];
  if (command) return [mention("/", command), whole.length];
  return [link(url, [url]) ?? whole, whole.length];
}

/** A member's name, or the id of somebody who is no member. */
export function userName(id) {
  const known = member(id);
  if (known) return known.name;
  for (const messages of Object.values(world.data.messages)) {
    for (const { author } of messages) if (author?.id === id) return author.global_name ?? author.username;
  }
  return "unknown user";
}

const mention = (sign, text) => h("span.mention", null, sign, name(text));

function stampNode(unix, style) {
  const instant = unix * 1000;
  if (Math.abs(instant) > 8.64e15) return `<t:${unix}:${style}>`;
  return h("time.stamp", { datetime: new Date(instant).toISOString(), title: stamp(instant, "F"), "data-unix": unix, "data-style": style }, stamp(instant, style));
}

/** "16:00 in 7 hours": the second of two times of one instant explains the first and needs no fill. */
function joinStamps(nodes) {
  nodes.forEach((node, index) => {
    const before = nodes[index - 2];
    const close = typeof nodes[index - 1] === "string" && /^[\s(,·]*$/.test(nodes[index - 1]);
    if (close && node.dataset?.style === "R" && before?.dataset?.unix === node.dataset.unix) node.classList.add("bare");
  });
  return nodes;
}

function maskedLink(text, at, depth) {
  const found = /^\[((?:[^[\]\\\n]|\\.)+)\]\(<?(https?:\/\/[^\s)>]+)>?(?: "[^"\n]*")?\)/.exec(text.slice(at, at + 2500));
  const node = found && link(found[2], inline(found[1], depth + 1));
  return node ? [node, found[0].length] : null;
}

function bareLink(text, at) {
  if (/\w/.test(text[at - 1] ?? "")) return null;
  const found = /^https?:\/\/[^\s<>"|]+/.exec(text.slice(at, at + 2100));
  if (!found) return null;
  let url = found[0].replace(/[.,:;!?'*_~]+$/, "");
  while (url.endsWith(")") && url.split(")").length > url.split("(").length) url = url.slice(0, -1);
  const node = link(url, [url]);
  return node ? [node, url.length] : null;
}

/** Only addresses of the web become links. */
export function link(address, children) {
  let url;
  try { url = new URL(address); } catch { return null; }
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  return h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", title: url.href }, children);
}

/** The text without its marks, for a line that only hints at a message. */
export function plain(text) {
  return blocks(text).map((node) => node.textContent).join(" ").replace(/\s+/g, " ").trim();
}
