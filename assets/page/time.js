//! Instants in words, in the sandbox's time zone.

import { now, world } from "./state.js";

const formats = new Map();

function format(options) {
  const zone = world.data?.clock.zone ?? "UTC";
  const id = zone + JSON.stringify(options);
  if (!formats.has(id)) formats.set(id, make(zone, options));
  return formats.get(id);
}

function make(zone, options) {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options });
  } catch {
    // A zone newer than the browser's own table.
    return new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });
  }
}

function parts(instant, options) {
  return Object.fromEntries(format(options).formatToParts(instant).map((part) => [part.type, part.value]));
}

const HOUR = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
export const hour = (instant) => format(HOUR).format(instant);

/** "2026-11-20": which civil day an instant belongs to. */
export function day(instant) {
  const p = parts(instant, { year: "numeric", month: "2-digit", day: "2-digit" });
  return `${p.year}-${p.month}-${p.day}`;
}

/** "Fri 20 Nov 2026" */
export function shortDate(instant) {
  const p = parts(instant, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  return `${p.weekday} ${p.day} ${p.month.slice(0, 3)} ${p.year}`;
}

/** "Friday 20 November", with the year if it is another one. */
export function longDay(instant) {
  const p = parts(instant, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const year = p.year === parts(now(), { year: "numeric" }).year ? "" : ` ${p.year}`;
  return `${p.weekday} ${p.day} ${p.month}${year}`;
}

/** What stands beside an author: "09:00", "Thursday 16:00", "3 Nov 2026 09:00". */
export function posted(instant) {
  if (day(instant) === day(now())) return hour(instant);
  const week = 6 * 86_400_000;
  if (now() - instant < week && now() >= instant) return `${parts(instant, { weekday: "long" }).weekday} ${hour(instant)}`;
  const p = parts(instant, { day: "numeric", month: "short", year: "numeric" });
  return `${p.day} ${p.month.slice(0, 3)} ${p.year} ${hour(instant)}`;
}

const STYLES = {
  t: HOUR,
  T: { ...HOUR, second: "2-digit" },
  d: { day: "2-digit", month: "2-digit", year: "numeric" },
  D: { day: "numeric", month: "long", year: "numeric" },
};

/** Discord's `<t:…:style>`. */
export function stamp(instant, style) {
  if (style === "R") return relative(instant);
  if (style in STYLES) return format(STYLES[style]).format(instant);
  const date = `${stamp(instant, "D")} ${hour(instant)}`;
  return style === "F" ? `${parts(instant, { weekday: "long" }).weekday}, ${date}` : date;
}

const UNITS = [["second", 1, 45], ["minute", 60, 45], ["hour", 3600, 22], ["day", 86_400, 26], ["month", 2_629_746, 11], ["year", 31_556_952, Infinity]];
const relatively = new Intl.RelativeTimeFormat("en-GB");

function relative(instant) {
  const seconds = (instant - now()) / 1000;
  for (const [unit, length, limit] of UNITS) {
    const count = Math.round(Math.abs(seconds) / length);
    if (count < limit) return relatively.format(seconds < 0 ? -count : count, unit);
  }
  return stamp(instant, "D");
}

/** Brings every shown time on the page up to date. */
export function tick(root) {
  for (const element of root.querySelectorAll("time[data-style]")) {
    const text = stamp(Number(element.dataset.unix) * 1000, element.dataset.style);
    if (element.textContent !== text) element.textContent = text;
  }
}
