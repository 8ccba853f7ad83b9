// The list of analyses: follows what runs, cancels, and deletes after a question.

import { $, attempt, read, send } from "../api.js";
import { confirmed } from "../confirm.js";
import { _ } from "../words.js";

const EVERY_MS = 1000; // often enough to see that it goes on
const LOSS = _("The video and all that was found in it are removed from the computer. Nothing can bring them back.");
const RUNS = ["waiting", "running"];

/** Follow the analyses shown in elements with `data-id` and `data-state`; call `changed` when one has another state. */
export function follow(changed) {
  let timer = 0;
  const shown = () => [...document.querySelectorAll("[data-id][data-state]")];
  async function look() {
    clearTimeout(timer);
    if (shown().some((element) => RUNS.includes(element.dataset.state))) {
      const states = await read("/analyses/state").catch(() => null);
      if (states) await update(states);
      timer = setTimeout(look, EVERY_MS);
    }
  }
  async function update(states) {
    const byId = new Map(states.map((state) => [state.id, state]));
    let isOther = false;
    for (const element of shown()) {
      const state = byId.get(element.dataset.id);
      if (state?.state === element.dataset.state) show(element, state);
      else isOther = true;
    }
    if (isOther) await changed();
  }
  look();
  return look;
}

function show(element, { words, share }) {
  element.querySelector(".words").textContent = words;
  const bar = element.querySelector("progress");
  if (share === null) bar.removeAttribute("value");
  else bar.value = share;
}

/** Load the page's list again. */
export async function refresh() {
  const answer = await fetch(location.pathname, { headers: { accept: "text/html" }, cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["list", "size"]) {
    const [before, after] = [$(id), page.getElementById(id)];
    if (before && after) before.replaceWith(after);
  }
}

/** Let the buttons with `data-do` cancel and delete; call `done` afterwards. */
export function listen(done) {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    const { id, name } = button.closest("[data-id]").dataset;
    const removes = button.dataset.do === "delete";
    if (removes && !(await confirmed(_("Delete “{name}”?", { name }), LOSS))) return;
    button.disabled = true;
    const work = () => (removes ? send(`/analyses/${id}`, {}, "DELETE") : send(`/analyses/${id}/cancel`));
    if (await attempt(work)) await done(button.dataset.do);
    else button.disabled = false;
  });
}
