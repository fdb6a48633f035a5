// The packed index back to numbers: triage.match.packing.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const SIZE = 93;
const SINGLE = 70;
const PAIRS = (SIZE - SINGLE - 1) * SIZE;

const numberOf = (code) => code - 32 - (code > 34 ? 1 : 0) - (code > 92 ? 1 : 0);

export function unpackNumbers(text) {
  const numbers = new Uint32Array(text.length);
  let count = 0;
  let at = 0;
  const next = () => numberOf(text.charCodeAt(at++));
  while (at < text.length) {
    const lead = next();
    if (lead < SINGLE) numbers[count] = lead;
    else if (lead < SIZE - 1) numbers[count] = SINGLE + (lead - SINGLE) * SIZE + next();
    else numbers[count] = SINGLE + PAIRS + (next() * SIZE + next()) * SIZE + next();
    count += 1;
  }
  return numbers.subarray(0, count);
}

// Reads Rice codes one after the other; the caller knows the width of each.
export function makeGapReader(text) {
  const values = new Uint8Array(128);
  for (let digit = 0; digit < DIGITS.length; digit += 1) values[DIGITS.charCodeAt(digit)] = digit;
  let at = 0;
  let bits = 0;
  let left = 0;
  const refill = () => {
    bits = values[text.charCodeAt(at)];
    at += 1;
    left = 6;
  };
  return (width) => {
    let number = 0;
    for (;;) {
      if (!left) refill();
      left -= 1;
      if (!((bits >> left) & 1)) break;
      number += 1;
    }
    for (let wanted = width; wanted > 0;) {
      if (!left) refill();
      const taken = Math.min(wanted, left);
      left -= taken;
      wanted -= taken;
      number = number * (1 << taken) + ((bits >> left) & ((1 << taken) - 1));
    }
    return number;
  };
}

function widthOf(frequency, documents) {
  const mean = Math.floor((documents - frequency) / (frequency + 1));
  return mean ? 31 - Math.clz32(mean) : 0;
}

export function unpackHashes({ count, width, steps }) {
  const hashes = new Uint32Array(count);
  const read = makeGapReader(steps);
  let last = 0;
  for (let at = 0; at < count; at += 1) {
    last += read(width);
    hashes[at] = last;
  }
  return hashes;
}

// Counts by name, from the kinds of rows and the place of each row among them.
function unpackRows({ kinds, rows }, names) {
  const numbers = unpackNumbers(kinds);
  const places = unpackNumbers(rows);
  return Object.fromEntries(names.map((name, column) => {
    const counts = new Uint16Array(places.length);
    for (let at = 0; at < counts.length; at += 1) {
      counts[at] = numbers[places[at] * names.length + column];
    }
    return [name, counts];
  }));
}

// Term by term its documents and its counts there: those of term t stand from starts[t].
export function unpackPostings(gaps, packed, documents, names) {
  const frequencies = unpackNumbers(packed.frequency);
  const starts = new Uint32Array(frequencies.length + 1);
  for (let term = 0; term < frequencies.length; term += 1) {
    starts[term + 1] = starts[term] + frequencies[term];
  }
  const found = new Uint16Array(starts[frequencies.length]);
  const read = makeGapReader(gaps);
  for (let term = 0; term < frequencies.length; term += 1) {
    const width = widthOf(frequencies[term], documents);
    let last = -1;
    for (let at = starts[term]; at < starts[term + 1]; at += 1) {
      last += 1 + read(width);
      found[at] = last;
    }
  }
  return { starts, documents: found, counts: unpackRows(packed, names) };
}
