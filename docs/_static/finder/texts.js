// Texts as lists of terms with counts, and what they weigh: triage.match.vectors.

// Lists of one text each, by term: products with a query are computed by walking its terms.
export class Texts {
  constructor(postings, size, space) {
    Object.assign(this, postings, { size, space });
  }

  // TF-IDF, every document of length one; without names if `skipNames`.
  weigh(counts, skipNames = false) {
    const { rarities, isName, logarithms } = this.space;
    const weights = new Float64Array(counts.length);
    const squares = new Float64Array(this.size);
    for (let term = 0; term + 1 < this.starts.length; term += 1) {
      if (skipNames && isName.has(term)) continue;
      for (let at = this.starts[term]; at < this.starts[term + 1]; at += 1) {
        if (!counts[at]) continue;
        const weight = (1 + (logarithms[counts[at]] ?? Math.log(counts[at]))) * rarities[term];
        weights[at] = weight;
        squares[this.documents[at]] += weight * weight;
      }
    }
    return this.#divide(weights, squares.map(Math.sqrt));
  }

  // Every document's terms by rarity, summing to one.
  share(counts) {
    const weights = new Float64Array(counts.length);
    const sums = new Float64Array(this.size);
    for (let term = 0; term + 1 < this.starts.length; term += 1) {
      for (let at = this.starts[term]; at < this.starts[term + 1]; at += 1) {
        if (!counts[at]) continue;
        weights[at] = this.space.rarities[term];
        sums[this.documents[at]] += weights[at];
      }
    }
    return this.#divide(weights, sums);
  }

  #divide(weights, by) {
    for (let at = 0; at < weights.length; at += 1) weights[at] /= by[this.documents[at]] || 1;
    return weights;
  }

  // BM25's damped counts, with long documents held down.
  saturate(counts, saturation, lengthWeight) {
    const lengths = new Float64Array(this.size);
    for (let at = 0; at < counts.length; at += 1) lengths[this.documents[at]] += counts[at];
    const mean = Math.max(lengths.reduce((sum, length) => sum + length, 0) / this.size, 1e-9);
    const hold = lengths.map((length) => (
      saturation * (1 - lengthWeight + (lengthWeight * length) / mean)));
    const damped = new Float64Array(counts.length);
    for (let at = 0; at < counts.length; at += 1) {
      damped[at] = (counts[at] * (saturation + 1)) / (counts[at] + hold[this.documents[at]]);
    }
    return damped;
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
