// The page on which a phone records a video and sends it.

import { $ } from "../api.js";
import { follow, listen, refresh } from "./list.js";
import { sendAll } from "./upload.js";

follow(refresh);
listen(refresh);
for (const [button, input] of [["record", "camera"], ["choose", "files"]]) {
  const chosen = $(input);
  $(button).onclick = () => chosen.click();
  chosen.onchange = () => {
    sendAll([...chosen.files], (id) => location.assign(`/analyses/${id}`));
    chosen.value = "";
  };
}
