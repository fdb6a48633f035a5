// An issue's body without the words of the repository's templates: triage.text.template.

import { makePattern } from "./pattern.js";
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
  const marks = makePattern(patterns.marks);
  const example = makePattern(patterns.example, "g");
  const placeholder = makePattern(patterns.placeholderUrl, "g");
  const labels = new Set(lists.templateLabels);
  const noAnswers = new Set(lists.noAnswers);

  const withoutMarks = (text) => text.replace(marks(text), "");

  // A heading or field name without marks, numbering, examples and end punctuation.
  function labelOf(line) {
    const bare = withoutMarks(line.toLowerCase());
    const text = bare.replace(example(bare), "").replaceAll("(s)", "").replaceAll("*", "");
    return strip(joinBlanks(text), " :?.*_-");
  }

  // What a person wrote in this line, or null when it is all template.
  function answerOf(line) {
    const lowered = withoutMarks(cut(line, 400).toLowerCase());
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

  return (body) => {
    const text = stripComments(body);
    const lines = splitLines(text.replace(placeholder(text), "")).map(answerOf);
    return strip(lines.filter((line) => line !== null).join("\n"));
  };
}
