//! Building nodes from data: text only ever becomes text nodes and attributes, never HTML.

/** Makes an element. `attributes`: `on…` are listeners, `false` and `null` leave an attribute out, `true` sets it empty. */
export function h(tag, attributes, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name || "div");
  if (classes.length) element.className = classes.join(" ");
  return fill(element, attributes, children);
}

/** Makes an SVG element, attributes as in {@link h}. */
export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === false || value == null) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false && child !== ""));
  return element;
}

/** A name that cannot disturb the direction of the text around it. */
export const name = (text) => h("bdi", { dir: "auto" }, text);

/** The signs of a mark are drawn, for few fonts have them and no two alike. */
const SIGNS = { "✓": "M.8 7.3 3.6 10.9 9.3.9", "✗": "M8.7 1.3 1.5 10.9M2.6 2.2 7.3 10.4", "–": "M2 6.2h6" };
export const sign = (character) => [svg("svg", { viewBox: "0 0 10 12", class: "sign-drawing", "aria-hidden": "true" }, svg("path", { d: SIGNS[character] })),
  h("span.only-read", null, character)];

export const key = (label) => h("kbd", null, label);

/** What tells elements of one kind apart, so that a control stays the same node, with focus and all. */
const identity = (node) => node.nodeType === Node.ELEMENT_NODE && (node.dataset.testid ?? node.dataset.channelId ?? node.id);
const alike = (a, b) => a.nodeName === b.nodeName && identity(a) === identity(b);

/**
 * Makes the children of `parent` like `nodes`, and keeps every element that is alike with the listeners it has. So a
 * listener made for these nodes may depend on nothing but what identifies its element.
 */
function become(parent, nodes) {
  nodes.forEach((node, index) => {
    const old = parent.childNodes[index];
    if (!old) parent.append(node);
    else if (old.nodeType === Node.TEXT_NODE && node.nodeType === Node.TEXT_NODE) old.data = node.data;
    else if (old.nodeType === Node.ELEMENT_NODE && alike(old, node)) copy(old, node);
    else insert(parent, old, node, nodes);
  });
  while (parent.childNodes.length > nodes.length) parent.lastChild.remove();
}

/** Puts `node`, or its like from further on, before `old`, which goes if nothing wanted is like it. */
function insert(parent, old, node, nodes) {
  const like = [...parent.childNodes].find((each) => identity(node) && alike(each, node));
  parent.insertBefore(like ?? node, old);
  if (like) copy(like, node);
  if (!nodes.some((each) => alike(each, old))) old.remove();
}

function copy(old, node) {
  for (const { name } of [...old.attributes]) if (!node.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of node.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  become(old, [...node.childNodes]);
}

/** Makes `container` hold what `build` gives, if `data` differs from the last time. */
export function keep(container, data, build) {
  const signature = JSON.stringify(data);
  if (container.signature === signature) return;
  container.signature = signature;
  const fragment = h("div", null, build());
  become(container, [...fragment.childNodes]);
}

const phone = matchMedia("(max-width: 719px)");
export const onPhone = () => phone.matches;
export const whenLayoutChanges = (callback) => phone.addEventListener("change", callback);

/** Reads and keeps a value in the browser; a browser that forbids it just forgets. */
export const memory = {
  get(store, key) {
    try { return JSON.parse(store.getItem(`cloud-drill.${key}`)); } catch { return null; }
  },
  set(store, key, value) {
    try { store.setItem(`cloud-drill.${key}`, JSON.stringify(value)); } catch { /* full or forbidden */ }
  },
};
