// The page of another device: joining with the code, and asking for more.
import { send, showProblem } from "../api.js";

const EVERY_MS = 2000; // after this time at the latest an answer is seen
const element = (id) => document.getElementById(id);
const WORDS = {
  waiting: "Now click Allow on the computer, under Settings, Other devices. It shows the same number:",
  refused: "The computer refused this.",
};
let rights = null;

async function attempt(work) {
  try {
    await work();
    showProblem("");
  } catch (problem) {
    showProblem(problem.message);
  }
}

async function look() {
  const answer = await fetch("/pair", { cache: "no-store" }).catch(() => null);
  if (!answer) return; // the banner says so
  if (!answer.ok) location.reload(); // it was forgotten
  const found = await answer.json();
  if (rights !== null && rights !== found.rights.join()) location.reload();
  rights = found.rights.join();
  const words = WORDS[found.state];
  element("asked").hidden = !words;
  element("asked-words").textContent = words || "";
  element("asked-number").textContent = found.state === "waiting" ? found.code : "";
}

if (element("join")) {
  element("join").onsubmit = async (event) => {
    event.preventDefault();
    await attempt(async () => {
      await send("/join", { code: element("code").value.replace(/\D/g, "") });
      location.assign("/join");
    });
    element("code").select();
  };
} else {
  for (const button of document.querySelectorAll("[data-right]")) {
    button.onclick = () => attempt(() => send("/pair", { right: button.dataset.right })).then(look);
  }
  look();
  setInterval(look, EVERY_MS);
}
for (const button of document.querySelectorAll("button:disabled")) button.disabled = false; // from here on they do something
