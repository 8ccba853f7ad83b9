// Deletes one session or all, once the person has confirmed it.
import { attempt, send } from "../api.js";
import { confirmed } from "../confirm.js";

for (const button of document.querySelectorAll("[data-path]")) {
  button.addEventListener("click", async () => {
    if (!(await confirmed(button.dataset.question))) return;
    if (await attempt(() => send(button.dataset.path, {}, "DELETE"))) location.reload();
  });
}
