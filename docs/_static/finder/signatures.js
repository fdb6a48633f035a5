// Which signature of which entry matches which line of a text: triage.match.signature.

import { makePattern } from "./pattern.js";
import { cut, joinBlanks, makeQuoteFolder, splitLines, strip } from "./strings.js";

const LETTER = makePattern("[\\p{L}\\p{N}]");

const piecesOf = (folded) => folded.split("*").map((piece) => strip(piece)).filter(Boolean);

// Where the pieces stand in a line, one after the other, or null.
function placesOf(pieces, line) {
  const places = [];
  let at = 0;
  for (const piece of pieces) {
    at = line.indexOf(piece, at);
    if (at < 0) return null;
    places.push([at, at + piece.length]);
    at += piece.length;
  }
  return places.length ? places : null;
}

export function makeSignatures({ patterns, lists, limits }, { normaliseError }, signatures) {
  const word = new RegExp(patterns.signatureWord, "g");
  const foldQuotes = makeQuoteFolder(lists.signatureQuotes);
  const fold = (text) => joinBlanks(foldQuotes(text.toLowerCase()));
  const wordsOf = (text) => text.match(word) ?? [];

  // Words that do not touch the ends of a piece: only those are whole in every match.
  const isLetter = (character) => LETTER(character).test(character);
  const innerWords = (pieces) => pieces.flatMap((piece) => {
    const found = wordsOf(piece);
    const ends = Array.from(piece);
    const first = isLetter(ends[0]) ? 1 : 0;
    return found.slice(first, Math.max(found.length - (isLetter(ends[ends.length - 1]) ? 1 : 0), 0));
  });

  function compile(source) {
    const plain = piecesOf(fold(source));
    const loose = piecesOf(fold(normaliseError(source)));
    const inLoose = new Set(innerWords(loose));
    return { plain, loose, words: innerWords(plain).filter((item) => inLoose.has(item)) };
  }

  const compiled = signatures.map((sources) => sources.map(compile));

  function readLine(source) {
    return { source, words: new Set(wordsOf(source.toLowerCase())), plain: null, loose: null };
  }

  function matches(item, line) {
    if (!item.words.every((needed) => line.words.has(needed))) return false;
    line.plain ??= fold(line.source);
    line.loose ??= fold(normaliseError(line.source));
    return placesOf(item.plain, line.plain) !== null || placesOf(item.loose, line.loose) !== null;
  }

  // By entry: the first of its signatures that matches, and the first line it matches.
  return (text) => {
    const lines = splitLines(text).map((line) => cut(strip(line), limits.signatureLine))
      .filter(Boolean).map(readLine);
    const seen = new Set(lines.flatMap((line) => [...line.words]));
    const hits = new Map();
    compiled.forEach((items, entry) => {
      for (const item of items) {
        if (!item.words.every((needed) => seen.has(needed))) continue;
        const line = lines.find((candidate) => matches(item, candidate));
        if (line) {
          hits.set(entry, { line: line.source, pieces: item.plain });
          break;
        }
      }
    });
    return hits;
  };
}
