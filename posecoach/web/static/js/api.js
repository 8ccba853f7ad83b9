// What the pages' scripts share: elements, requests to posecoach, and their problems as sentences.
import { _ } from "./words.js";

export const $ = (id) => document.getElementById(id);

/** Send JSON; return the answer's JSON, or throw an Error whose message is a sentence for the person. */
export function send(path, body = {}, method = "POST") {
  return request(path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

/** Return the JSON at a path, as it is now, or throw as `send` does. */
export function read(path) {
  return request(path, { cache: "no-store" });
}

async function request(path, options) {
  let answer, text;
  try {
    answer = await fetch(path, options);
    text = await answer.text(); // which may be cut off
  } catch {
    throw new Error(_("posecoach does not answer. Is it still running?"));
  }
  const found = asJson(text);
  if (!answer.ok) throw Object.assign(new Error(found.problem || _("That did not work.")), { status: answer.status });
  return found;
}

function asJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {}; // a page, or nothing
  }
}

/** Do what may fail, such as `send`, and show its problem. Return what it returns; null after a problem. */
export async function attempt(work, element = $("problem")) {
  showProblem("", element);
  try {
    return await work();
  } catch (error) {
    showProblem(error.message, element);
    element.scrollIntoView({ block: "nearest" });
    return null;
  }
}

/** Show a sentence in the page's element for problems, or hide it. */
export function showProblem(sentence, element = $("problem")) {
  element.textContent = sentence || "";
  element.hidden = !sentence;
}

/** Do something now, and again after each pause of this length while the page is looked at. */
export async function repeat(work, everyMs) {
  try {
    if (!document.hidden) await work();
  } finally {
    setTimeout(repeat, everyMs, work, everyMs);
  }
}

/** The address of a WebSocket of posecoach. */
export function socketAddress(path) {
  return `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}${path}`;
}
