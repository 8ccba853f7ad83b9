// Says on every page of the computer that another device asks for something, and leads to where it is answered.
import { $, read, repeat } from "../api.js";
import { _ } from "../words.js";

const EVERY_MS = 5000; // whoever has just tapped "ask" on the phone walks to the computer meanwhile
const notice = $("notice");

async function look() {
  const { asking } = await read("/devices/state").catch(() => ({ asking: [] }));
  notice.hidden = !asking.length;
  notice.textContent = asking.flatMap((one) => [one.question, _("Answer it here.")]).join(" ");
}

if (location.pathname !== "/devices") repeat(look, EVERY_MS); // that page shows them itself
