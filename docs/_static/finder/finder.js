// The matcher of triage in the browser: a text in, ranked entries out. No page, no network.

import { makeErrors } from "./errors.js";
import { makeEvidence } from "./evidence.js";
import { Index } from "./index.js";
import { makeQuery } from "./query.js";
import { confidence, probabilities } from "./ranker.js";
import { makeSignatures } from "./signatures.js";
import { makeTemplate } from "./template.js";
import { makeTerms } from "./terms.js";

export const FORMAT = 1;

// The finder as the value of a generator whose steps may be taken one by one.
export function* finderSteps(data) {
  if (data.format !== FORMAT) throw new Error("The index is of another version: reload the page.");
  const { rules, ranker } = data;
  const errors = makeErrors(rules);
  const stripTemplate = makeTemplate(rules);
  const terms = makeTerms(rules);
  const { issueOf, viewOf } = makeQuery(rules, errors, stripTemplate, terms);
  const index = new Index(data);
  yield* index.derive(data);
  const findSignatures = makeSignatures(rules, errors, data.signatures);
  const gather = makeEvidence(index, rules, terms, errors);

  // The best entries for a text, each with its probability and the signature that it matches;
  // `answer` is whether the first is sure enough to be said in public.
  function find(text, top = 5) {
    const view = viewOf(issueOf(text));
    if (!view.full.length) return { answer: false, matches: [], terms: new Set() };
    const hits = findSignatures(view.text);
    const evidence = gather(view, hits);
    const found = probabilities(ranker, evidence, index.ids.length);
    const { chances } = found;
    // Sorting is stable and ids ascend, so equal chances stay in the order of ids.
    const order = chances.map((_, entry) => entry).sort((a, b) => chances[b] - chances[a]);
    const matches = order.slice(0, top).map((entry) => (
      { entry, id: index.ids[entry], score: chances[entry], hit: hits.get(entry) ?? null }));
    const answer = matches.length > 0
      && confidence(ranker, evidence, found, order) >= ranker.threshold;
    return { answer, matches, terms: new Set(view.full) };
  }

  return { find, issueOf, viewOf, errors, stripTemplate, terms, findSignatures, index };
}

// The same at once.
export function makeFinder(data) {
  const steps = finderSteps(data);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
