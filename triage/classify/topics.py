"""What an issue is about, by the words people use for it: hints for the type of an issue.

In: the words of a title or a body. Out: topics such as ``slow`` or ``install``. The lists are
plain English of bug trackers; how much each topic weighs is learned.
"""

from __future__ import annotations

from collections.abc import Sequence

_LISTS = {
    "slow": "slow slower slowly slowness speed fps latency overhead throughput realtime bottleneck"
    " utilization utilisation speedup hangs stuck low usage",
    "quality": "accuracy miou iou map bleu wer reproduce reproducing reproduced reported converge"
    " precision recall worse lower drop top-1 score metric baseline paper results",
    "memory": "memory oom leak leaks ram exhausted",
    "docs": "docs documentation document documented readme typo link links 404 instructions guide"
    " misleading unclear outdated explain explanation comment docstring page tutorial wiki",
    "download": "download downloads downloaded downloading wget url dead gone broken unavailable",
    "request": "request add support supported wish hope plan plans planned release released"
    " publish wanted implement implementation implementations feature please would like want"
    " provide provided available willing contribute suggest proposal update upgrade port",
    "install": "install installed installing installation pip pip3 setup build building bazel conda"
    " wheel dependency dependencies conflict conflicts conflicting protoc compile compiling"
    " compiled distribution requirements poetry docker cython gcc cmake make package packages",
    "asks": "how what where which why can could does possible anyone idea question help wondering",
    "fails": "fails failed failing error errors crash crashes wrong nan broken unexpected cannot"
    " can't won't doesn't invalid incorrect fail missing bug exception raises",
    "own": "my own custom mine dataset i'm",
    "change": "pull pr commit since after regression upgraded update changed deprecated removed",
    "cause": "because should instead line therefore cause caused fix fixed replace changing",
}
_TOPICS: dict[str, list[str]] = {}
for _topic, _words in _LISTS.items():
    for _word in _words.split():
        _TOPICS.setdefault(_word, []).append(_topic)


def topics(tokens: Sequence[str]) -> list[str]:
    """The topics of a list of words, each once, in the order they come up."""
    get = _TOPICS.get
    return list(dict.fromkeys(topic for token in tokens for topic in get(token, ())))
