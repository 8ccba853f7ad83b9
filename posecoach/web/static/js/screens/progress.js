// Deletes one session or all, once the person has confirmed it.
import { send, showProblem } from "../api.js";

for (const button of document.querySelectorAll("[data-path]")) {
  button.addEventListener("click", async () => {
    if (!confirm(button.dataset.question)) return;
    try {
      await send(button.dataset.path, {}, "DELETE");
      location.reload();
    } catch (error) {
      showProblem(error.message);
      document.getElementById("problem").scrollIntoView({ block: "center" });
    }
  });
}
