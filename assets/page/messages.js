//! One message as a member sees it: head, text, pictures, embeds, buttons and menus.

import { h, name, onPhone, svg } from "./dom.js";
import { blocks, inline, link, plain, userName } from "./markdown.js";
import { world } from "./state.js";
import { posted } from "./time.js";
import { menu } from "./menu.js";

export const PRIVATE = 1 << 6;
const LOADING = 1 << 7;
/** Discord's desktop client shows a picture within this box, in CSS pixels. */
const BOX = { width: 550, height: 350 };
const BUTTON_STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary" };

export const isPrivate = (message) => Boolean((message.flags ?? 0) & PRIVATE);
export const authorName = (user) => user?.global_name ?? userNameOr(user);
const userNameOr = (user) => (user ? (user.bot ? user.username : userName(user.id)) : "unknown user");

/** Messages of one author within seven minutes stand under one head, answers to somebody do not. */
export function continues(message, before) {
  if (!before || message.message_reference || message.interaction_metadata || message.author.id !== before.author.id) return false;
  if (isPrivate(message) || isPrivate(before)) return false;
  return Date.parse(message.timestamp) - Date.parse(before.timestamp) < 7 * 60_000;
}

/** `actions`: press(message, button), select(message, menu, values), dismiss(message), open(attachment, message). */
export function article(message, grouped, actions) {
  const pictures = (message.attachments ?? []).filter(isPicture);
  const body = h("div.body", null,
    (message.flags ?? 0) & LOADING ? thinking(message) : text(message),
    attachments(message, pictures, actions),
    (message.embeds ?? []).map((each) => embed(each, message)),
    (message.components ?? []).map((row) => componentRow(row, message, actions)),
    isPrivate(message) && foot(message, actions));
  return h(`article.message${grouped ? ".grouped" : ""}${isPrivate(message) ? ".private" : ""}${pictures.length ? ".wide" : ""}`,
    { "data-message-id": message.id, "aria-label": label(message), tabindex: "-1" },
    !grouped && reference(message),
    !grouped && h("span.avatar-place", null, avatar(message.author)),
    !grouped && head(message),
    body);
}

/** What a screen reader says on arriving at the message, and what is announced when it comes. */
export function label(message) {
  const who = `${authorName(message.author)}${isPrivate(message) ? ", only you can see this" : ""}`;
  const lead = message.content ? plain(message.content) : message.embeds?.[0]?.title ?? message.embeds?.[0]?.description ?? "";
  return `${who}, ${posted(Date.parse(message.timestamp))}: ${lead.length > 300 ? `${lead.slice(0, 299)}…` : lead}`;
}

function head(message) {
  return h("header.byline", null,
    h("span.author", null, name(authorName(message.author))),
    message.author.bot && h("span.app", null, "app"),
    h("time.posted", { datetime: message.timestamp }, posted(Date.parse(message.timestamp))));
}

const TINTS = ["#8C4A3C", "#5B6B2F", "#2F6B5E", "#6B4C8A", "#8A6A1F", "#3C5F8C"];

/** A phone shows the same drawing in a smaller circle. */
function avatar(user) {
  const tint = user.bot ? "#17344D" : TINTS[Number(BigInt(user.id) % BigInt(TINTS.length))];
  return svg("svg", { viewBox: onPhone() ? "4 4 32 32" : "0 0 40 40", class: "avatar", style: `background:${tint}`, "aria-hidden": "true" },
    user.bot
      ? svg("path", { d: "M12 25.5h16M15 25.5v-5.8M20 25.5V14M25 25.5V17", stroke: "#7CC0FF", "stroke-width": 2.4, "stroke-linecap": "round" })
      : svg("text", { x: 20, y: 26, "text-anchor": "middle", "font-size": 17, "font-weight": 700, fill: "#FFFFFF" }, ([...authorName(user)][0] ?? "?").toUpperCase()));
}

/** The line above an answer: whom it answers, or which command was used. */
function reference(message) {
  const used = message.interaction_metadata?.name;
  const to = message.referenced_message;
  if (!message.message_reference && !used) return null;
  const line = h("div.reference", null, svg("svg", { class: "hook", "aria-hidden": "true" },
    svg("path", { d: "M1 11V6a5 5 0 0 1 5-5h40", "stroke-width": 2 })));
  if (used) {
    line.append(h("b", null, name(authorName(message.interaction_metadata.user))), h("span.said", null, `used /${used}`));
  } else if (to) {
    const lead = plain(to.content ?? "") || (to.embeds?.[0]?.title ?? "a message");
    line.append(h("b", null, name(authorName(to.author))), h("span.said", { dir: "auto" }, lead.split("\n")[0]));
  } else {
    line.append(h("span.said", null, "The message this answers was deleted."));
  }
  return line;
}

const thinking = (message) => h("p.thinking", null, name(authorName(message.author)), " is thinking",
  h("span.dots", { "aria-hidden": "true" }, h("i"), h("i"), h("i")));

function text(message) {
  const nodes = message.content ? blocks(message.content) : [];
  if (!nodes.length) return null;
  if (message.edited_timestamp) {
    const mark = h("span.edited", { title: posted(Date.parse(message.edited_timestamp)) }, "(edited)");
    const last = nodes.at(-1);
    if (last.tagName === "P") last.append(" ", mark);
    else nodes.push(h("p", null, mark));
  }
  return h("div.content", null, nodes);
}

