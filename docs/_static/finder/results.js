// A result as the reader sees it: the question, its answer, its facts, and why it was found.

import { markPieces, markWords, shorten } from "./marks.js";
import { element, marked, proseNodes } from "./nodes.js";

const MAX_LINE = 160;

function factsOf(facts, entry) {
  const [state, stamp] = facts.stamps[entry];
  const versions = facts.versions[entry];
  const line = element("p", { class: "finder-facts" },
    `${facts.categoryNames[facts.categories[entry]]} · applies to ${versions || "any version"} · `
    + `evidence: ${facts.evidenceNames[facts.evidence[entry]]} · `);
  line.append(element("span", { class: `stamp-${state}` }, stamp));
  return line;
}

function reasonOf({ line, pieces }) {
  return element("p", { class: "finder-why" }, "Your line: ",
    element("code", { class: "literal" }, ...marked(shorten(markPieces(line, pieces), MAX_LINE))));
}

export function makeResults(facts, terms, addressOf) {
  return (match, wanted, answered) => {
    const mark = (text) => markWords(text, wanted, terms);
    const link = element("a", { href: addressOf(match) }, ...proseNodes(facts.questions[match.entry], mark));
    const item = element("li", { class: answered ? "finder-answered" : null });
    if (answered) item.append(element("p", { class: "finder-sure" }, "This answers it"));
    item.append(
      element("p", { class: "finder-question" }, link),
      element("p", { class: "finder-answer" }, ...proseNodes(facts.answers[match.entry], mark)),
      ...(match.hit ? [reasonOf(match.hit)] : []),
      factsOf(facts, match.entry),
    );
    return item;
  };
}
