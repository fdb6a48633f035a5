"""Every problem code is reported for what it means, and nothing for a good README."""

from pathlib import Path

import pytest

from tests.readme.conftest import GOOD
from triage.problems import table_of_codes
from triage.readme.check import check_readme
from triage.readme.problems import ProblemCode
from triage.readme.template import PARTS, scaffold

ROOT = Path(__file__).resolve().parents[2]

CASES = {
    "README003 no title": ("# Tiny detector\n", "Tiny detector\n"),
    "README003 second title": ("## History", "# Second\n\nx\n\n## History"),
    "README004 missing section": ("## Dataset", "## Data we like"),
    "README005 empty section": ("It finds small things.\n", ""),
    "README005 a comment is nothing": ("It finds small things.", "<!-- soon -->"),
    "README006 order": (
        "## History\n\n2026-11-01: first version.\n\n## Authors or Maintainers\n\n* Ada Example\n",
        "## Authors or Maintainers\n\n* Ada Example\n\n## History\n\nFirst version.\n",
    ),
    "README007 twice": ("### On a phone", "## Results"),
    "README008 level": ("### On a phone", "#### On a phone"),
    "README009 instruction": ("It finds small things.", "> :memo: Describe it."),
    "README009 command": ("train.py --seed 1", "..."),
    "README009 figure": ("| 0.31 |", "| 1, xx% |"),
    "README009 author": ("Ada Example", "[@ada](https://github.com/username)"),
    "README010 paper": ("](https://arxiv.org/abs/1512.02595)\n\n## Desc",
                        "](https://arxiv.org.example.org/x)\n\n## Desc"),
    "README011 no badge": ("![TensorFlow 2.20]", "[TensorFlow 2.20]"),
    "README012 old badge": ("tensorflow-2.20-", "TensorFlow%201.15-"),
    "README014 range": ("pip install -r requirements.txt", "pip install 'tensorflow>=2.4'"),
    "README014 typing error": ("-r requirements.txt", "tensorflow=2.20"),
    "README015 no command": ("pip install -r requirements.txt", "ls"),
    "README016 no figures": ("| 0.31 |", "| good |"),
    "README017 no artifact": ("[log](logs/tiny.txt)", "log"),
    "README018 training": ("```shell\npython3 train.py --seed 1\n```", "Run it."),
    "README018 evaluation": ("```shell\npython3 evaluate.py\n```", "Run it."),
    "README019 dataset": ("[COCO](https://cocodataset.org).", "COCO."),
    "README020 contents": ("* [Training](#training)\n", ""),
    "README021 citation": ("```bibtex\n@misc{tiny}\n```", "Cite us."),
    "README022 language": ("```shell\npython3 evaluate.py", "```\npython3 evaluate.py"),
    "README023 unclosed": ("@misc{tiny}\n```\n", "@misc{tiny}\n"),
    "README024 file": ("logs/tiny.txt", "logs/none.txt"),
    "README024 empty": ("(logs/tiny.txt)", "()"),
    "README024 in HTML": ("Slower.", '<a href="none.md"><b>x</b></a>'),
    "README024 picture in HTML": ("Slower.", '<p>\n<img src="none.png" width=4>\n</p>'),
    "README025 anchor": ("Slower.", "Slower, see [there](#trainings)."),
    "README026 outside": ("logs/tiny.txt", "../../../etc/passwd"),
    "README026 from the root": ("(/LICENSE)", "(/../x)"),
}  # fmt: skip


def test_a_good_readme_has_no_problem(folder):
    assert folder.found() == []
    assert check_readme(folder.path / "README.md") == []
    folder.write(GOOD.replace("\n", "\r\n"))
    assert folder.found() == []


@pytest.mark.parametrize("case", CASES)
def test_each_problem_is_reported(folder, case):
    folder.replace(*CASES[case])
    assert case.split()[0] in folder.codes()


