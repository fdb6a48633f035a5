// Colours as the system says, or dark, or light: the choice is applied before the first paint.
(function () {
  "use strict";
  const KEY = "scheme", STATES = ["system", "dark", "light"];
  const root = document.documentElement;
  const buttons = () => document.querySelectorAll(".scheme button");

  function read() {
    try {
      const found = localStorage.getItem(KEY);
      return STATES.includes(found) ? found : "system";
    } catch {
      return "system";
    }
  }

  function save(state) {
    try {
      localStorage.setItem(KEY, state);
    } catch {
      // Nothing is remembered then; this page changes all the same.
    }
  }

  function apply(state) {
    root.dataset.scheme = state;
    for (const button of buttons()) {
      button.setAttribute("aria-pressed", String(button.dataset.choice === state));
    }
  }

  apply(read());
  addEventListener("storage", (event) => event.key === KEY && apply(read()));
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of buttons()) {
      button.parentElement.hidden = false;
      button.addEventListener("click", () => {
        save(button.dataset.choice);
        apply(button.dataset.choice);
      });
    }
    apply(root.dataset.scheme);
  });
})();
