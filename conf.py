"""Sphinx over the repository root: the allow list of pages, the theme, our extensions."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "docs" / "_ext"))

project = "Model Garden Knowledge Base"
author = "The Model Garden Knowledge Base contributors"
html_title = project
language = "en"

extensions = [
    "myst_parser",
    "sphinx_copybutton",
    "notfound.extension",
    "sphinx_sitemap",
    "sphinxext.opengraph",
    "figures",
    "stamps",
    "installs",
    "finder",
    "research_models",
    "good_first",
    "website",
]
repository_url = "https://github.com/model-garden-kb/model-garden-kb"
# An allow list: whatever else lies in a checkout is no page.
include_patterns = ["index.md", "fix.md", "404.md", "docs/**", "kb/**"]
exclude_patterns = ["kb/entries/**", "kb/data/**", "docs/_*/**", "docs/records/**"]
nitpicky = True
smartquotes = False
suppress_warnings = ["config.cache"]

# Only what the pages need: every further syntax is one more way for issue text to act.
# Raw HTML is off as well, so a comment in a page is a line that begins with %.
myst_enable_extensions = ["colon_fence", "deflist"]
myst_disable_syntax = ["html_block", "html_inline"]
myst_heading_anchors = 3

html_theme = "sphinx_rtd_theme"
html_theme_options = {
    "collapse_navigation": True,
    "navigation_depth": 2,
    "titles_only": True,
    "prev_next_buttons_location": None,
    "style_external_links": False,
}
templates_path = ["docs/_templates"]
html_static_path = ["docs/_static"]
html_css_files = ["custom.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_favicon = "docs/_static/favicon.svg"
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_show_sourcelink = False

html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "http://127.0.0.1:8000/")
sitemap_url_scheme = "{link}"
sitemap_locales = [None]
sitemap_excludes = ["404.html", "search.html", "genindex.html"]
# No page says when it was last modified: what counts is when it was last verified (stamps).
sitemap_show_lastmod = False
ogp_site_url = html_baseurl
ogp_social_cards = {"enable": False}
notfound_urls_prefix = urlsplit(html_baseurl).path
# A line of dots alone ends a block: without it the copy would not run in a prompt.
copybutton_prompt_text = r">>> |\.\.\. |\.\.\.$|\$ "
copybutton_prompt_is_regexp = True

stamps_records = str(ROOT / "docs" / "records")
