// The page of one analysis: its progress, or its video with the attempts as chapters.

import { follow, listen } from "./list.js";
import { options } from "./upload.js";
import { $, attempt, send } from "../api.js";

const video = $("video");
const bar = $("bar");
const form = $("options");

follow(() => location.reload());
listen((what) => {
  if (what === "delete") location.assign(document.querySelector("main a").href);
  else location.reload();
});

if (form) form.querySelector("button").disabled = false; // from here on it does something
form?.addEventListener("submit", async () => {
  if (await attempt(() => send(`/analyses/${form.dataset.id}/again?${options()}`))) location.reload();
});

if (video) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-at]");
    if (button) show(Number(button.dataset.at));
  });
} else {
  for (const button of document.querySelectorAll("[data-at]")) button.disabled = true;
}

function show(at) {
  video.currentTime = at;
  video.play().catch(() => {}); // a browser may want another touch first
  video.scrollIntoView({ block: "nearest" });
}

if (video && bar) {
  const duration = Number(bar.dataset.duration);
  const percent = (seconds) => `${(100 * seconds) / duration}%`;
  const attempts = [...bar.querySelectorAll("[data-until]")];
  for (const tick of bar.querySelectorAll(".tick")) tick.style.left = percent(Number(tick.dataset.at));
  for (const part of attempts) {
    part.style.left = percent(Number(part.dataset.from));
    part.style.width = percent(part.dataset.until - part.dataset.from);
  }
  const now = $("now");
  const showNow = () => {
    now.style.left = percent(Math.min(video.currentTime, duration));
    for (const part of attempts) {
      const runs = part.dataset.from <= video.currentTime && video.currentTime < part.dataset.until;
      if (runs) part.firstElementChild.setAttribute("aria-current", "true");
      else part.firstElementChild.removeAttribute("aria-current");
    }
  };
  for (const kind of ["timeupdate", "seeking", "loadedmetadata"]) video.addEventListener(kind, showNow);
}
