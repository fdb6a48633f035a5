// Everything that is derived from the packed counts when the page loads: triage.match.index.

import { TermSpace } from "./space.js";
import { unpackHashes, unpackNumbers, unpackPostings } from "./unpack.js";

export const BACKGROUND = -1;
const ENTRY_WEIGHT = 2;

// Lists of one text each, by term: products with a query are computed by walking its terms.
class Texts {
  constructor(postings, size, space) {
    Object.assign(this, postings, { size, space });
  }

  // One weight per posting from its count, then every document scaled by its sum of `measure`.
  #weights(counts, weight, measure, root) {
    const weights = new Float64Array(counts.length);
    const sums = new Float64Array(this.size);
    for (let term = 0; term + 1 < this.starts.length; term += 1) {
      for (let at = this.starts[term]; at < this.starts[term + 1]; at += 1) {
        if (!counts[at]) continue;
        weights[at] = weight(counts[at], term);
        sums[this.documents[at]] += measure(weights[at]);
      }
    }
    return weights.map((value, at) => value / (root(sums[this.documents[at]]) || 1));
  }

  weigh(counts, skipNames = false) {
    const { rarities, isName } = this.space;
    const weight = (count, term) => (skipNames && isName.has(term) ? 0
      : (1 + Math.log(count)) * rarities[term]);
    return this.#weights(counts, weight, (value) => value * value, Math.sqrt);
  }

  share(counts) {
    const weight = (_, term) => this.space.rarities[term];
    return this.#weights(counts, weight, (value) => value, (sum) => sum);
  }

  // BM25's damped counts, with long documents held down.
  saturate(counts, saturation, lengthWeight) {
    const lengths = new Float64Array(this.size);
    counts.forEach((count, at) => { lengths[this.documents[at]] += count; });
    const mean = Math.max(lengths.reduce((sum, length) => sum + length, 0) / this.size, 1e-9);
    return Float64Array.from(counts, (count, at) => {
      const length = lengths[this.documents[at]] / mean;
      return (count * (saturation + 1))
        / (count + saturation * (1 - lengthWeight + lengthWeight * length));
    });
  }

  // Per document the product of the query with its weights.
  dot(query, weights) {
    const products = new Float64Array(this.size);
    for (const [term, value] of query) {
      if (term >= this.space.known) continue;
      for (let at = this.starts[term]; at < this.starts[term + 1]; at += 1) {
        products[this.documents[at]] += value * weights[at];
      }
    }
    return products;
  }
}

const total = (rest, twice) => rest.map((count, at) => count + 2 * twice[at]);

export class Index {
  constructor(data) {
    this.ids = data.ids;
    const owned = unpackNumbers(data.issuesPerEntry);
    this.owner = owned.flatMap((count, entry) => Array(count).fill(entry));
    this.owner.push(...Array(data.background).fill(BACKGROUND));
    const entries = unpackPostings(data.entryGaps, data.entries, this.ids.length,
      ["rest", "question", "symptom"]);
    const issues = unpackPostings(data.issueGaps, data.issues, this.owner.length,
      ["rest", "title"]);
    this.space = makeSpace(data, entries, issues, this.ids.length + this.owner.length);
    this.entries = new Texts(entries, this.ids.length, this.space);
    this.issues = new Texts(issues, this.owner.length, this.space);
    this.#weighEntries(data.rules.limits);
    this.#weighIssues();
    this.poolSquare = this.#poolSquare(this.full, this.knownFull);
    this.plainPoolSquare = this.#poolSquare(this.plain, this.knownPlain);
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
    const squares = new Float64Array(this.ids.length);
    const sums = new Float64Array(this.ids.length);
    for (let term = 0; term < this.space.known; term += 1) {
      const touched = new Set();
      const add = (entry, weight) => {
        sums[entry] += weight;
        touched.add(entry);
      };
      this.#walk(term, this.entries, (entry, at) => add(entry, ENTRY_WEIGHT * entryWeights[at]));
      this.#walk(term, this.issues, (issue, at) => {
        if (this.owner[issue] !== BACKGROUND) add(this.owner[issue], issueWeights[at]);
      });
      for (const entry of touched) {
        squares[entry] += sums[entry] ** 2;
        sums[entry] = 0;
      }
    }
    return squares;
  }

  #walk(term, { starts, documents }, visit) {
    for (let at = starts[term]; at < starts[term + 1]; at += 1) visit(documents[at], at);
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
  let last = 0;
  const frequencyOf = ({ starts }, term) => starts[term + 1] - starts[term];
  const hashes = unpackHashes(data.hashes);
  return new TermSpace({
    hashes,
    clashes: data.clashes,
    names: unpackNumbers(data.names).map((step) => (last += step)),
    frequencies: hashes.map((_, term) => frequencyOf(entries, term) + frequencyOf(issues, term)),
    documents,
    limits: data.rules.limits,
  });
}
