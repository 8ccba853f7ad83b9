// Keeps that the person has read the safety words.
import { send, showProblem } from "../api.js";

document.getElementById("confirm")?.addEventListener("click", async () => {
  try {
    await send("/safety");
    location.assign("/");
  } catch (error) {
    showProblem(error.message);
  }
});
