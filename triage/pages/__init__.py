"""Pages: entries, matches and figures in, MyST source pages of the site out.

Inputs: one ``PageInput``, everything already decided by earlier stages. Outputs: ``Page``
values from ``render_pages`` (pure), and files from ``write_pages``. Nothing here fetches,
classifies or matches, and no page depends on the clock.

Example: ``write_pages(render_pages(PageInput(entries=entries)), Path("kb"))``
"""

from triage.pages.model import BuildReport, IssueFacts, Page, PageInput
from triage.pages.render import render_pages
from triage.pages.write import write_pages

__all__ = ["BuildReport", "IssueFacts", "Page", "PageInput", "render_pages", "write_pages"]
