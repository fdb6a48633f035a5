// What speaks for each entry, and for none of them, by name: triage.match.features.

import { BACKGROUND } from "./index.js";

// The value at a rank from the top (1 is the largest), or 0 where there are fewer.
function far(values, rank = 1) {
  if (values.length < rank) return 0;
  return rank === 1 ? values.reduce((most, value) => Math.max(most, value), -Infinity)
    : Float64Array.from(values).sort()[values.length - rank];
}

function groupByOwner(index, known) {
  const groups = index.ids.map(() => []);
  const background = [];
  known.forEach((value, issue) => {
    const owner = index.owner[issue];
    (owner === BACKGROUND ? background : groups[owner]).push(value);
  });
  return { groups, background };
}

// The squared cosines of the closest judged issues, as shares of one.
function votesOf(known, neighbours) {
  if (!known.length) return known;
  const least = far(known, Math.min(neighbours, known.length));
  const squares = known.map((value) => (value >= least ? value * value : 0));
  const sum = squares.reduce((before, value) => before + value, 0) + 1e-6;
  return squares.map((value) => value / sum);
}

function signatureEvidence(index, hits) {
  const found = new Float64Array(index.ids.length);
  for (const entry of hits.keys()) found[entry] = 1;
  return { signature: found, only_signature: hits.size === 1 ? found : found.map(() => 0) };
}

function textEvidence(index, query) {
  const { entries, space } = index;
  const half = (values) => values.map((value) => value / 2);
  const presence = new Map([...query.fullCounts.keys()].map((column) => [column, 1]));
  return {
    full: entries.dot(query.full, index.full),
    question: entries.dot(query.full, index.question),
    question_of_title: entries.dot(query.title, index.question),
    symptom: entries.dot(query.full, index.symptom),
    error: entries.dot(query.error, index.symptom),
    asked: entries.dot(presence, index.questionShare),
    bm25_title: half(entries.dot(space.share(query.titleCounts), index.bm25)),
    bm25: half(entries.dot(space.share(query.fullCounts), index.bm25)),
    plain: entries.dot(query.plain, index.plain),
  };
}

// Which share of a query the texts of each entry hold. An entry also holds a line that its
// signature matches, with all that the wildcards stand for.
function heldShares(index, query, lineTerms) {
  const held = new Float64Array(index.ids.length);
  for (const [column, value] of query) {
    const holders = index.holdersOf(column);
    for (const entry of holders) held[entry] += value;
    for (const [entry, columns] of lineTerms) {
      if (columns.has(column) && !holders.has(entry)) held[entry] += value;
    }
  }
  return held;
}

function termEvidence(index, query, lineTerms) {
  const { space } = index;
  const names = space.onlyNames(query.fullCounts);
  const held = (counts) => heldShares(index, counts, lineTerms);
  const ofNames = held(names);
  const ofError = held(space.share(query.errorCounts));
  return {
    held_title: held(space.share(query.titleCounts)),
    held: held(space.share(query.fullCounts)),
    error_missed: ofError.map((share) => (query.errorCounts.size ? 1 - share : 0)),
    name_held: ofNames.map((count) => (count > 0 ? 1 : 0)),
    names_missed: ofNames.map((count) => (names.size ? (names.size - count) / names.size : 0)),
  };
}

export function makeEvidence(index, { limits }, { termsOf }, { normaliseError }) {
  const { space } = index;

  function vectorsOf(view) {
    const titleCounts = space.count(view.title);
    const fullCounts = space.count(view.full);
    const errorCounts = space.count(view.error);
    return {
      titleCounts, fullCounts, errorCounts,
      title: space.weigh(titleCounts),
      full: space.weigh(fullCounts),
      error: space.weigh(errorCounts),
      plain: space.weigh(space.withoutNames(fullCounts)),
    };
  }

  function columnsOfLines(hits) {
    const columnsOf = (line) => new Set(
      [...termsOf(line), ...termsOf(normaliseError(line))].map((term) => space.columnOf(term)),
    );
    return [...hits].map(([entry, { line }]) => [entry, columnsOf(line)]);
  }

  return (view, hits) => {
    const query = vectorsOf(view);
    const known = index.issues.dot(query.full, index.knownFull);
    const title = groupByOwner(index, index.issues.dot(query.title, index.knownTitle));
    const plainKnown = index.issues.dot(query.plain, index.knownPlain);
    const plain = groupByOwner(index, plainKnown);
    const near = groupByOwner(index, known);
    const votes = groupByOwner(index, votesOf(known, limits.neighbours));
    const sum = (values) => values.reduce((before, value) => before + value, 0);
    const best = (groups, rank) => groups.map((values) => far(values, rank));
    const text = textEvidence(index, query);
    let information = 0;
    for (const column of query.fullCounts.keys()) information += space.rarity(column);
    return {
      forEntry: {
        ...signatureEvidence(index, hits),
        ...text,
        ...termEvidence(index, query, columnsOfLines(hits)),
        pool: index.pool(text.full, known, index.poolSquare),
        plain_pool: index.pool(text.plain, plainKnown, index.plainPoolSquare),
        nearest: best(near.groups),
        second: best(near.groups, 2),
        nearest_title: best(title.groups),
        nearest_plain: best(plain.groups),
        votes: votes.groups.map(sum),
      },
      forNone: {
        near: far(near.background),
        near_second: far(near.background, 2),
        near_title: far(title.background),
        near_plain: far(plain.background),
        votes: sum(votes.background),
        information: Math.log1p(information) / 4,
      },
    };
  };
}
