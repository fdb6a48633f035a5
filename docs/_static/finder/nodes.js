// Elements of the page. Text goes in as text only, whatever it holds.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export const marked = (parts) => parts.map(([text, mark]) => (
  mark ? element("mark", {}, text) : document.createTextNode(text)));

// Text in which backticks set off code, as in the entries.
export function proseNodes(text, markText) {
  return text.split("`").flatMap((part, at) => {
    if (part === "") return [];
    const inner = marked(markText(part));
    return at % 2 ? [element("code", { class: "literal" }, ...inner)] : inner;
  });
}
