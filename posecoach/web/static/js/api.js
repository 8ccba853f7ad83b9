// What the pages' scripts share: requests to posecoach, and their problems as sentences.

/** Send JSON; return the answer's JSON, or throw an Error whose message is a sentence for the person. */
export async function send(path, body = {}, method = "POST") {
  let answer;
  try {
    answer = await fetch(path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  } catch {
    throw new Error("posecoach does not answer. Is it still running?");
  }
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(found.problem || "That did not work.");
  return found;
}

/** Show a sentence in the page's element for problems, or hide it. */
export function showProblem(sentence, element = document.getElementById("problem")) {
  if (!element) return;
  element.textContent = sentence || "";
  element.hidden = !sentence;
}
