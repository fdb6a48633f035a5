// What stands under the results: a link to this search, and what to do when nothing fits.

import { element } from "./nodes.js";

const MAX_TITLE = 120;
const MAX_BODY = 1500;

// A new issue that already holds the query; it is sent only if the reader opens and sends it.
function issueAddress(repository, text) {
  const body = "The error finder found no answer to:\n\n```text\n"
    + `${text.slice(0, MAX_BODY).replaceAll("```", "'''")}\n\`\`\`\n\n`
    + "What I ran:\n\nVersions (Python, TensorFlow, tf-models-official):\n";
  const title = text.trim().split("\n").pop().slice(0, MAX_TITLE);
  const address = new URL(`${repository}/issues/new`);
  address.search = new URLSearchParams({ title, body });
  return address.href;
}

function copyButton(fits) {
  if (!navigator.clipboard) return [];
  if (!fits) return [element("p", { class: "finder-note" }, "This text is too long for a link to it.")];
  const button = element("button", { type: "button", class: "finder-copy" }, "Copy a link to this search");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not copied: take it from the address bar";
    }
  });
  return [button];
}

export function afterResults({ text, fits, root, repository, facts, suffix }) {
  const search = new URL("search.html", root);
  search.search = new URLSearchParams({ q: text.trim().split("\n").pop().slice(0, MAX_TITLE) });
  const lists = facts.categoryKeys.flatMap((key, at) => [" ",
    element("a", { href: new URL(`kb/${key}/index${suffix}`, root).href }, facts.categoryNames[at])]);
  return [
    ...copyButton(fits),
    element("p", { class: "finder-else" }, "Nothing fits? ",
      element("a", { href: search.href }, "Search all pages"), " · browse", ...lists, " · ",
      element("a", { href: issueAddress(repository, text), rel: "noopener" }, "ask, with your text filled in")),
  ];
}
