// The box in the page: what is typed goes to the finder, what it finds goes into the list.

import { afterResults } from "./after.js";
import { makeResults } from "./results.js";
import { readShared, share } from "./share.js";

const PAUSE = 80; // milliseconds without a key before a text is looked up
const MAX_HEIGHT = 320;
const UNLIKELY = 0.05; // a best match under this is said not to fit

// Whether an entry, or an issue that it answered, has one of the terms at all.
function hasOne({ index }, terms, entry) {
  return [...terms].some((term) => index.holdersOf(index.space.columnOf(term)).has(entry));
}

function say(answer, matches) {
  if (!matches.length) return "No answer fits.";
  const count = matches.length === 1 ? "1 question" : `${matches.length} questions`;
  if (answer) return `Answer found, and ${matches.length - 1} more that may help.`;
  if (matches[0].score < UNLIKELY) return `No answer fits well; the nearest ${count}:`;
  return `${count} that may help:`;
}

export class View {
  constructor(box, root, load) {
    this.repository = box.dataset.repository;
    this.suffix = box.dataset.suffix;
    this.root = root;
    this.load = load;
    const find = (selector) => box.querySelector(selector);
    this.form = find("form");
    this.text = find("textarea");
    this.status = find(".finder-status");
    this.list = find(".finder-results");
    this.after = find(".finder-after");
    this.#listen(box.querySelectorAll(".finder-examples button"));
    this.takeShared();
    if (this.text.value) this.show();
  }

  #listen(examples) {
    this.text.addEventListener("focus", () => this.load().catch(() => {}), { once: true });
    this.text.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.show(), PAUSE);
    });
    for (const button of examples) {
      button.addEventListener("click", () => this.put(button.textContent));
    }
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("keydown", (event) => this.#press(event));
    addEventListener("hashchange", () => this.takeShared() && this.show());
  }

  put(text) {
    this.text.value = text;
    this.text.focus();
    return this.show();
  }

  takeShared() {
    const shared = readShared();
    if (shared === null || shared === this.text.value) return false;
    this.text.value = shared;
    return true;
  }

  // Arrows and Enter lead from the box into the results and back; Escape leads back, then empties.
  #press(event) {
    const links = [...this.list.querySelectorAll(".finder-question a")];
    const at = links.indexOf(document.activeElement);
    const inText = document.activeElement === this.text;
    const to = (target) => {
      event.preventDefault();
      target?.focus();
    };
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && at >= 0) to(this.text);
    else if (event.key === "Escape" && inText && this.text.value) this.#empty(event);
    else if (inText && links.length && this.#leaves(event)) to(links[0]);
    else if (event.key === "ArrowDown" && at >= 0) to(links[at + 1] ?? links[at]);
    else if (event.key === "ArrowUp" && at >= 0) to(links[at - 1] ?? this.text);
  }

  #empty(event) {
    event.preventDefault();
    this.put("");
  }

  // In a single line Enter means "go"; in a pasted text it is one more line. Arrow down leaves
  // the box where there is no line below the cursor.
  #leaves({ key, shiftKey }) {
    if (key === "Enter") return !shiftKey && !this.text.value.trim().includes("\n");
    return key === "ArrowDown" && !shiftKey
      && !this.text.value.slice(this.text.selectionEnd).includes("\n");
  }

  #grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight + 4, MAX_HEIGHT)}px`;
  }

  async show() {
    clearTimeout(this.timer);
    this.#grow();
    const text = this.text.value;
    const fits = share(text);
    if (!text.trim()) return this.#draw("", [], []);
    try {
      const { finder, facts } = await this.load();
      // Another key may have been pressed while the index was on its way.
      if (text !== this.text.value) return undefined;
      return this.#drawFound(text, fits, finder, facts);
    } catch (error) {
      return this.#draw(`The answers could not be loaded (${error.message}).`, [], []);
    }
  }

  #drawFound(text, fits, finder, facts) {
    const { answer, matches: ranked, terms } = finder.find(text);
    const after = afterResults({ ...this, text, fits, facts });
    if (!ranked.length) return this.#draw("Type a few more words.", [], after);
    const matches = ranked.filter(({ entry }) => hasOne(finder, terms, entry));
    const address = ({ id, entry }) => new URL(
      `kb/${facts.categoryKeys[facts.categories[entry]]}/${id}${this.suffix}`, this.root).href;
    const makeResult = makeResults(facts, finder.terms, address);
    const items = matches.map((match, at) => makeResult(match, terms, answer && at === 0));
    return this.#draw(say(answer, matches), items, after);
  }

  #draw(status, items, after) {
    if (this.status.textContent !== status) this.status.textContent = status;
    this.list.replaceChildren(...items);
    this.after.replaceChildren(...after);
    this.after.hidden = !after.length;
  }
}
