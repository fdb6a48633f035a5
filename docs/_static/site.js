// What the theme leaves to do for people who do not use a mouse, and on Read the Docs.
(function () {
  "use strict";

  function labelVersionMenus() {
    const names = { "version-switch": "Version", "language-switch": "Language" };
    for (const [name, label] of Object.entries(names)) {
      for (const select of document.querySelectorAll(`.${name} select`)) {
        select.setAttribute("aria-label", label);
      }
    }
  }

  // The theme draws these menus when Read the Docs has told it the versions.
  document.addEventListener("readthedocs-addons-data-ready", () => setTimeout(labelVersionMenus));
  const menus = document.querySelector(".switch-menus");
  if (menus) new MutationObserver(labelVersionMenus).observe(menus, { childList: true, subtree: true });
  labelVersionMenus();

  // The theme scrolls its menu to the current page, and with it the place where Tab begins.
  // Put that back before the skip link, unless the address or the reader chose another place.
  // The theme does so in a second round of jQuery's ready callbacks, which may be after "load".
  jQuery(() => jQuery(() => {
    const top = document.querySelector(".page-top");
    if (!top || location.hash || document.activeElement !== document.body) return;
    top.focus({ preventScroll: true });
    top.blur();
  }));

  // A wrong address often holds the words of the right one: search for its last part.
  const search = document.querySelector(".not-found-search a");
  const words = decodeURI(location.pathname.replace(/(\/index)?(\.html)?\/?$/, ""))
    .split("/").pop().split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(" ");
  if (search && words && words !== "404") {
    search.href = `${search.href.split("?")[0]}?q=${encodeURIComponent(words)}`;
    search.textContent = `Search all pages for “${words}”`;
  }

  // The menu of small screens says whether it is open, and Escape closes it.
  const button = document.querySelector(".menu-button");
  const side = document.querySelector(".wy-nav-side");
  if (!button || !side) return;
  const isOpen = () => side.classList.contains("shift");
  new MutationObserver(() => button.setAttribute("aria-expanded", String(isOpen())))
    .observe(side, { attributes: true, attributeFilter: ["class"] });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) {
      button.click();
      button.focus();
    }
  });

  // Long code and wide tables scroll inside the page: let the keyboard reach them.
  function letScroll() {
    for (const box of document.querySelectorAll(".highlight pre, .wy-table-responsive")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    }
  }
  letScroll();
  addEventListener("resize", letScroll);
})();
