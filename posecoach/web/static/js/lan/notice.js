// Says on every page of the computer that another device asks for something, and leads to where it is answered.
const EVERY_MS = 5000; // whoever has just tapped "ask" on the phone walks to the computer meanwhile
const notice = document.getElementById("notice");

async function look() {
  if (!document.hidden) {
    const answer = await fetch("/devices/state", { cache: "no-store" }).catch(() => null);
    const asking = answer && answer.ok ? (await answer.json()).asking : [];
    notice.hidden = !asking.length;
    notice.textContent = asking.map((one) => `${one.name} asks: may it ${one.wish}? Answer it here.`).join(" ");
  }
  setTimeout(look, EVERY_MS);
}

if (location.pathname !== "/devices") look(); // that page shows them itself
