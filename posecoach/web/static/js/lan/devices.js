// The computer's page about other devices: the picture and the code to join, who is known, who asks for more.
import { $, attempt, read, repeat, send } from "../api.js";
import { _, plural } from "../words.js";

const EVERY_MS = 2000; // a person who has just tapped "ask" on the phone looks up after two seconds
let shown = "";
let count = null;

async function invite() {
  if (!$("picture")) return;
  const found = await attempt(() => send("/devices/invite"));
  if (!found) return;
  $("picture").src = found.picture;
  $("code").textContent = `${found.code.slice(0, 3)} ${found.code.slice(3)}`;
  clearTimeout(invite.timer);
  invite.timer = setTimeout(invite, found.works_s * 1000);
}

function fill(template, texts) {
  const part = $(template).content.cloneNode(true);
  for (const [name, text] of Object.entries(texts)) part.querySelector(`.lan-${name}`).textContent = text;
  return part;
}

function requestCard(asked) {
  const card = fill("request", { question: asked.question, number: asked.code });
  const answer = (allow) => attempt(() => send(`/devices/${asked.id}/answer`, { code: asked.code, allow })).then(look);
  card.querySelector(".lan-allow").onclick = () => answer(true);
  card.querySelector(".lan-refuse").onclick = () => answer(false);
  return card;
}

function ago(minutes) {
  if (minutes < 2) return _("here now");
  if (minutes < 120) return plural("{n} minute ago", "{n} minutes ago", minutes);
  if (minutes < 2 * 24 * 60) return plural("{n} hour ago", "{n} hours ago", Math.round(minutes / 60));
  return plural("{n} day ago", "{n} days ago", Math.round(minutes / 1440));
}

function deviceRow(device) {
  const when = device.here ? _("this browser") : ago(device.minutes);
  const row = fill("device", { name: device.name, rights: device.rights, when });
  const forget = row.querySelector(".lan-forget");
  forget.hidden = device.here;
  forget.setAttribute("aria-label", _("Forget {name}", { name: device.name }));
  forget.onclick = () => attempt(() => send(`/devices/${device.id}`, {}, "DELETE")).then(look);
  return row;
}

async function look() {
  const found = await read("/devices/state").catch(() => null);
  if (!found) return; // the banner says so
  if (JSON.stringify(found) === shown) return; // what has the focus keeps it
  shown = JSON.stringify(found);
  $("asking").replaceChildren(...found.asking.map(requestCard));
  $("known").replaceChildren(...found.devices.map(deviceRow));
  if (count !== null && found.devices.length > count) invite(); // the picture or the code was used
  count = found.devices.length;
}

for (const [id, method] of [["open", "POST"], ["close", "DELETE"]]) {
  const button = $(id);
  if (!button) continue;
  button.onclick = async () => {
    button.disabled = true;
    if (await attempt(() => send("/lan", {}, method))) location.reload();
    button.disabled = false;
  };
}
if ($("again")) $("again").onclick = invite;
invite();
repeat(look, EVERY_MS);
