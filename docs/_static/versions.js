// Another version of the same page: the menu keeps the page, and an old version says it is old.
// Read the Docs tells the versions in an event; versions built locally send the same event.
(function () {
  "use strict";

  const pathOf = (version) => new URL(version.urls.documentation, location.href).pathname;

  async function exists(url) {
    try {
      return (await fetch(url, { method: "HEAD" })).ok;
    } catch {
      return false;
    }
  }

  // The same page of another version, or the start page of that version if it has none.
  async function find(version, current) {
    const root = new URL(pathOf(version), location.href).href;
    const page = location.pathname.startsWith(pathOf(current))
      ? location.pathname.slice(pathOf(current).length) : "";
    const same = page && await exists(root + page);
    return { same, url: same ? root + page : root };
  }

  function drawBanner(current, newest, found) {
    const banner = document.createElement("aside");
    banner.className = "version-banner";
    banner.setAttribute("aria-label", "Old version");
    const text = document.createElement("p");
    const link = document.createElement("a");
    link.href = found.url;
    link.textContent = found.same ? `Read this page in ${newest.slug}` : `Go to ${newest.slug}`;
    const why = found.same ? "" : ", which has no such page";
    text.append(`⚠ This is version ${current.slug}; the newest is ${newest.slug}${why}. `, link, ".");
    banner.append(text);
    (document.querySelector("#content") || document.querySelector("[role=main]")).prepend(banner);
  }

  // Search engines should keep a page that only the old version has.
  function keepAddress(found) {
    const link = document.querySelector("link[rel=canonical]");
    if (link && !found.same) link.href = location.origin + location.pathname;
  }

  document.addEventListener("readthedocs-addons-data-ready", async (event) => {
    const { active, current } = event.detail.data().versions;
    const newest = ["latest", "stable"].map((slug) => active.find((v) => v.slug === slug))
      .find(Boolean) || active[0];

    // Before the theme hears of the change: it would go to the start page of the version.
    document.addEventListener("change", async (change) => {
      if (!change.target.matches(".version-switch select")) return;
      change.stopImmediatePropagation();
      const chosen = active.find((version) => version.slug === change.target.value);
      if (chosen) location.href = (await find(chosen, current)).url;
    }, true);

    if (!newest || newest.slug === current.slug || current.type === "external") return;
    const found = await find(newest, current);
    drawBanner(current, newest, found);
    keepAddress(found);
  }, { once: true });
})();
