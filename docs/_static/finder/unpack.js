// The packed index back to numbers: triage.match.packing.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const SIZE = 93;
const SINGLE = 70;
const PAIRS = (SIZE - SINGLE - 1) * SIZE;

const numberOf = (code) => code - 32 - (code > 34 ? 1 : 0) - (code > 92 ? 1 : 0);

export function unpackNumbers(text) {
  const numbers = [];
  let at = 0;
  const next = () => numberOf(text.charCodeAt(at++));
  while (at < text.length) {
    const lead = next();
    if (lead < SINGLE) numbers.push(lead);
    else if (lead < SIZE - 1) numbers.push(SINGLE + (lead - SINGLE) * SIZE + next());
    else numbers.push(SINGLE + PAIRS + (next() * SIZE + next()) * SIZE + next());
  }
  return numbers;
}

// Reads Rice codes one after the other; the caller knows the width of each.
export function makeGapReader(text) {
  const value = new Map([...DIGITS].map((digit, at) => [digit, at]));
  let at = 0;
  let bits = 0;
  let left = 0;
  const bit = () => {
    if (!left) {
      bits = value.get(text[at++]);
      left = 6;
    }
    left -= 1;
    return (bits >> left) & 1;
  };
  return (width) => {
    let high = 0;
    while (bit()) high += 1;
    let low = 0;
    for (let count = 0; count < width; count += 1) low = 2 * low + bit();
    return high * 2 ** width + low;
  };
}

function widthOf(frequency, documents) {
  const mean = Math.floor((documents - frequency) / (frequency + 1));
  return mean ? 31 - Math.clz32(mean) : 0;
}

export function unpackHashes({ count, width, steps }) {
  const read = makeGapReader(steps);
  let last = 0;
  return Array.from({ length: count }, () => (last += read(width)));
}

// Counts by name, from the kinds of rows and the place of each row among them.
function unpackRows({ kinds, rows }, names) {
  const numbers = unpackNumbers(kinds);
  const places = unpackNumbers(rows);
  return Object.fromEntries(names.map((name, column) => (
    [name, Uint16Array.from(places, (place) => numbers[place * names.length + column])])));
}

// Term by term its documents and its counts there: those of term t stand from starts[t].
export function unpackPostings(gaps, packed, documents, names) {
  const frequencies = unpackNumbers(packed.frequency);
  const starts = new Uint32Array(frequencies.length + 1);
  frequencies.forEach((count, term) => { starts[term + 1] = starts[term] + count; });
  const found = new Uint16Array(starts[frequencies.length]);
  const read = makeGapReader(gaps);
  frequencies.forEach((count, term) => {
    const width = widthOf(count, documents);
    let last = -1;
    for (let at = starts[term]; at < starts[term + 1]; at += 1) {
      last += 1 + read(width);
      found[at] = last;
    }
  });
  return { starts, documents: found, counts: unpackRows(packed, names) };
}
