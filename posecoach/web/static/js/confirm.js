// Asks before something is deleted for good.
import { _ } from "./words.js";

/** Ask a question in a window of the page; return whether the person wants it. */
export function confirmed(question, consequence = _("Nothing can undo this.")) {
  const dialog = document.createElement("dialog");
  const title = Object.assign(document.createElement("h2"), { id: "confirm-title", textContent: question });
  const words = Object.assign(document.createElement("p"), { textContent: consequence });
  const answers = Object.assign(document.createElement("p"), { className: "row" });
  const keep = Object.assign(document.createElement("button"), { type: "button", textContent: _("Keep"), autofocus: true });
  const remove = Object.assign(document.createElement("button"), { type: "button", textContent: _("Delete"), className: "danger" });
  keep.onclick = () => dialog.close();
  remove.onclick = () => dialog.close("delete");
  answers.append(keep, remove);
  dialog.append(title, words, answers);
  dialog.setAttribute("aria-labelledby", title.id);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () => {
      dialog.remove();
      resolve(dialog.returnValue === "delete");
    };
  });
}