const isPicture = (file) => (file.content_type ?? "").startsWith("image/") || /\.(png|jpe?g|gif|webp)$/i.test(file.filename);

/** Files of the sandbox are asked of the address the page came from; anything else is not loaded. */
export function source(file) {
  const url = new URL(file.url ?? file, location.href);
  return url.origin === location.origin || url.pathname.startsWith("/attachments/") ? url.pathname + url.search : null;
}

function attachments(message, pictures, actions) {
  const others = (message.attachments ?? []).filter((file) => !isPicture(file));
  if (!pictures.length && !others.length) return null;
  return h("div.attachments", null,
    pictures.map((file) => picture(file, () => actions.open(file, message))),
    others.map((file) => h("a.file", { href: source(file), download: file.filename }, name(file.filename), ` ${Math.ceil(file.size / 1024)} KB`)));
}

function picture(file, open) {
  const [width, height] = fitted(file.width ?? BOX.width, file.height ?? BOX.height);
  const alt = file.description ?? "";
  return h("button.picture-open", { type: "button", "data-testid": `picture-${file.id}`, "aria-label": `Open the picture${alt ? `: ${alt}` : ""}`, onclick: open, style: `--w:${width}px;--ratio:${width}/${height}` },
    h("img", { src: source(file), alt: alt || "Picture without a description", width, height, decoding: "async" }));
}

function fitted(width, height) {
  const scale = Math.min(1, BOX.width / width, BOX.height / height);
  return [Math.round(width * scale), Math.round(height * scale)];
}

const SHORT_ROW = 42;

function embed(data, message) {
  const fields = data.fields ?? [];
  const lead = !data.title && fields.length > 0 && fields.every((field) => field.inline);
  const color = data.color ? `#${data.color.toString(16).padStart(6, "0")}` : null;
  const card = h("section.embed", { style: color && `--bar:${color}` },
    data.author?.name && h("p.embed-author", null, name(data.author.name)),
    data.title && h("p.embed-title", { dir: "auto" }, data.url ? link(data.url, inline(data.title)) : inline(data.title)),
    data.description && h(`div.embed-text${lead ? ".lead" : ""}`, null, blocks(data.description)),
    fields.length > 0 && h("div.fields", null, rows(fields).map(fieldRow)),
    embedImage(data.image ?? data.thumbnail, message),
    (data.footer?.text || data.timestamp) && h("p.embed-foot", null, data.footer?.text && name(data.footer.text),
      data.footer?.text && data.timestamp && " · ", data.timestamp && posted(Date.parse(data.timestamp))));
  return card;
}

/** As Discord lays fields out: up to three inline ones side by side, any other alone. */
function rows(fields) {
  const out = [];
  for (const field of fields) {
    const last = out.at(-1);
    if (field.inline && last?.[0].inline && last.length < 3) last.push(field);
    else out.push([field]);
  }
  return out;
}

function fieldRow(fields) {
  const length = fields.reduce((sum, { name, value }) => sum + Math.max(plain(name).length, plain(value).length), 0);
  const kind = !fields[0].inline ? "one" : length <= SHORT_ROW ? "short" : "thirds";
  return h(`dl.field-row.${kind}`, null, fields.map((field) => h("div.field", null,
    h("dt", { dir: "auto" }, inline(field.name)), h("dd", null, blocks(field.value)))));
}

function embedImage(image, message) {
  if (!image?.url) return null;
  const wanted = image.url.replace(/^attachment:\/\//, "");
  const file = message.attachments?.find((each) => each.filename === wanted);
  const address = file ? source(file) : /^https?:/.test(image.url) ? source(image) : null;
  return address && h("img.embed-image", { src: address, alt: file?.description ?? "", width: image.width, height: image.height });
}

function componentRow(row, message, actions) {
  return h("div.row", null, (row.components ?? []).map((component) => (component.type === 2
    ? button(component, message, actions)
    : menu(component, message, (values) => actions.select(message, component, values)))));
}

function button(component, message, actions) {
  const style = BUTTON_STYLES[component.style] ?? "secondary";
  const content = [component.emoji?.name && `${component.emoji.name} `, component.label].filter(Boolean);
  if (component.style === 5) {
    const anchor = link(component.url, [content, svg("svg", { viewBox: "0 0 12 12", class: "outward", "aria-hidden": "true" }, svg("path", { d: "M4 2h6v6M10 2 3 9", "stroke-width": 1.5 }))]);
    if (!anchor) return null;
    anchor.className = `button ${style}`;
    return anchor;
  }
  return h(`button.button.${style}`, {
    type: "button", disabled: component.disabled, "data-custom-id": component.custom_id,
    onclick: (event) => actions.press(message, component, event.currentTarget),
  }, content);
}

function foot(message, actions) {
  return h("p.only-you", null, "Only you can see this · ",
    h("button.link", { type: "button", "data-testid": `dismiss-${message.id}`, onclick: () => actions.dismiss(message) }, "Dismiss"));
}

/** Everything outside the message that its look depends on. */
export const surroundings = () => [world.data.members.map(({ id, name }) => [id, name]), world.data.roles, world.data.channels.map(({ id, name }) => [id, name])];
