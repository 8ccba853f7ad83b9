// Saves each setting as it is changed, and says so beside it.
import { $, attempt, send } from "../api.js";
import { _ } from "../words.js";

/** Return what a field means: a number, a truth, a text, or nothing chosen. */
function meaning(field) {
  if (field.type === "checkbox") return field.checked;
  if (field.value === "") return null;
  return "number" in field.dataset ? Number(field.value) : field.value;
}

async function save(field) {
  const said = $(`${field.id}-said`);
  let problem = "";
  try {
    await send("/settings", { [field.dataset.setting]: meaning(field) });
  } catch (error) {
    problem = error.message;
  }
  if (!problem && "reloads" in field.dataset) location.reload(); // all words of this page are others now
  said.textContent = problem || _("Saved");
  said.classList.toggle("wrong", problem !== "");
  field.setAttribute("aria-invalid", String(problem !== ""));
}

for (const field of document.querySelectorAll("[data-setting]")) {
  field.addEventListener("change", () => save(field));
  const output = field.parentElement.querySelector("output");
  if (output) field.addEventListener("input", () => (output.textContent = `${field.value} ${output.dataset.unit}`));
}

for (const button of document.querySelectorAll("[data-post]")) {
  button.addEventListener("click", async () => {
    if (!(await attempt(() => send(button.dataset.post)))) return;
    $("done").textContent = button.dataset.done;
    if (button.dataset.post === "/quit") document.body.dataset.ended = ""; // the banner need not say so
  });
}

const form = $("everything");
const word = $("word");
word.addEventListener("input", () => (form.querySelector("button").disabled = word.value.trim() !== word.dataset.word));
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const typed = { word: word.value.trim() };
  if (await attempt(() => send("/everything", typed, "DELETE"), $("everything-problem"))) location.assign("/deleted");
});
