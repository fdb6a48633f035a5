// Evidence to the probability of each entry, and of none of them: triage.match.ranker.

function sumOf(weights, evidence, entry) {
  let sum = 0;
  for (const [name, weight] of Object.entries(weights)) {
    const values = evidence[name];
    if (values === undefined) throw new Error(`The finder does not know the evidence ${name}.`);
    sum += weight * (entry === undefined ? values : values[entry]);
  }
  return sum;
}

// Probabilities of the entries, rounded as Python rounds them before it orders.
export function probabilities(ranker, { forEntry, forNone }, size) {
  const none = (sumOf(ranker.for_none, forNone) + ranker.none) / ranker.temperature;
  const utility = Array.from({ length: size },
    (_, entry) => sumOf(ranker.for_entry, forEntry, entry) / ranker.temperature);
  const most = utility.reduce((before, value) => Math.max(before, value), none);
  const raised = utility.map((value) => Math.exp(value - most));
  const sum = raised.reduce((before, value) => before + value, Math.exp(none - most));
  return raised.map((value) => Math.round((value / sum) * 1e6) / 1e6);
}
