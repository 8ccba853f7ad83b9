// Sends videos, one after the other, and shows how far each is.

import { $, read, showProblem } from "../api.js";
import { _ } from "../words.js";

/** The options of the form, as a query. */
export function options(form = $("options")) {
  return new URLSearchParams(new FormData(form));
}

$("options")?.addEventListener("submit", (event) => event.preventDefault()); // Enter in a field
for (const details of document.querySelectorAll("#options details")) {
  details.addEventListener("invalid", () => (details.open = true), true); // so that the browser can say what is wrong
}

/** Send files one after the other; call `arrived(id)` after each that has arrived. */
export async function sendAll(files, arrived) {
  const form = $("options");
  if (!form.reportValidity()) return;
  showProblem("");
  const rows = [...files].map((file) => [file, newRow(file.name)]);
  stay(1);
  for (const [file, row] of rows) {
    if (row.cancelled) continue;
    try {
      await read(`/analyses/room?bytes=${file.size}`); // whether there is room for it
      const id = await sendOne(file, row);
      row.remove();
      if (id) arrived(id);
    } catch (error) {
      row.fail(error.message);
    }
  }
  stay(-1);
}

let sending = 0;

/** Keep the page open while something is sent: a slow network is no reason to load it again, and leaving is asked. */
function stay(change) {
  sending += change;
  if (sending) document.body.dataset.stays = "";
  else delete document.body.dataset.stays;
}

addEventListener("beforeunload", (event) => {
  if (sending) event.preventDefault();
});

/** Send one file; return its id, or null when the person has cancelled it. */
function sendOne(file, row) {
  const query = options();
  query.set("name", file.name);
  const request = new XMLHttpRequest(); // fetch does not tell how much has been sent
  request.open("POST", `/analyses?${query}`);
  request.responseType = "json";
  row.onCancel = () => request.abort();
  const began = performance.now();
  request.upload.onprogress = ({ loaded, total }) => row.show(loaded, total, performance.now() - began);
  return new Promise((resolve, reject) => {
    request.onload = () => {
      if (request.status === 201) resolve(request.response.id);
      else reject(new Error(request.response?.problem || _("That did not work.")));
    };
    request.onerror = () => reject(new Error(_("The video did not arrive. Is posecoach still running? Send it again.")));
    request.onabort = () => resolve(null);
    request.send(file);
  });
}

/** Add a row for a file: its name, a bar, and a button to cancel. */
function newRow(name) {
  const item = document.createElement("li");
  item.className = "card";
  const title = Object.assign(document.createElement("p"), { textContent: name });
  const words = Object.assign(document.createElement("p"), { textContent: _("Waits to be sent."), className: "words" });
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0, ariaLabel: _("Sent") });
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: _("Cancel") });
  button.setAttribute("aria-label", _("Cancel {name}", { name }));
  item.append(title, bar, words, button);
  $("uploads").append(item);
  const row = {
    cancelled: false,
    onCancel: () => {},
    remove: () => item.remove(),
    show(loaded, total, passedMs) {
      bar.value = loaded / total;
      words.textContent = loaded < total ? sent(loaded, total, passedMs) : _("Sent. Checking that it is a video.");
    },
    fail(sentence) {
      bar.hidden = true;
      words.textContent = sentence;
      words.setAttribute("role", "alert");
      words.dataset.bad = "";
      button.textContent = _("Close");
      row.onCancel = () => {};
    },
  };
  button.onclick = () => {
    row.cancelled = true;
    row.onCancel();
    item.remove();
  };
  return row;
}

const GUESS_AFTER_MS = 2000; // from then on the speed is known well enough

function sent(loaded, total, passedMs) {
  const percent = Math.round((100 * loaded) / total);
  if (!loaded || passedMs < GUESS_AFTER_MS) return _("{percent} % sent.", { percent });
  const seconds = ((total - loaded) / loaded) * (passedMs / 1000);
  if (seconds < 60) return _("{percent} % sent, about {n} s left.", { percent, n: Math.max(5, 5 * Math.round(seconds / 5)) });
  return _("{percent} % sent, about {n} min left.", { percent, n: Math.round(seconds / 60) });
}
