// The terms of the index, their rarity, and texts as weighed terms: triage.match.vectors.

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

export function crc32(text) {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) crc = TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

export class TermSpace {
  constructor({ hashes, clashes, names, frequencies, documents, limits }) {
    this.known = hashes.length;
    this.strangers = limits.strangers;
    this.hashShift = 32 - limits.hashBits;
    this.isName = new Set(names);
    this.clashes = new Map(Object.entries(clashes));
    this.byHash = new Map();
    hashes.forEach((hash, term) => this.byHash.has(hash) || this.byHash.set(hash, term));
    const rarityOf = (count) => Math.log1p((documents - count + 0.5) / (count + 0.5));
    this.rarities = Float64Array.from(frequencies, (count) => rarityOf(Math.max(count, 1)));
    this.rarityOfStranger = rarityOf(1);
    this.logarithms = Float64Array.from({ length: 32 }, (_, count) => Math.log(count));
  }

  // Strangers share a few columns after the known ones, in which no document has weight.
  columnOf(term) {
    if (this.clashes.has(term)) return this.clashes.get(term);
    const crc = crc32(term);
    return this.byHash.get(crc >>> this.hashShift) ?? this.known + (crc % this.strangers);
  }

  rarity(column) {
    return column < this.known ? this.rarities[column] : this.rarityOfStranger;
  }

  // Column to how often it is there.
  count(terms) {
    const counts = new Map();
    for (const term of terms) {
      const column = this.columnOf(term);
      counts.set(column, (counts.get(column) ?? 0) + 1);
    }
    return counts;
  }

  // TF-IDF of length one: products are cosines.
  weigh(counts) {
    const weighed = mapValues(counts, (count, column) => (1 + Math.log(count)) * this.rarity(column));
    let square = 0;
    for (const value of weighed.values()) square += value * value;
    return mapValues(weighed, (value) => value / (Math.sqrt(square) || 1));
  }

  // Terms by rarity, summing to one: products with presence are shares.
  share(counts) {
    const weighed = mapValues(counts, (_, column) => this.rarity(column));
    let sum = 0;
    for (const value of weighed.values()) sum += value;
    return mapValues(weighed, (value) => value / (sum || 1));
  }

  withoutNames(counts) {
    return new Map([...counts].filter(([column]) => !this.isName.has(column)));
  }

  onlyNames(counts) {
    const names = [...counts].filter(([column]) => this.isName.has(column));
    return new Map(names.map(([column]) => [column, 1]));
  }
}

function mapValues(map, change) {
  return new Map([...map].map(([key, value]) => [key, change(value, key)]));
}
