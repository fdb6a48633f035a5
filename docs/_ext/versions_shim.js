// In a folder of versions: tells what versions.json holds, in the event that Read the Docs sends.
(async function () {
  "use strict";
  const root = new URL(".", document.currentScript.src);
  const found = await (await fetch(new URL("versions.json", root))).json();
  const active = found.map(({ slug }) => ({
    slug, type: "tag", hidden: false, urls: { documentation: new URL(`${slug}/`, root).href },
  }));
  const current = active.find((version) => location.href.startsWith(version.urls.documentation));
  if (!current) return;
  const project = { slug: "local", language: { code: "en", name: "English" }, urls: {} };
  const data = { versions: { active, current }, projects: { current: project, translations: [] } };
  const detail = { data: () => data };
  document.dispatchEvent(new CustomEvent("readthedocs-addons-data-ready", { detail }));
})();
