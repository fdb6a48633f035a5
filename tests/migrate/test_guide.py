"""Every kind of finding links to a section of the migration guide that is there."""

import pytest

from tests.site.site_build import ROOT
from triage.migrate.kinds import kinds

GUIDE = ROOT / "docs" / "guides" / "migrate-to-tf2"


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_every_kind_has_its_section_in_the_guide(kind):
    page = (GUIDE / f"{kind.stage}.md").read_text("utf-8")
    assert f"({kind.anchor})=" in page
    assert kind.url.endswith(f"/{kind.stage}.html#{kind.anchor}")
