// Finds out whether this phone trusts the computer's HTTPS, and shows the way on.
import { $ } from "../api.js";

const secure = document.body.dataset.secure;
const EVERY_MS = 5000; // the person is back from the phone's settings, and has time
const PATIENCE_MS = 4000;

async function look() {
  try {
    // An answer that cannot be read is enough: without trust there is none.
    await fetch(`${secure}/ca/works`, { mode: "no-cors", cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    $("works").hidden = false;
  } catch {
    setTimeout(look, EVERY_MS);
  }
}

const phone = /iphone|ipad|macintosh/i.test(navigator.userAgent) ? "ios" : "android";
const other = $(phone === "ios" ? "android" : "ios");
other.parentElement.insertBefore($(phone), other);
if (secure) look();
