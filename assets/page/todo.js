//! "Try a day in two minutes": which of the five steps this person has really done.

import { memory } from "./dom.js";
import { member, world } from "./state.js";

let kept = memory.get(sessionStorage, "todo") ?? { done: [], by: null, version: 0 };
let changed = () => {};

export const start = (callback) => { changed = callback; };

/** A version lower than the one a step was done at means another sandbox: the day begins anew. */
export function meet(version) {
  if (version < kept.version) kept = { done: [], by: null, version };
}

/** Who is proposed for step two: the next member who is no admin, after whoever answered or is here first. */
function other() {
  kept.first ??= world.data.me;
  const players = world.data.members.filter((each) => !each.admin);
  const from = players.findIndex((each) => each.id === (kept.by ?? kept.first));
  return players[(from + 1) % players.length] ?? member(world.data.me);
}

export function list() {
  const done = (step) => kept.done.includes(step);
  return [
    { text: "Press Answer, write, send.", done: done("answer") },
    { text: "Become ", who: kept.other ?? other()?.name, after: " and answer too.", done: done("second") },
    { text: "Skip to the reveal.", done: done("reveal") },
    { text: "Open My marks.", done: done("marks") },
    { text: "Type /leaderboard.", done: done("board") },
  ];
}

/** Told of each thing done: "answer", "reveal", "marks" or "board". */
export function did(step) {
  let name = step;
  if (step === "answer" && kept.by && kept.by !== world.data.me) {
    name = "second";
    kept.other = member(world.data.me)?.name;
  } else if (step === "answer") {
    kept.by = world.data.me;
  }
  if (!kept.done.includes(name)) kept.done.push(name);
  kept.version = world.data.version;
  memory.set(sessionStorage, "todo", kept);
  changed();
}
