// Python's string operations, where JavaScript's differ: what counts as blank, where lines end,
// and lengths in characters instead of UTF-16 units.

const BLANKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
  + "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";
const BLANK_RUN = new RegExp(`[${BLANKS}]+`, "g");
const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

export function countCharacters(text) {
  return /[\ud800-\udfff]/.test(text) ? Array.from(text).length : text.length;
}

// text[:length]
export function cut(text, length) {
  if (text.length <= length) return text;
  const start = text.slice(0, 2 * length);
  return /[\ud800-\udfff]/.test(start) ? Array.from(start).slice(0, length).join("")
    : text.slice(0, length);
}

// text.splitlines()
export function splitLines(text) {
  const lines = text.split(LINE_END);
  if (lines[lines.length - 1] === "") lines.pop();
  return lines;
}

// text.strip(characters)
export function strip(text, characters = BLANKS) {
  let start = 0;
  while (start < text.length && characters.includes(text[start])) start += 1;
  return stripEnd(text.slice(start), characters);
}

// text.rstrip(characters)
export function stripEnd(text, characters = BLANKS) {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1])) end -= 1;
  return text.slice(0, end);
}

// " ".join(text.split())
export function joinBlanks(text) {
  return strip(text.replace(BLANK_RUN, " "));
}

export function beginsBlank(text) {
  return text !== "" && BLANKS.includes(text[0]);
}

// text.translate(...): every one of the characters becomes ' .
export function makeQuoteFolder(characters) {
  const all = new Set(characters);
  return (text) => {
    let folded = "";
    for (const character of text) folded += all.has(character) ? "'" : character;
    return folded;
  };
}
