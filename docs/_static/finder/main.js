// Starts the error finder in every box of the page; the index comes when a box is first used.

import { finderSteps } from "./finder.js";
import { View } from "./view.js";

const INDEX = "finder-index.js?v=INDEX_DIGEST";
const script = document.currentScript.src;
let loading = null;

// A moment for the page between two steps: a key that is pressed meanwhile shows at once.
async function makeCalmly(data) {
  const steps = finderSteps(data);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return { finder: value, facts: data.facts };
    await new Promise((resume) => { setTimeout(resume); });
  }
}

// A script, not a request for data: it works as well where the site is opened from the disk.
function load() {
  loading ??= new Promise((resolve, reject) => {
    const tag = document.createElement("script");
    tag.src = new URL(INDEX, script).href;
    tag.addEventListener("load", () => resolve(window.errorFinderIndex));
    tag.addEventListener("error", () => reject(new Error("the index is missing")));
    document.head.append(tag);
  }).then(makeCalmly);
  // A next try may have a network again.
  loading.catch(() => { loading = null; });
  return loading;
}

for (const box of document.querySelectorAll(".finder")) {
  new View(box, new URL("../", script), load);
}
