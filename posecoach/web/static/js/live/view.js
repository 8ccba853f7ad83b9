// The live view of a page: follows the session, and steers it where this device may.
import { $ } from "../api.js";
import { LiveConnection } from "./connection.js";
import { showEnd, showLost, showQuestion, showScene } from "./screen.js";
import { PageVoice } from "./voice.js";
import { _ } from "../words.js";

const TWICE_MS = 600; // a second tap within this time is a mistake
const KEYS = { " ": "pause", x: "stop", r: "restart", q: "quit", h: "help", Enter: "confirm" };
const SPEAKS = "speaks"; // kept for this tab: whether it speaks, also after a reload
const live = $("live");
const may = live.dataset.may === "true";
let state = { mode: "idle" };
let followed = false; // whether this page has seen the session run
let tapped_ms = 0;
let lock = null;
/** Whether a reload silenced this page, which browsers let sound only after a tap. */
let silenced = sessionStorage.getItem(SPEAKS) === "true" && live.dataset.byComputer !== "true";

/** Shows the other parts of the page, when no session is to be seen; `practise.js` replaces it. */
export const outside = { show: (seen) => { $("idle").hidden = seen; }, shows_end: true, lost: () => {} };

export const voice = new PageVoice(JSON.parse(live.dataset.voice));
export const connection = new LiveConnection(follow, (cue) => voice.take(cue), lose);

function lose() {
  live.toggleAttribute("data-lost", true);
  showLost();
}

function follow(next) {
  if (followed && next.mode === "idle") outside.lost(); // posecoach was started again
  state = next;
  live.toggleAttribute("data-lost", false);
  const session = next.mode === "session" || (next.mode === "over" && next.was === "session");
  const over = next.mode === "over" && session && (followed || outside.shows_end);
  followed ||= next.mode === "session";
  const running = next.mode === "session";
  live.hidden = !running || Boolean(next.asked || next.summary);
  $("over").hidden = !(over || (running && next.summary));
  outside.show(running || over, next);
  if (running) connection.showOn($("picture"));
  if (running) showScene(next);
  $("silent").hidden = !(silenced && running);
  showQuestion(running ? next.asked : null, may ? tap : null);
  if (over || next.summary) showEnd(next);
  keepAwake(running);
}

export function tap(action) {
  if (!may) return;
  const now = performance.now();
  const twice = now - tapped_ms < TWICE_MS && !state.asked && action !== "stop"; // a question is answered once anyway
  tapped_ms = now;
  if (!twice) connection.tap(action, state.asked?.id || 0);
}

/** Keep the screen on while somebody practises; browsers let go of it when the page is hidden. */
async function keepAwake(on) {
  if (!on) {
    lock?.release?.();
    lock = null;
  } else if (!lock && !document.hidden && navigator.wakeLock) {
    lock = {}; // asked for
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => { lock = null; });
    } catch {
      lock = null;
    }
  }
}

document.addEventListener("visibilitychange", () => keepAwake(state.mode === "session"));

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (state.mode !== "session" || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
  if (/^(BUTTON|A)$/.test(target.tagName) && (event.key === " " || event.key === "Enter")) return; // it is pressed
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "f") full();
  const action = KEYS[key] || (/^\d$/.test(key) && state.asked ? key : null);
  if (!action) return;
  event.preventDefault();
  tap(action);
});

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.(); // with the questions, which stand beside the live view
}

export function speak(on) {
  silenced = false;
  sessionStorage.setItem(SPEAKS, String(on));
  $("silent").hidden = true;
  voice.turn(on);
  $("speaker").setAttribute("aria-pressed", String(on));
  $("speaker").textContent = on ? _("This device speaks ✓") : _("This device speaks");
  $("both").hidden = !(on && live.dataset.byComputer === "true");
}

for (const kind of ["pointerdown", "keydown"]) {
  document.addEventListener(kind, (event) => {
    if (silenced && state.mode === "session" && !event.target.closest("#speaker")) speak(true);
  });
}

$("buttons").hidden = !may;
$("buttons").addEventListener("click", (event) => {
  const action = event.target.closest("button")?.dataset.action;
  if (action) tap(action);
});
$("full").onclick = full;
$("speaker").onclick = () => speak(!voice.on);
