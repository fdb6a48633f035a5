"""A model folder whose README has nothing wrong, and what a test changes in it."""

import pytest

from triage.readme.check import check_readme

GOOD = """\
# Tiny detector

[![Paper](https://img.shields.io/badge/paper-arXiv.1512.02595-b3181b)](https://arxiv.org/abs/1512.02595)

## Description

It finds small things.

## History

2026-11-01: first version.

## Authors or Maintainers

* Ada Example

## Table of Contents

* [Requirements](#requirements)
* [Results](#results)
* [Dataset](#dataset)
* [Training](#training)
* [Evaluation](#evaluation)
* [References](#references)
* [License](#license)
* [Citation](#citation)

## Requirements

![TensorFlow 2.20](https://img.shields.io/badge/tensorflow-2.20-brightgreen)

```shell
pip install -r requirements.txt
```

## Results

| model | mAP | log |
| --- | --- | --- |
| tiny | 0.31 | [log](logs/tiny.txt) |

### On a phone

Slower.

## Dataset

[COCO](https://cocodataset.org).

## Training

```shell
python3 train.py --seed 1
```

## Evaluation

```shell
python3 evaluate.py
```

## References

* [Deep Speech 2](https://arxiv.org/abs/1512.02595)

## License

Apache 2.0, in [LICENSE](/LICENSE).

## Citation

```bibtex
@misc{tiny}
```
"""


class Folder:
    """The folder of a model inside a repository."""

    def __init__(self, root):
        self.root = root
        self.path = root / "research" / "tiny"
        (self.path / "logs").mkdir(parents=True)
        (root / ".git").mkdir()
        (root / "LICENSE").touch()
        (self.path / "logs" / "tiny.txt").touch()
        (self.path / "requirements.txt").write_text(
            "tensorflow==2.20.0\n# a comment\nnumpy~=1.26\n"
        )
        self.write(GOOD)

    def write(self, text):
        data = text if isinstance(text, bytes) else text.encode()
        (self.path / "README.md").write_bytes(data)

    def replace(self, old, new):
        assert old in GOOD
        self.write(GOOD.replace(old, new))

    def found(self, **options):
        """Codes with lines, in order."""
        return [(item.code, item.line) for item in check_readme(self.path, **options)]

    def codes(self):
        return {code for code, _ in self.found()}


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)
