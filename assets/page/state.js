//! The page's copy of the sandbox's state: fetched whole, again on each change the server tells of.

import { memory } from "./dom.js";

/** `data`: the last state, `channel`: the id of the open one. */
export const world = { data: null, channel: null };

let asked = new URLSearchParams(location.search).get("as") ?? memory.get(sessionStorage, "as");
history.replaceState(null, "", location.pathname);
let events = null;
let running = null;
let again = false;
let retry = null;
let listeners = { changed: () => {}, connected: () => {} };
let fetchedAt = performance.now();

/** The sandbox's present instant, in milliseconds since 1970: its clock runs on between two fetches. */
export function now() {
  return world.data ? Date.parse(world.data.clock.now) + (performance.now() - fetchedAt) : Date.now();
}

export const me = () => world.data.members.find((member) => member.id === world.data.me);
export const member = (id) => world.data.members.find((member) => member.id === id);
export const channel = (id) => world.data.channels.find((channel) => channel.id === id);
export const openChannel = () => channel(world.channel);
export const messagesOf = (id) => world.data.messages[id] ?? [];

const query = (path) => `${path}${asked ? `?as=${encodeURIComponent(asked)}` : ""}`;

/** Starts to follow the sandbox. `changed()` after each new state, `connected(bool)` when the line goes or comes back. */
export function follow(callbacks) {
  listeners = callbacks;
  listen();
  return refresh();
}

function listen() {
  events?.close();
  clearTimeout(retry);
  events = new EventSource(query("/sandbox/live"));
  events.onopen = () => listeners.connected(true);
  events.onmessage = (event) => {
    listeners.connected(true);
    let version = null;
    try { version = JSON.parse(event.data).version; } catch { /* fetch to be sure */ }
    if (version == null || version !== world.data?.version) refresh();
  };
  events.onerror = () => {
    listeners.connected(false);
    // The browser tries again by itself unless the server answered with an error.
    if (events.readyState === EventSource.CLOSED) retry = setTimeout(listen, 2000);
  };
}

/** Fetches the state; calls made meanwhile are answered by one more fetch. */
export function refresh() {
  if (running) {
    again = true;
    return running;
  }
  running = (async () => {
    do {
      again = false;
      await fetchOnce();
    } while (again);
  })().finally(() => { running = null; });
  return running;
}

async function fetchOnce() {
  const whom = asked;
  try {
    const response = await fetch(query("/sandbox/state"), { cache: "no-store" });
    if (!response.ok) {
      // A member remembered from another sandbox: begin as the one it proposes.
      if (asked && response.status < 500) { become(null); again = true; }
      return;
    }
    const data = await response.json();
    if (whom !== asked) { again = true; return; }
    accept(data);
  } catch {
    listeners.connected(false);
  }
}

function accept(data) {
  world.data = data;
  fetchedAt = performance.now();
  if (!channel(world.channel)) world.channel = data.channels[0]?.id ?? null;
  if (!asked) become(data.me);
  listeners.changed();
}

function become(id) {
  asked = id;
  memory.set(sessionStorage, "as", id);
}

/** Goes on as another member. */
export function switchTo(id) {
  become(id);
  listen();
  return refresh();
}

/** Does something as the present member; resolves to the answer, throws an Error with a plain sentence. */
export async function act(body) {
  let response;
  try {
    response = await fetch(query("/sandbox/act"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error("The sandbox does not answer. Is it still running?");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `The sandbox refused this (status ${response.status}).`);
  if (body.do !== "autocomplete") refresh();
  return answer;
}
