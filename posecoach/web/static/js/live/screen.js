// Shows a session beside its picture: words, clock, counts, questions, and the end.
import { $ } from "../api.js";
import { _, number } from "../words.js";

const SHAPES = { ring: "○", right: "▶", down: "▼", tick: "✓", warning: "▲", question: "?", pause: "❚❚", dots: "…", corners: "▢", hourglass: "⧗", star: "★", square: "■" };
const LONG = 36; // characters: a longer sentence takes smaller letters
const SMALLEST = 0.5; // of the letters' usual size: smaller ones cannot be read from the mat

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text; // or a screen reader reads it again
}

function showText(id, text) {
  setText($(id), text);
  $(id).hidden = !text;
}

export function showScene(state) {
  const scene = state.scene;
  setText($("word"), scene ? scene.status : _("GETTING READY"));
  setText($("shape"), SHAPES[scene?.shape] || "…");
  $("status").dataset.shape = scene?.shape || "dots";
  showText("say", scene ? scene.say : "");
  $("say").toggleAttribute("data-long", Boolean(scene) && scene.say.length > LONG);
  showText("more", scene ? scene.more : _("Camera and pose model are being opened."));
  setText($("number"), scene ? scene.number : "");
  setText($("of"), scene ? scene.of : "");
  showText("count", scene ? _("{exercise}: {counts}", { exercise: scene.title || state.title, counts: counts(scene) }) : state.title);
  showText("next", scene?.next ? _("Next: {exercise}", { exercise: scene.next }) : "");
  showText("trouble", state.trouble);
  showText("notes", state.notes.join(" "));
  fit($("words"));
  setText($("pause"), scene?.stage === "paused" ? _("Go on") : _("Pause"));
}

/** Show that nothing comes any more: what the last picture praised may be over. */
export function showLost() {
  setText($("word"), _("NO CONNECTION"));
  setText($("shape"), SHAPES.question);
  $("status").dataset.shape = "question";
  for (const id of ["number", "of", "say", "more"]) setText($(id), "");
  fit($("words"));
}

let fitted = "";

/** Make the words smaller where they would not fit: from the mat nobody can scroll. */
function fit(box) {
  const now = `${box.clientHeight} ${box.clientWidth} ${box.textContent}`;
  if (now === fitted) return;
  fitted = now;
  for (let share = 1; share >= SMALLEST; share -= 0.1) {
    box.style.setProperty("--fit", share);
    if (box.scrollHeight <= box.clientHeight + 1) return;
  }
}

function counts(scene) {
  const count = (done) => (scene.reps ? _("{done} of {all}", { done, all: scene.reps }) : String(done));
  const ofSide = (side, k) => _("{side} {count}", { side, count: count(scene.done[k]) });
  return scene.sides.length ? scene.sides.map(ofSide).join(", ") : count(scene.done[0]);
}

function paragraphs(element, lines) {
  element.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
}

let askedId = 0;

/** Show what is asked; `answer(action)` sends the answer, null where this device only watches. */
export function showQuestion(asked, answer) {
  $("asked").hidden = !asked;
  if (!asked) {
    askedId = 0;
    return;
  }
  showText("asked-left", asked.left_s === null ? "" : _("Skipped in {n} s without an answer.", { n: asked.left_s }));
  if (asked.id === askedId) return;
  askedId = asked.id;
  setText($("asked-title"), asked.title);
  paragraphs($("asked-lines"), asked.lines);
  $("answers").replaceChildren(...(answer ? buttons(asked, answer) : [watching()]));
  $("asked-title").focus();
}

function watching() {
  return Object.assign(document.createElement("p"), { textContent: _("The answer is given on another device.") });
}

function buttons(asked, answer) {
  if (asked.kind === "confirm") {
    const yes = button(asked.yes, "confirm", !asked.warns, answer);
    const no = button(asked.no, "quit", asked.warns, answer);
    return asked.warns ? [no, yes] : [yes, no];
  }
  const choices = asked.choices.map(({ answer: digit, words }) => button(words, digit, false, answer));
  const line = Object.assign(document.createElement("span"), { className: "whole" });
  return [...choices, line, button(_("Skip"), "pause", false, answer), button(_("Leave"), "quit", false, answer)];
}

function button(words, action, first, answer) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = first ? "first" : "";
  made.textContent = words[0].toUpperCase() + words.slice(1);
  made.dataset.answer = action;
  made.onclick = () => {
    for (const each of $("answers").querySelectorAll("button")) each.disabled = true;
    answer(action);
  };
  return made;
}

/** Show how the session ended. */
export function showEnd(state) {
  const summary = state.summary;
  setText($("over-title"), summary ? summary.ended : state.problem ? _("The session could not go on") : _("The session is over."));
  showText("over-problem", state.problem);
  const rows = summary?.rows || [];
  $("over-rows").hidden = !rows.length;
  $("over-rows").tBodies[0].replaceChildren(...rows.map(row));
  paragraphs($("over-lines"), [...(summary?.lines || []), ...(state.notes || [])]);
  $("over-links").hidden = state.mode !== "over";
  const report = $("over-report");
  if (report) {
    report.hidden = !state.report;
    report.href = `/live/report/${state.id}`;
  }
}

function row({ title, reps, judged, good, best_s }) {
  const form = judged ? _("{good} of {judged}", { good, judged }) : _("not judged");
  const cells = [title, String(reps), form, best_s === null ? "–" : _("{seconds} s", { seconds: number(best_s, 1) })];
  const made = document.createElement("tr");
  made.append(...cells.map((text) => Object.assign(document.createElement("td"), { textContent: text })));
  return made;
}
