//! A select menu: a button that opens a list; several values are sent together when the list closes.

import { h, key, name } from "./dom.js";
import { world } from "./state.js";

const ENTITY = {
  5: () => world.data.members.map((each) => ({ label: each.name, value: each.id })),
  6: () => world.data.roles.map((each) => ({ label: `@${each.name}`, value: each.id })),
  7: () => [...ENTITY[5](), ...ENTITY[6]()],
  8: (component) => world.data.channels
    .filter((each) => !component.channel_types?.length || component.channel_types.includes(each.type))
    .map((each) => ({ label: `#${each.name}`, value: each.id })),
};

/** Discord's component types 3 and 5 to 8. `send(values)` is told the choice. */
export function menu(component, message, send) {
  const options = component.type === 3 ? component.options ?? [] : ENTITY[component.type]?.(component) ?? [];
  const chosen = new Set(component.type === 3
    ? options.filter((each) => each.default).map((each) => each.value)
    : (component.default_values ?? []).map((each) => each.id));
  const most = component.max_values ?? 1;
  const least = component.min_values ?? 1;
  const listId = `menu-${message.id}-${component.custom_id}`;
  const opener = h("button.menu-open", {
    type: "button", role: "combobox", "aria-haspopup": "listbox", "aria-expanded": "false", "aria-controls": listId,
    "aria-label": component.placeholder ?? "Make a selection", disabled: component.disabled, "data-custom-id": component.custom_id,
  });
  const list = h("div.menu-list", { id: listId, role: "listbox", "aria-multiselectable": most > 1, hidden: true });
  const root = h("div.menu", null, opener, list);
  let active = 0;
  let before = "";

  const paint = () => {
    const labels = options.filter((each) => chosen.has(each.value)).map((each) => each.label);
    opener.replaceChildren(h(labels.length ? "span.menu-value" : "span.menu-value.empty", null, name(labels.join(", ") || component.placeholder || "Make a selection")), h("span.arrow", { "aria-hidden": "true" }, "▾"));
    list.replaceChildren(...options.map(item), ...(most > 1 ? [h("p.menu-hint", null, hint(), " · ", key("Esc"), " sends")] : []));
    opener.setAttribute("aria-activedescendant", list.hidden ? "" : `${listId}-${active}`);
  };
  const hint = () => (least === most ? `Choose ${most}` : `Choose ${least} to ${most}`);
  const item = (option, index) => h("div.menu-item", {
    id: `${listId}-${index}`, role: "option", "aria-selected": chosen.has(option.value) ? "true" : "false",
    "data-active": index === active, "data-value": option.value,
    onmousedown: (event) => event.preventDefault(), onclick: () => { active = index; take(); },
  }, h("span.tick", { "aria-hidden": "true" }, chosen.has(option.value) ? "✓" : ""),
  h("span.menu-text", null, h("b", { dir: "auto" }, option.emoji?.name && `${option.emoji.name} `, option.label), option.description && h("span", { dir: "auto" }, option.description)));

  const open = () => {
    before = [...chosen].join();
    active = Math.max(0, options.findIndex((each) => chosen.has(each.value)));
    list.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    paint();
    list.scrollIntoView({ block: "nearest" });
  };
  const close = (sends) => {
    if (list.hidden) return;
    list.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    paint();
    if (sends && most > 1 && chosen.size >= least && [...chosen].join() !== before) send([...chosen]);
  };
  const take = () => {
    const value = options[active]?.value;
    if (value === undefined) return;
    if (most > 1) {
      if (!chosen.delete(value) && chosen.size < most) chosen.add(value);
      return paint();
    }
    chosen.clear();
    chosen.add(value);
    close(false);
    send([value]);
  };
  const move = (step) => { active = (active + step + options.length) % options.length; paint(); list.children[active]?.scrollIntoView({ block: "nearest" }); };
  const keys = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: take, " ": take, Escape: () => close(true), Tab: null };

  opener.addEventListener("click", () => (list.hidden ? open() : close(true)));
  opener.addEventListener("keydown", (event) => {
    if (list.hidden ? !["ArrowDown", "ArrowUp"].includes(event.key) : !keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    if (list.hidden) open();
    else keys[event.key]();
  });
  opener.addEventListener("blur", () => close(true));
  paint();
  return root;
}
