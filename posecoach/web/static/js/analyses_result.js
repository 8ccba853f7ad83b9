// The page of one analysis: its progress, or its video with the attempts as chapters.

import { follow, listen } from "./analyses_list.js";
import { options } from "./analyses_upload.js";
import { send, showProblem } from "./api.js";

const video = document.getElementById("video");
const bar = document.getElementById("bar");
const form = document.getElementById("options");

follow(() => location.reload());
listen((what) => {
  if (what === "delete") location.assign(document.querySelector("main a").href);
  else location.reload();
});

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await send(`/analyses/${form.dataset.id}/again?${options()}`);
    location.reload();
  } catch (error) {
    showProblem(error.message);
  }
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
  for (const part of bar.querySelectorAll("[data-at]")) part.style.left = percent(Number(part.dataset.at));
  for (const part of attempts) part.style.width = percent(part.dataset.until - part.dataset.at);
  const now = document.getElementById("now");
  const follow = () => {
    now.style.left = percent(Math.min(video.currentTime, duration));
    for (const part of attempts) {
      const runs = part.dataset.at <= video.currentTime && video.currentTime < part.dataset.until;
      if (runs) part.setAttribute("aria-current", "true");
      else part.removeAttribute("aria-current");
    }
  };
  for (const kind of ["timeupdate", "seeking", "loadedmetadata"]) video.addEventListener(kind, follow);
}
