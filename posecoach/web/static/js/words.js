// The words of the scripts in the person's language, which each page carries; English where there are none.

const words = JSON.parse(document.getElementById("messages")?.textContent || "{}");
const language = document.documentElement.lang;
const kind = new Intl.PluralRules(language);

function filled(message, values) {
  return message.replace(/\{(\w+)\}/g, (all, name) => values[name]);
}

/** Return a message in the person's language, with its values. */
export function _(message, values = {}) {
  return filled(words[message] || message, values);
}

/** Return the message for one, or for many; `{n}` in it is the number. */
export function plural(one, many, n, values = {}) {
  const forms = words[one] || { one, other: many };
  return filled(forms[kind.select(n)] || forms.other, { n, ...values });
}

/** Return a number as the language writes it, with so many digits after its decimal sign. */
export function number(value, digits) {
  return value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false });
}
