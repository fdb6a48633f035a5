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

const SMALLEST = 1e-6;
const rounded = (value) => Math.round(value * 1e6) / 1e6;

// Probabilities of the entries and of none of them, rounded as Python rounds them before it orders.
export function probabilities(ranker, { forEntry, forNone }, size) {
  const none = (sumOf(ranker.for_none, forNone) + ranker.none) / ranker.temperature;
  const utility = Array.from({ length: size },
    (_, entry) => sumOf(ranker.for_entry, forEntry, entry) / ranker.temperature);
  const most = utility.reduce((before, value) => Math.max(before, value), none);
  const raised = utility.map((value) => Math.exp(value - most));
  const raisedNone = Math.exp(none - most);
  const sum = raised.reduce((before, value) => before + value, raisedNone);
  return { chances: raised.map((value) => rounded(value / sum)), none: rounded(raisedNone / sum) };
}

function logOdds(chance) {
  const kept = Math.min(Math.max(chance, SMALLEST), 1 - SMALLEST);
  return Math.log(kept / (1 - kept));
}

// The probability that the best entry is the answer: the second look of triage.match.ranker.
export function confidence(ranker, { forEntry, forNone }, { chances, none }, [best, next]) {
  const first = chances[best];
  const own = { chance: logOdds(first), none: logOdds(none), lead: first - (chances[next] ?? 0),
    near: forNone.near, information: forNone.information };
  let score = ranker.doubt;
  for (const [name, weight] of Object.entries(ranker.second_look)) {
    const value = own[name] ?? forEntry[name]?.[best];
    if (value === undefined) throw new Error(`The finder does not know the evidence ${name}.`);
    score += weight * value;
  }
  return rounded(1 / (1 + Math.exp(-score)));
}
