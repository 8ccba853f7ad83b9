// Moves the figure of an exercise: the parts are in the page, their places at each moment come as numbers.
import { _ } from "../words.js";

const box = document.querySelector("[data-movement]");
const button = box.querySelector("button");
const lines = [...box.querySelectorAll("line:not(.floor)")];

/** Add up the changes from frame to frame. */
function frames(changes) {
  let last = changes[0].map(() => 0);
  return changes.map((change) => (last = last.map((value, i) => value + change[i])));
}

function start({ rate, parts, target, changes }) {
  const film = frames(changes);
  let at = matchMedia("(prefers-reduced-motion: reduce)").matches ? target / rate : 0; // seconds
  let playing = false;
  let before = null;

  function draw() {
    const moment = (at * rate) % film.length;
    const [now, next] = [film[Math.floor(moment)], film[Math.ceil(moment) % film.length]];
    const share = moment % 1;
    const place = (i) => now[i] + (next[i] - now[i]) * share;
    parts.forEach(([a, b], i) => {
      const values = { x1: place(2 * a), y1: place(2 * a + 1), x2: place(2 * b), y2: place(2 * b + 1) };
      for (const [name, value] of Object.entries(values)) lines[i].setAttribute(name, value.toFixed(1));
    });
  }

  function step(now) {
    if (!playing) return;
    at += before === null ? 0 : (now - before) / 1000;
    before = now;
    draw();
    requestAnimationFrame(step);
  }

  function play(on) {
    [playing, before] = [on, null];
    button.textContent = on ? _("Pause") : _("Play");
    if (on) requestAnimationFrame(step);
  }

  button.hidden = false;
  button.addEventListener("click", () => play(!playing));
  draw();
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) play(true);
}

const answer = await fetch(box.dataset.movement);
if (answer.ok) start(await answer.json());
