//! A form (modal) as a dialog. Closing keeps the text, opening the same form again offers it.

import { h, key, memory, name } from "./dom.js";
import { act, world } from "./state.js";

const dialog = document.getElementById("form");
const LONGEST = 4000;
const count = new Intl.NumberFormat("en-GB");

let open = null;

/** Texts begun and not sent: by member and form. */
const drafts = memory.get(sessionStorage, "drafts") ?? {};
const draftKey = (form) => `${open?.member ?? world.data.me}/${form.custom_id}`;

function keepDraft() {
  const typed = Object.fromEntries(open.inputs.map(({ spec, field }) => [spec.custom_id, field.value]));
  const same = open.inputs.every(({ spec, field }) => field.value === (spec.value ?? ""));
  if (same) delete drafts[draftKey(open.form)];
  else drafts[draftKey(open.form)] = typed;
  memory.set(sessionStorage, "drafts", drafts);
}

dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
dialog.addEventListener("click", (event) => { if (event.target === dialog) close(); });

/** Shows `form`. `sent(answer)` after it was taken, `closed()` in either case. */
export function show(form, { sent, closed }) {
  if (dialog.open) close();
  open = { form, member: world.data.me, sent, closed, inputs: specs(form).map(input), busy: false };
  const draft = drafts[draftKey(form)];
  const offered = draft && open.inputs.some(({ spec }) => draft[spec.custom_id] !== undefined && draft[spec.custom_id] !== (spec.value ?? ""));
  if (offered) for (const { spec, field } of open.inputs) field.value = draft[spec.custom_id] ?? field.value;
  dialog.replaceChildren(h("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); send(); }, onkeydown: sendKey },
    h("div.form-body", null,
      h("h2", { id: "form-title", dir: "auto" }, form.title),
      offered && draftNote(),
      open.inputs.map(({ row }) => row),
      h("p.form-error", { role: "alert", id: "form-error" })),
    h("footer", null,
      h("p.keys", null, key("Ctrl"), " ", key("Enter"), " sends · ", key("Esc"), " closes, text is kept"),
      h("button.button.secondary", { type: "button", "data-testid": "form-cancel", onclick: close }, "Cancel"),
      h("button.button.primary", { type: "submit", "data-testid": "form-send" }, "Send"))));
  for (const each of open.inputs) measure(each);
  dialog.showModal();
  const first = open.inputs[0]?.field;
  first?.focus();
  first?.setSelectionRange?.(first.value.length, first.value.length);
}

/** Rows of text inputs, or labels that hold one. */
function specs(form) {
  return (form.components ?? []).flatMap((row) => (row.component ? [{ ...row.component, label: row.label }] : row.components ?? []))
    .filter((each) => each.type === 4);
}

function input(spec, index) {
  const id = `form-input-${index}`;
  const attributes = {
    id, "data-testid": "form-text", "data-custom-id": spec.custom_id, placeholder: spec.placeholder, dir: "auto",
    required: spec.required !== false, "aria-describedby": `${id}-count form-error`, autocomplete: "off",
    oninput: () => { measure(each); keepDraft(); },
  };
  const field = spec.style === 2 ? h("textarea", { ...attributes, rows: 9 }) : h("input", { ...attributes, type: "text" });
  field.value = spec.value ?? "";
  const counter = h("span.counter", { id: `${id}-count` });
  const each = { spec, field, counter, row: h("div.form-row", null, h("label", { for: id }, name(spec.label ?? "")), counter, field) };
  return each;
}

/** Discord counts characters, not UTF-16 units. */
const lengthOf = (text) => [...text].length;

function measure({ spec, field, counter }) {
  const length = lengthOf(field.value);
  const most = spec.max_length ?? LONGEST;
  counter.textContent = `${count.format(length)} of ${count.format(most)}`;
  counter.classList.toggle("over", length > most);
}

function fault({ spec, field }) {
  const length = lengthOf(field.value.trim());
  const most = spec.max_length ?? LONGEST;
  if (spec.required !== false && length === 0) return "Write something first, this cannot be empty.";
  if (length > 0 && length < (spec.min_length ?? 0)) return `At least ${count.format(spec.min_length)} characters, this has ${count.format(length)}.`;
  if (lengthOf(field.value) > most) return `At most ${count.format(most)} characters, take ${count.format(lengthOf(field.value) - most)} away.`;
  return null;
}

function sayError(sentence, field) {
  dialog.querySelector("#form-error").textContent = sentence ?? "";
  for (const each of open.inputs) each.field.setAttribute("aria-invalid", each.field === field ? "true" : "false");
  field?.focus();
}

function draftNote() {
  return h("p.draft", null, "This is the text you had not sent. ",
    h("button.link", { type: "button", "data-testid": "form-discard", onclick: discard }, open.inputs.some(({ spec }) => spec.value) ? "Back to the kept one" : "Start empty"));
}

function discard(event) {
  for (const each of open.inputs) { each.field.value = each.spec.value ?? ""; measure(each); }
  keepDraft();
  event.currentTarget.closest("p").remove();
  open.inputs[0]?.field.focus();
}

function sendKey(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); send(); }
}

async function send() {
  if (open.busy) return;
  for (const each of open.inputs) {
    const sentence = fault(each);
    if (sentence) return sayError(sentence, each.field);
  }
  sayError(null);
  const sending = open;
  sending.busy = true;
  const button = dialog.querySelector("[data-testid=form-send]");
  button.setAttribute("aria-busy", "true");
  try {
    const values = Object.fromEntries(sending.inputs.map(({ spec, field }) => [spec.custom_id, field.value]));
    const answer = await act({ do: "submit", form: sending.form.id, values });
    delete drafts[draftKey(sending.form)];
    memory.set(sessionStorage, "drafts", drafts);
    if (open === sending) finish();
    sending.sent(answer);
  } catch (error) {
    if (open === sending) sayError(error.message);
    sending.busy = false;
    button.removeAttribute("aria-busy");
  }
}

function close() {
  if (!open) return;
  keepDraft();
  finish();
}

function finish() {
  const { closed } = open;
  open = null;
  dialog.close();
  closed();
}
