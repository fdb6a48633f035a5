"""Write ``cases.jsonl``: texts that Python and the browser must read alike.

Run ``python -m tests.finder.make_cases`` after a change; the file holds inputs only, what each
must give is worked out by the test. A sample of issues, and what is known to be hard: scripts,
blanks and line ends of Unicode, characters outside the first plane, paths, templates, dumps.
"""

import json
from pathlib import Path

from triage.match.train import read_rows

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EVERY = 9
TRACEBACK = "Traceback (most recent call last):\n"
HARD = (
    "", " \t\n", "a", "the of and", "404", "2 3 4", "tf2", "x²", "١٢٣", "٣gpu",
    "ß ſ K İstanbul ΟΔΟΣ ŒUVRE Straße ﬁle", "模型 训练 错误 object_detection 中文路径",
    "शब्द मॉडल", "модель не обучается: ОШИБКА", "e\u0301cole été ETE",
    "😀😀 emoji😀in😀word label_map😀util", "😀" * 700 + " error: x",
    "𝐁𝐨𝐥𝐝 𝟏𝟐𝟑 mathematical ᾳ letters", "zero\u200bwidth\u200djoiner\ufeffmark",
    "non\u00a0breaking\u2003blanks\u3000of\u1680kinds\x1cand\x85ends",
    "line\u2028separators\u2029and\x0bvertical\x0ctabs\rreturns\r\nboth",
    "a" * 60, "a" * 61, "snake_" * 12, "ABCDefGHIJ4KLmnoP", "HTTPServerError2 XMLHttpRequest",
    "InvalidArgumentErrorInvalidArgumentError: twice", "stopping stopped classes processes dies",
    "eeeeing ffffed aaings sses ies s es ees", "__init__ ___ _a_ a__b _1_ 1_a",
    "constructor toString __proto__ hasOwnProperty valueOf", "$& $1 $$ `${x}` \\n \\u0041",
    "<script>alert(1)</script><img src=x onerror=alert(1)>", "&lt;b&gt; &#x27; %00 \x00 \x1b[31m",
    "'''''\"\"\"''' `a` ´b´ ‘c’ “d” «e» ′f′ ＂g＂", "* * *", "**", "cannot import name '*'",
    "C:\\Users\\Jos\u00e9\\models\\research\\object_detection\\train.py:12:3:",
    "E:\\JET\\Object Detection\\protos\\*.proto: No such file or directory",
    "/usr/lib/python3.6/site-packages/ File \"/a/b//c/\", line 9, in <module>",
    "W0412 12:00:00.123456 140 conv_ops.cc:22] Check failed: x == 0x1fA3  1.14.0rc1+cu11 [1, 2x3]",
    "2019-08-01 12:00:00.5: F tensorflow/core/x.cc:12] CUDA_ERROR_OUT_OF_MEMORY: oom",
    "ERROR:tensorflow:Error recorded from training_loop: NaN loss -1e-05 +3.5e10 v1.2.3.dev4",
    "module.sub.Ünïcode_Error: nothing", "ÄError: umlaut before", "fooError:bar; Error", "Error:",
    "google.protobuf.text_format.ParseError: 1:1 : Message type has no field named 'x'.",
    "'protoc' is not recognized as an internal or external command", "Killed",
    "  Aborted (core dumped)", "KeyboardInterrupt",
    "it says Warning: and then ResourceExhaustedError: OOM when allocating",
    TRACEBACK, TRACEBACK + "  File \"a.py\", line 1, in <module>\n    import x",
    TRACEBACK + "  File \"a.py\", line 1\n    x = = 1\n          ^\nSyntaxError: invalid syntax\n",
    "before\n" + TRACEBACK + "  File \"a.py\", line 3, in f\n\nValueError: `x`*\n\nDuring\n"
    + TRACEBACK + "\tFile \"b.py\", line 4\n  KeyError: 'y'\nnot indented\nImportError: z",
    "\n".join(f"ValueError: number {n} of many" for n in range(60)),
    "### System information\n- **What is the top-level directory of the model you are using**: x\n"
    "- **Have I written custom code (as opposed to stock)**: N/A\n- TensorFlow version: 1.4 :?\n"
    "<!-- a comment --> [x] 1) Describe the problem ::\nit breaks <!-- not closed\n_No response_",
    "https://github.com/tensorflow/models/tree/master/official/...\n# Describe the bug\nyes\nnope",
    "Mobile device (e.g. iPhone 8, Pixel 2) if the issue happens on a mobile device: \u0130 :?:?:?",
    "key: value: " + "?:" * 300 + "\n" + "(" * 500 + ")" * 500, "# " * 900 + "title\n" + "> " * 900,
    "base64 " + "QUJDREVG" * 900, ("word" + " " * 50) * 200, "x\n" * 3000,
    "\n" * 300 + "at the end", "long " * 6000,
)  # fmt: skip


def cases() -> list[str]:
    issues = [row.issue for row in read_rows(ROOT / "kb" / "data" / "issues.jsonl")][::EVERY]
    asked = [issue.title for issue in issues]
    pasted = [f"{issue.title}\n{issue.body}" for issue in issues]
    return list(dict.fromkeys([*HARD, *asked, *pasted]))


if __name__ == "__main__":
    lines = (json.dumps({"text": text}) for text in cases())
    (HERE / "cases.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
