// The lines that say what went wrong, and their shape: triage.text.errors.

import { makePattern } from "./pattern.js";
import { beginsBlank, cut, joinBlanks, makeQuoteFolder, splitLines, strip } from "./strings.js";

const replace = (text, pattern, by) => text.replace(pattern(text), by);
const TRACEBACK = "Traceback (most recent call last)";
const BEFORE = makePattern("[\\p{L}\\p{N}._]*$");

export function makeErrors({ patterns, lists, limits }) {
  const once = (name) => makePattern(patterns[name]);
  const all = (name) => makePattern(patterns[name], "g");
  const exception = once("exception");
  const message = once("message");
  const startsAsException = makePattern(`^(?:${patterns.exception})`);
  const logPrefix = once("logPrefix");
  const fileLine = once("fileLine");
  const dotted = once("dottedException");
  const [chunk, hex, version] = ["chunk", "hex", "version"].map(all);
  const [number, numberList, doubleQuotes] = ["number", "numberList", "doubleQuotes"].map(all);
  const foldQuotes = makeQuoteFolder(lists.errorQuotes);

  // Where the error begins in a line, or -1.
  function errorStart(line) {
    if (lists.exceptionHints.some((hint) => line.includes(hint))) {
      const match = exception(line).exec(line);
      const before = match && line.slice(0, match.index);
      if (match) return match.index - BEFORE(before).exec(before)[0].length;
    }
    if (lists.messageHints.some((hint) => line.includes(hint)) && message(line).test(line)) {
      return logPrefix(line).exec(line)[0].length;
    }
    return -1;
  }

  function errorLines(text) {
    const found = new Set();
    let inTraceback = false;
    let frame = "";
    for (const raw of splitLines(text)) {
      const line = cut(raw, limits.errorLine);
      const bare = strip(line);
      if (line.includes(TRACEBACK)) {
        inTraceback = true;
        frame = "";
      } else if (inTraceback && (bare.startsWith("File ") || bare === "")) {
        frame = bare || frame;
      } else if (!inTraceback || !beginsBlank(line) || startsAsException(bare).test(bare)) {
        if (inTraceback && frame) found.add(frame);
        const start = errorStart(line);
        if (start >= 0) found.add(strip(strip(line.slice(start)), "`*"));
        else if (inTraceback && bare) found.add(bare);
        inTraceback = false;
      } else continue;
      if (found.size >= limits.errorLines) break;
    }
    return [...found];
  }

  function shapeOfChunk(whole) {
    if (whole.startsWith("<path>")) return whole;
    let text = whole;
    let tail = "";
    if (text.length > 1 && ":.,".includes(text[text.length - 1])) {
      tail = text[text.length - 1];
      text = text.slice(0, -1);
    }
    const located = fileLine(text).exec(text);
    if (located) text = located[1];
    if (/[/\\]/.test(text)) {
      const last = text.replace(/\\/g, "/").replace(/\/+$/, "").split("/").pop();
      return last ? `<path>/${last}${tail}` : `<path>${tail}`;
    }
    const named = dotted(text).exec(text);
    return (named ? named[1] : text) + tail;
  }

  function normaliseError(line) {
    const bare = strip(cut(line, limits.errorLine));
    const said = bare.slice(logPrefix(bare).exec(bare)[0].length);
    const quoted = replace(foldQuotes(said), doubleQuotes, "'");
    const shaped = replace(quoted, chunk, shapeOfChunk).toLowerCase();
    const numbers = replace(replace(replace(shaped, hex, "<hex>"), version, "<n>"), number, "<n>");
    return joinBlanks(replace(numbers, numberList, "<n>"));
  }

  return { errorLines, normaliseError };
}
