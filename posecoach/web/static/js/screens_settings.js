// Saves each setting as it is changed, and says so beside it.
import { send, showProblem } from "./api.js";

/** Return what a field means: a number, a truth, a text, or nothing chosen. */
function meaning(field) {
  if (field.type === "checkbox") return field.checked;
  if (field.value === "") return null;
  return "number" in field.dataset || field.dataset.setting === "dose_percent" ? Number(field.value) : field.value;
}

async function save(field) {
  const said = document.getElementById(`${field.id}-said`);
  let problem = "";
  try {
    await send("/settings", { [field.dataset.setting]: meaning(field) });
  } catch (error) {
    problem = error.message;
  }
  said.textContent = problem || "Saved";
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
    showProblem("");
    try {
      await send(button.dataset.post);
      document.getElementById("done").textContent = button.dataset.done;
      if (button.dataset.post === "/quit") document.body.dataset.ended = ""; // the banner need not say so
    } catch (error) {
      showProblem(error.message);
    }
  });
}

const form = document.getElementById("everything");
const word = document.getElementById("word");
word.addEventListener("input", () => (form.querySelector("button").disabled = word.value.trim() !== word.dataset.word));
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await send("/everything", { word: word.value.trim() }, "DELETE");
    location.assign("/deleted");
  } catch (error) {
    showProblem(error.message, document.getElementById("everything-problem"));
  }
});
