// The page of all analyses: drag videos in, or choose them.

import { $ } from "../api.js";
import { follow, listen, refresh } from "./list.js";
import { sendAll } from "./upload.js";

const [drop, files] = ["drop", "files"].map($);
const look = follow(refresh);

async function refreshAndFollow() {
  await refresh();
  look();
}

function take(chosen) {
  if (chosen.length) sendAll(chosen, refreshAndFollow);
}

listen(refreshAndFollow);
$("choose").onclick = () => files.click();
files.onchange = () => {
  take([...files.files]);
  files.value = ""; // the same file may be chosen again
};
for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault()); // never leave the page
for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, () => drop.classList.add("over"));
for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => take([...event.dataTransfer.files]));
