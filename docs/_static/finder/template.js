// An issue's body without the words of the repository's templates: triage.text.template.

import { cut, joinBlanks, splitLines, strip } from "./strings.js";

// Text without HTML comments; one that is never closed is kept, for its text.
function stripComments(text) {
  let kept = "";
  let rest = 0;
  for (;;) {
    const start = text.indexOf("<!--", rest);
    const end = start < 0 ? -1 : text.indexOf("-->", start + 4);
    if (end < 0) return kept + text.slice(rest);
    kept += text.slice(rest, start);
    rest = end + 3;
  }
}

// Where a field name may end: after each of the first colons and question marks.
function endsOf(line) {
  const ends = [];
  for (let at = 0; at < line.length && ends.length < 4; at += 1) {
    if (":?".includes(line[at])) ends.push(at + 1);
  }
  return ends;
}

export function makeTemplate({ patterns, lists }) {
  const marks = new RegExp(patterns.marks, "u");
  const example = new RegExp(patterns.example, "gu");
  const placeholder = new RegExp(patterns.placeholderUrl, "gu");
  const labels = new Set(lists.templateLabels);
  const noAnswers = new Set(lists.noAnswers);

  // A heading or field name without marks, numbering, examples and end punctuation.
  function labelOf(line) {
    const text = line.toLowerCase().replace(marks, "").replace(example, "").replaceAll("(s)", "");
    return strip(joinBlanks(text.replaceAll("*", "")), " :?.*_-");
  }

  // What a person wrote in this line, or null when it is all template.
  function answerOf(line) {
    const lowered = cut(line, 400).toLowerCase().replace(marks, "");
    if (lists.templateSentences.some((sentence) => lowered.startsWith(sentence))) return null;
    if (labels.has(labelOf(cut(line, 400)))) return null;
    for (const end of endsOf(cut(line, 300))) {
      if (labels.has(labelOf(line.slice(0, end)))) {
        const answer = strip(strip(line.slice(end)), ":*?_ ");
        return noAnswers.has(answer.toLowerCase()) ? null : answer;
      }
    }
    return noAnswers.has(strip(strip(lowered), "*_`").toLowerCase()) ? null : line;
  }

  return (body) => strip(
    splitLines(stripComments(body).replace(placeholder, "")).map(answerOf)
      .filter((line) => line !== null).join("\n"),
  );
}
