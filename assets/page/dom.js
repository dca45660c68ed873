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
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

/** A name that cannot disturb the direction of the text around it. */
export const name = (text) => h("bdi", { dir: "auto" }, text);

/** The signs of a mark are drawn, for few fonts have them and no two alike. */
const SIGNS = { "✓": "M.8 7.3 3.6 10.9 9.3.9", "✗": "M8.7 1.3 1.5 10.9M2.6 2.2 7.3 10.4", "–": "M2 6.2h6" };
export const sign = (character) => [svg("svg", { viewBox: "0 0 10 12", class: "sign-drawing", "aria-hidden": "true" }, svg("path", { d: SIGNS[character] })),
  h("span.only-read", null, character)];

export const key = (label) => h("kbd", null, label);

/** What tells a control apart after its node was made anew. */
const FOCUS_KEYS = ["data-focus", "data-testid", "data-custom-id", "data-message-id", "id"];

function focusKey(element) {
  for (const attribute of FOCUS_KEYS) {
    const value = element.getAttribute(attribute);
    if (value) return `[${attribute}="${CSS.escape(value)}"]`;
  }
  return null;
}

/** Replaces what `container` holds; the focus stays on the same control if it is still there. */
export function replace(container, ...nodes) {
  const focused = container.contains(document.activeElement) ? document.activeElement : null;
  const selector = focused && focused !== container && focusKey(focused);
  container.replaceChildren(...nodes.flat(Infinity).filter(Boolean));
  if (selector) (container.querySelector(selector) ?? container).focus({ preventScroll: true });
}

/** Calls `build` and replaces only when `data` differs from the last time. */
export function keep(container, data, build) {
  const signature = JSON.stringify(data);
  if (container.signature === signature) return false;
  container.signature = signature;
  replace(container, build());
  return true;
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
