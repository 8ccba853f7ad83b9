// Says when posecoach does not answer, and reloads the page once it is back. A page whose body has data-stays connects
// again by itself: a reload would switch off its camera.
import { _ } from "./words.js";

const banner = document.getElementById("connection");
const EVERY_MS = 3000; // a person notices a pause of this length at most once
let lost = false;

async function answers() {
  try {
    return (await fetch("/health", { cache: "no-store", signal: AbortSignal.timeout(EVERY_MS) })).ok;
  } catch {
    return false;
  }
}

async function look() {
  const there = document.hidden && !lost ? true : await answers();
  if (lost && there && !("stays" in document.body.dataset)) location.reload();
  lost = !there;
  banner.hidden = there || "ended" in document.body.dataset;
  if (!there) banner.textContent = _("posecoach does not answer. Is it still running? This page comes back by itself.");
  setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
