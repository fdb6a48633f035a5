// The query in the fragment of the address: the part that a browser keeps to itself.

const MAX_SHARED = 2000;
const KEY = "#q=";

export function readShared() {
  if (!location.hash.startsWith(KEY)) return null;
  try {
    return decodeURIComponent(location.hash.slice(KEY.length).replace(/\+/g, " "));
  } catch {
    return null;
  }
}

// Whether the address now names the query; a long one would be cut off by mail and chat.
export function share(text) {
  const fragment = KEY + encodeURIComponent(text.toWellFormed ? text.toWellFormed() : text);
  const fits = text !== "" && fragment.length <= MAX_SHARED;
  // The entry of the history is replaced: Back leads to the page before, not through every key.
  if (fits) history.replaceState(null, "", fragment);
  else if (location.hash.startsWith(KEY)) {
    history.replaceState(null, "", location.pathname + location.search);
  }
  return fits;
}
