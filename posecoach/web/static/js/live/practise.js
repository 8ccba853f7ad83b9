// The practice page: choose, look whether the camera stands well, begin; then the live view.
import { $, attempt, read, repeat, send, showProblem } from "../api.js";
import { connection, outside, speak } from "./view.js";
import { setText } from "./screen.js";
import { _ } from "../words.js";

const form = $("choose");
const CAMERAS_MS = 5000; // how often to look for new cameras: a phone appears while one looks up from it
let looks = false; // whether this page asked for the look

outside.shows_end = false; // of a session that ended before the page was opened
outside.show = (seen, state) => {
  form.hidden = seen;
  if (!seen) showLook(state);
};

outside.lost = () => location.assign("/"); // where it says what is kept of the interrupted session

function camera() {
  const chosen = form.camera.value;
  const found = chosen === "address" ? $("address").value.trim() : chosen;
  if (!found) throw new Error(chosen ? _("Enter the camera's address.") : _("No camera was found. Choose another one, or plug one in."));
  return found;
}

function showLook(state) {
  const running = state.mode === "preview";
  if (state.mode === "over" && state.problem && looks) showProblem(state.problem);
  if (!running && state.mode !== "idle") looks &&= !state.problem && state.was !== "preview";
  $("looking").hidden = !(running || looks);
  if (!running) return;
  connection.showOn($("look-picture"));
  const bad = state.findings.find((each) => each.ok === false);
  const seen = state.findings.length > 0;
  setText($("look-title"), state.passed ? _("Camera and place are good.") : seen ? _("Checking camera and place …") : _("Switching the camera on …"));
  setText($("look-say"), bad ? bad.sentence : "");
  const items = state.findings.map((each) => ({ ok: String(each.ok), sentence: each.sentence }));
  const list = $("checks");
  while (list.children.length > items.length) list.lastChild.remove();
  while (list.children.length < items.length) list.append(document.createElement("li"));
  items.forEach(({ ok, sentence }, k) => {
    list.children[k].dataset.ok = ok;
    setText(list.children[k], sentence);
  });
}

$("look").onclick = async () => {
  looks = true;
  $("looking").hidden = false;
  $("looking").scrollIntoView({ block: "nearest" });
  if (await attempt(() => send("/live/preview", { camera: camera() }))) return;
  looks = false;
  $("looking").hidden = true;
};

$("look-end").onclick = async () => {
  looks = false;
  if (await attempt(() => send("/live/preview/end"))) $("looking").hidden = true;
};

$("fetch")?.addEventListener("click", async () => {
  $("fetch").disabled = true;
  setText($("fetched"), _("Fetching: this may take a minute …"));
  if (await attempt(() => send("/live/model"))) location.reload();
  $("fetch").disabled = false;
  setText($("fetched"), "");
});

form.onsubmit = (event) => {
  event.preventDefault();
  if ($("live").dataset.speaks === "true") speak(true); // now: browsers allow sound only after a tap
  const [kind, name] = form.what.value.split(":");
  attempt(() => send("/live/start", { [kind]: name, camera: camera(), dose_percent: Number(form.dose.value) }));
};

function offerAddress() {
  const typed = form.camera.value === "address";
  $("address-row").hidden = !typed;
  $("address").disabled = !typed;
  $("address").required = typed;
}
form.camera.onchange = offerAddress;
offerAddress();

async function findCameras() {
  const found = form.hidden ? null : await read("/live/cameras").catch(() => null);
  if (found) offerCameras(found);
}

function offerCameras(found) {
  const select = form.camera;
  const known = new Set([...select.options].map((option) => option.value));
  const there = new Set(found.map((each) => each.id));
  for (const option of [...select.options]) {
    if (option.value && option.value !== "address" && !there.has(option.value) && !option.selected) option.remove();
  }
  for (const { id, name } of found) {
    if (!known.has(id)) select.insertBefore(new Option(name, id), select.querySelector("[value=address]"));
  }
  const none = select.querySelector("[value='']");
  if (none && found.length) {
    if (none.selected) select.value = found[0].id;
    none.remove();
  }
}
repeat(findCameras, CAMERAS_MS);
