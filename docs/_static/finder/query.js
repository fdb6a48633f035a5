// What was typed or pasted, as the parts that are compared: triage.match.query and .views.

import { cut, splitLines, strip } from "./strings.js";

export function makeQuery({ limits }, { errorLines, normaliseError }, stripTemplate, { termsOf }) {
  // One line is a title; of several, the last that says what went wrong, or the first.
  function issueOf(typed) {
    const text = cut(typed, limits.body);
    const lines = splitLines(text).map((line) => strip(line)).filter(Boolean);
    if (lines.length < 2) return { title: lines.join(""), body: "" };
    const errors = errorLines(text);
    return { title: errors.length ? errors[errors.length - 1] : lines[0], body: text };
  }

  function viewOf({ title, body }) {
    const stripped = stripTemplate(cut(body, limits.body));
    const text = `${title}\n${stripped}`;
    const asked = termsOf(title);
    const errors = errorLines(text).slice(0, limits.comparedErrors);
    return {
      text,
      title: asked,
      full: [...asked, ...asked, ...termsOf(stripped)],
      error: errors.flatMap((line) => termsOf(normaliseError(line))),
    };
  }

  return { issueOf, viewOf };
}
