// The page of another device: joining with the code, and asking for more.
import { $, attempt, read, repeat, send } from "../api.js";
import { _ } from "../words.js";

const EVERY_MS = 2000; // after this time at the latest an answer is seen
const WORDS = {
  waiting: _("Now click Allow on the computer, under Settings, Other devices. It shows the same number:"),
  refused: _("The computer refused this."),
};
let rights = null;

async function look() {
  let found;
  try {
    found = await read("/pair");
  } catch (problem) {
    if (problem.status === 401) location.reload(); // it was forgotten
    return; // the banner says whether posecoach is there
  }
  if (rights !== null && rights !== found.rights.join()) location.reload();
  rights = found.rights.join();
  const words = WORDS[found.state];
  $("asked").hidden = !words;
  $("asked-words").textContent = words || "";
  $("asked-number").textContent = found.state === "waiting" ? found.code : "";
}

if ($("join")) {
  $("join").onsubmit = async (event) => {
    event.preventDefault();
    const joined = await attempt(() => send("/join", { code: $("code").value.replace(/\D/g, "") }));
    if (joined) location.assign("/join");
    else $("code").select();
  };
} else {
  for (const button of document.querySelectorAll("[data-right]")) {
    button.onclick = () => attempt(() => send("/pair", { right: button.dataset.right })).then(look);
    button.disabled = false; // from here on it does something
  }
  repeat(look, EVERY_MS);
}
for (const button of document.querySelectorAll("button:disabled")) button.disabled = false; // from here on they do something
