// What of a text is to be marked, as a list of [text, marked]: nothing here makes HTML.

// The words of a text that the query has as well.
export function markWords(text, wanted, { token, termsOfToken }) {
  const parts = [];
  let rest = 0;
  for (const match of text.matchAll(token(text))) {
    if (!termsOfToken(match[0]).some((term) => wanted.has(term))) continue;
    if (match.index > rest) parts.push([text.slice(rest, match.index), false]);
    parts.push([match[0], true]);
    rest = match.index + match[0].length;
  }
  if (rest < text.length) parts.push([text.slice(rest), false]);
  return parts;
}

// A line of the query: what the signature says word for word is marked, the rest is what varies.
export function markPieces(line, pieces) {
  const lower = line.toLowerCase().replace(/["`‘’“”]/g, "'");
  const parts = [];
  let rest = 0;
  for (const piece of lower.length === line.length ? pieces : []) {
    const at = lower.indexOf(piece, rest);
    if (at < 0) continue;
    if (at > rest) parts.push([line.slice(rest, at), false]);
    parts.push([line.slice(at, at + piece.length), true]);
    rest = at + piece.length;
  }
  if (!parts.length) return [[line, true]];
  if (rest < line.length) parts.push([line.slice(rest), false]);
  return parts;
}

// The part of a long line around its first mark, so that it fits in a few lines.
export function shorten(parts, length) {
  const size = (list) => list.reduce((sum, [text]) => sum + text.length, 0);
  if (size(parts) <= length) return parts;
  const first = parts.findIndex(([, marked]) => marked);
  const before = first > 0 ? parts[first - 1][0] : "";
  const kept = [[before.length > 20 ? `…${before.slice(-20)}` : before, false], ...parts.slice(first)];
  const shown = [];
  let left = length;
  for (const [text, marked] of kept) {
    if (left <= 0) break;
    shown.push([text.length > left ? `${text.slice(0, left)}…` : text, marked]);
    left -= text.length;
  }
  return shown;
}
