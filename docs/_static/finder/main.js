// Starts the error finder in every box of the page; the index comes when a box is first used.

import { makeFinder } from "./finder.js";
import { View } from "./view.js";

const INDEX = "finder-index.js?v=INDEX_DIGEST";
const script = document.currentScript.src;
let loading = null;

// A script, not a request for data: it works as well where the site is opened from the disk.
function load() {
  loading ??= new Promise((resolve, reject) => {
    const tag = document.createElement("script");
    tag.src = new URL(INDEX, script).href;
    tag.addEventListener("load", () => resolve(window.errorFinderIndex));
    tag.addEventListener("error", () => reject(new Error("the index is missing")));
    document.head.append(tag);
  }).then((data) => ({ finder: makeFinder(data), facts: data.facts }));
  // A next try may have a network again.
  loading.catch(() => { loading = null; });
  return loading;
}

for (const box of document.querySelectorAll(".finder")) {
  new View(box, new URL("../", script), load);
}
