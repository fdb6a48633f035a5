// Text to terms, the units texts are compared by: triage.match.terms.

import { makePattern } from "./pattern.js";
import { countCharacters, stripEnd } from "./strings.js";

const ALL_DIGITS = makePattern("^[\\p{Nd}]+$");
const ALL_LETTERS = makePattern("^[\\p{L}]+$");
const ENDS_IN_DIGIT = makePattern("^[\\p{L}\\p{N}]*[\\p{Nd}]$");
const ENDINGS = [["sses", 2], ["ies", 1], ["ings", 0], ["ing", 0], ["ed", 0]];

function withoutEnding(word) {
  for (const [ending, keep] of ENDINGS) {
    const length = word.length - ending.length + keep;
    if (word.endsWith(ending) && countCharacters(word.slice(0, length)) >= 3) {
      const stem = word.slice(0, length);
      if (keep) return stem;
      const [before, last] = Array.from(stem).slice(-2);
      return before === last && !"lsz".includes(last) ? stem.slice(0, -last.length)
        : stripEnd(stem, "e");
    }
  }
  const single = /s$/.test(word) && !/(?:ss|us|is)$/.test(word) ? word.slice(0, -1) : word;
  return single.endsWith("e") && countCharacters(single) > 4 ? single.slice(0, -1) : single;
}

export function makeTerms({ patterns, lists, limits, synonyms }) {
  const token = makePattern(patterns.token, "g");
  const part = makePattern(patterns.part, "g");
  const stopWords = new Set(lists.stopWords);
  const known = new Map(Object.entries(synonyms));

  const isTerm = (word) => countCharacters(word) > 1 && !stopWords.has(word)
    && (word === "404" || !ALL_DIGITS(word).test(word));

  function stem(word) {
    if (known.has(word)) return known.get(word);
    if (countCharacters(word) < 4 || !ALL_LETTERS(word).test(word)) return word;
    const short = withoutEnding(word);
    return known.get(short) ?? short;
  }

  // The terms of one run of letters, digits and underscores; none for a stop word.
  function termsOfToken(text) {
    if (countCharacters(text) > limits.token) return [];
    const lower = text.toLowerCase();
    const parts = (text.match(part(text)) ?? []).map((piece) => piece.toLowerCase());
    const single = parts.length < 2 || ENDS_IN_DIGIT(lower).test(lower);
    return (single ? [lower] : [lower, ...parts]).filter(isTerm).map(stem);
  }

  const tokensOf = (text) => text.match(token(text)) ?? [];
  const termsOf = (text) => tokensOf(text).flatMap(termsOfToken);
  return { termsOf, termsOfToken, token };
}
