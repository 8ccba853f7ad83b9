// Keeps that the person has read the safety words.
import { $, attempt, send } from "../api.js";

$("confirm")?.addEventListener("click", async () => {
  if (await attempt(() => send("/safety"))) location.assign("/");
});