@pytest.mark.parametrize("case", [c for c in CASES if c.split()[0] not in (
    "README003", "README004", "README007", "README011", "README015",
)])  # fmt: skip
def test_and_nothing_else_is(folder, case):
    """Of those that change one thing alone."""
    folder.replace(*CASES[case])
    assert folder.codes() == {case.split()[0]}, case


def test_what_the_folder_lacks_is_reported(folder):
    (folder.path / "requirements.txt").unlink()
    assert folder.codes() == {"README013"}
    (folder.path / "INSTALL.md").touch()
    assert folder.codes() == set()
    (folder.path / "requirements.txt").write_text(
        "-r other.txt\nnumpy\nscipy==1.2 # why\nx @ git+https://example.org/x@abc\n?\n"
    )
    messages = [item.message for item in check_readme(folder.path)]
    assert messages == [
        f"requirements.txt: {name!r} is not pinned to a version." for name in ("?", "numpy")
    ]
    (folder.path / "README.md").unlink()
    assert folder.found() == [("README001", None)]


def test_lines_are_those_of_the_file(folder):
    folder.replace("(logs/tiny.txt)", "(none.txt)")
    line = GOOD.splitlines().index("| tiny | 0.31 | [log](logs/tiny.txt) |") + 1
    assert folder.found() == [("README024", line)]


def test_the_newest_badge_counts_and_headings_may_vary(folder):
    old = "![TF](https://example.org/badge/tensorflow-1.15-red) "
    folder.replace("![TensorFlow 2.20]", f"{old}![TensorFlow 2.20]")
    assert folder.codes() == set()
    text = GOOD.replace("## Dataset", "## :floppy_disk: Datasets").replace(
        "#dataset", "#floppy_disk-datasets"
    )
    folder.write(text)
    assert "README004" in folder.codes()  # its emoji has a name of letters
    folder.write(GOOD.replace("## Dataset", "## 7. Datasets").replace("#dataset", "#7-datasets"))
    assert folder.codes() == set()
    (folder.path / "README.md").rename(folder.path / "Readme.md")
    assert folder.codes() == set()


def test_equal_headings_have_counted_anchors(folder):
    folder.write(GOOD.replace("Slower.", "Slower.\n\n### Note\n\n[a](#note-1)\n\n### Note\n\nx"))
    assert folder.codes() == set()
    folder.write(GOOD.replace("Slower.", "Slower.\n\n### Note\n\n[a](#note-1)"))
    assert folder.codes() == {"README025"}


def test_html_sets_anchors_too(folder):
    link = "Slower: [x](#Phone), [y](#block)."
    folder.write(
        GOOD.replace("Slower.", f'<a id="Phone"></a>{link}\n\n<div>\n<p name="block">x</p>\n')
    )
    assert folder.codes() == set()
    folder.write(GOOD.replace("Slower.", f'{link} <b title="phone">'))
    assert folder.found()[0][0] == "README025" and len(folder.found()) == 2


def test_without_a_repository_the_folder_is_the_border(folder):
    (folder.root / ".git").rmdir()
    folder.replace("(/LICENSE)", "(../../LICENSE)")
    assert folder.codes() == {"README026"}
    assert folder.found(root=folder.root) == []


def test_the_scaffold_has_every_section_and_only_what_a_person_must_write(folder):
    folder.write(scaffold())
    assert folder.codes() == {"README009", "README016"}  # there are no figures yet
    assert [f"## {part.name}\n" in scaffold() for part in PARTS] == [True] * len(PARTS)
    assert len(folder.found()) > len(PARTS)


def test_the_reference_page_documents_every_code():
    page = (ROOT / "docs" / "reference" / "readme-problems.md").read_text(encoding="utf-8")
    assert table_of_codes(ProblemCode) in page


def test_every_code_is_shown_by_a_test():
    shown = {case.split()[0] for case in CASES} | {"README001", "README002", "README013"}
    assert shown == {item.code for item in ProblemCode}
    assert len(shown) == len(ProblemCode)
