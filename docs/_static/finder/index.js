// Everything that is derived from the packed counts when the page loads: triage.match.index.

import { TermSpace } from "./space.js";
import { Texts } from "./texts.js";
import { unpackHashes, unpackNumbers, unpackPostings } from "./unpack.js";

export const BACKGROUND = -1;
const ENTRY_WEIGHT = 2;

function total(rest, twice) {
  const counts = new Uint16Array(rest.length);
  for (let at = 0; at < counts.length; at += 1) counts[at] = rest[at] + 2 * twice[at];
  return counts;
}

export class Index {
  constructor(data) {
    this.ids = data.ids;
    const owned = unpackNumbers(data.issuesPerEntry);
    this.owner = Array.from(owned).flatMap((count, entry) => Array(count).fill(entry));
    this.owner.push(...Array(data.background).fill(BACKGROUND));
  }

  // All the rest, in steps between which a page can answer to its reader.
  *derive(data) {
    const entries = unpackPostings(data.entryGaps, data.entries, this.ids.length,
      ["rest", "question", "symptom"]);
    yield;
    const issues = unpackPostings(data.issueGaps, data.issues, this.owner.length,
      ["rest", "title"]);
    this.space = makeSpace(data, entries, issues, this.ids.length + this.owner.length);
    this.entries = new Texts(entries, this.ids.length, this.space);
    this.issues = new Texts(issues, this.owner.length, this.space);
    yield;
    this.#weighEntries(data.rules.limits);
    yield;
    this.#weighIssues();
    yield;
    this.poolSquare = this.#poolSquare(this.full, this.knownFull);
    this.plainPoolSquare = this.#poolSquare(this.plain, this.knownPlain);
    yield;
  }

  #weighEntries({ saturation, lengthWeight }) {
    const { rest, question, symptom } = this.entries.counts;
    const full = total(rest, question);
    this.full = this.entries.weigh(full);
    this.plain = this.entries.weigh(full, true);
    this.question = this.entries.weigh(question);
    this.questionShare = this.entries.share(question);
    this.symptom = this.entries.weigh(symptom);
    this.bm25 = this.entries.saturate(full, saturation, lengthWeight);
  }

  #weighIssues() {
    const { rest, title } = this.issues.counts;
    const full = total(rest, title);
    this.knownFull = this.issues.weigh(full);
    this.knownPlain = this.issues.weigh(full, true);
    this.knownTitle = this.issues.weigh(title);
  }

  // The squared length of each entry's vector together with those of its issues.
  #poolSquare(entryWeights, issueWeights) {
    const { entries, issues, owner } = this;
    const squares = new Float64Array(this.ids.length);
    const sums = new Float64Array(this.ids.length);
    // |a + b|² = |a|² + b (2 a + b): one sum for each step of an entry's sum.
    const add = (entry, weight) => {
      squares[entry] += weight * (2 * sums[entry] + weight);
      sums[entry] += weight;
    };
    for (let term = 0; term < this.space.known; term += 1) {
      sums.fill(0);
      for (let at = entries.starts[term]; at < entries.starts[term + 1]; at += 1) {
        add(entries.documents[at], ENTRY_WEIGHT * entryWeights[at]);
      }
      for (let at = issues.starts[term]; at < issues.starts[term + 1]; at += 1) {
        const entry = owner[issues.documents[at]];
        if (entry !== BACKGROUND) add(entry, issueWeights[at]);
      }
    }
    return squares;
  }

  #walk(term, { starts, documents }, visit) {
    for (let at = starts[term]; at < starts[term + 1]; at += 1) visit(documents[at]);
  }

  // The cosines of a query with each entry and its issues together, given those one by one.
  pool(ofEntries, ofIssues, squares) {
    const products = ofEntries.map((value) => ENTRY_WEIGHT * value);
    ofIssues.forEach((value, issue) => {
      if (this.owner[issue] !== BACKGROUND) products[this.owner[issue]] += value;
    });
    return products.map((value, entry) => value / Math.sqrt(Math.max(squares[entry], 1e-9)));
  }

  // The entries that hold a term: in their own text, or in one of their issues.
  holdersOf(term) {
    const holders = new Set();
    if (term >= this.space.known) return holders;
    this.#walk(term, this.entries, (entry) => holders.add(entry));
    this.#walk(term, this.issues, (issue) => holders.add(this.owner[issue]));
    holders.delete(BACKGROUND);
    return holders;
  }
}

function makeSpace(data, entries, issues, documents) {
  const hashes = unpackHashes(data.hashes);
  const frequencies = hashes.map((_, term) => entries.starts[term + 1] - entries.starts[term]
    + issues.starts[term + 1] - issues.starts[term]);
  let last = 0;
  const names = Array.from(unpackNumbers(data.names), (step) => (last += step));
  const { clashes, rules: { limits } } = data;
  return new TermSpace({ hashes, clashes, names, frequencies, documents, limits });
}
