//! A picture opened large, with its description beside it.

import { h, key } from "./dom.js";
import { source } from "./messages.js";

const dialog = document.getElementById("picture");
let closed = () => {};
let textVersion = null;

dialog.addEventListener("close", () => closed());
dialog.addEventListener("click", (event) => { if (!event.target.closest("img, .picture-text")) dialog.close(); });
dialog.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "t" || event.ctrlKey || event.metaKey || event.altKey || !textVersion) return;
  event.preventDefault();
  dialog.close();
  textVersion();
});

/** `askText`: presses the message's "Text version" button, if it has one. */
export function show(file, { askText, whenClosed }) {
  closed = whenClosed;
  textVersion = askText;
  const { title, rest } = described(file);
  dialog.replaceChildren(
    h("img", { src: source(file), alt: file.description ?? "", width: file.width, height: file.height }),
    h("div.picture-text", { tabindex: "-1" },
      h("h2", { id: "picture-title", dir: "auto" }, title),
      h("p.alt", { dir: "auto" }, rest),
      h("p.keys", null, key("Esc"), " closes", askText && [" · ", key("T"), " text version"]),
      h("p.taps", null, h("button.button.secondary", { type: "button", "data-testid": "picture-close", onclick: () => dialog.close() }, "Close"),
        askText && h("button.button.secondary", { type: "button", onclick: () => { dialog.close(); askText(); } }, "Text version"))));
  dialog.showModal();
  dialog.querySelector(".picture-text").focus();
}

/** The first sentence names the picture, after the kind it may begin with ("Table: "), if it is short enough for a title. */
function described({ description, filename }) {
  const text = description ?? "";
  const [, kind, title, rest] = /^(?:(\w+): )?(.{1,60}?)\.(?:\s+|$)(.*)$/su.exec(text) ?? [];
  if (title) return { title, rest: kind ? `${kind}. ${rest}` : rest };
  return { title: text ? "Picture" : filename, rest: text || "This picture has no description." };
}
