"""Modules as one script: order, names, and nothing that browsers of three years ago lack."""

import re
import sys

import pytest

from tests.site.site_build import ROOT

sys.path.insert(0, str(ROOT / "docs" / "_ext"))
from bundle import BundleError, bundle

MODULES = ROOT / "docs" / "_static" / "finder"
TOO_NEW = {
    "regular expressions with the flag v": r"/[dgimsuy]*v[dgimsuy]*[;,.)\s]",
    "modifiers within a regular expression": r"\(\?[ims]+(?:-[ims]+)?:",
    "groupBy": r"\b(?:Object|Map)\.groupBy\b",
    "fromAsync": r"\bfromAsync\b",
    "withResolvers, Promise.try": r"\bwithResolvers\b|\bPromise\.try\b",
    "operations on sets": r"\.(?:union|intersection|difference|symmetricDifference|isSubsetOf)\(",
    "helpers of iterators": r"\b(?:keys|values|entries)\(\)\.(?:map|filter|some|find|reduce)\(",
    "decorators, using": r"^\s*(?:@\w|(?:await )?using \w)",
    "RegExp.escape": r"\bRegExp\.escape\b",
    "Error.isError, Math.f16round, Math.sumPrecise": r"\bisError\b|\bf16round\b|\bsumPrecise\b",
    "Uint8Array to base64": r"\b(?:from|to|setFrom)(?:Base64|Hex)\b",
    "import attributes": r"^import .* with \{",
}
NAMED = r"^export (?:const|class|function\*?) (\w+)"
UNSAFE = r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|new Function)\b|\beval\("


def write(folder, **modules):
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def test_modules_stand_in_the_order_in_which_they_need_each_other(tmp_path):
    write(
        tmp_path,
        main='// m\nimport { b } from "./two.js";\nimport { a } from "./one.js";\nshow(a + b);\n',
        two='import { a } from "./one.js";\n\nexport const b = a + 1;\n',
        one="export const a = 1; // kept\n",
    )
    body = "const a = 1; // kept\n\nconst b = a + 1;\n\nshow(a + b);\n"
    assert bundle(tmp_path, "main.js") == f'(() => {{\n"use strict";\n{body}}})();\n'


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        ({"main": 'import { a } from "./main.js";\n'}, "main.js needs itself: main.js → main.js"),
        ({"main": 'import { a } from "./one.js";\n'}, "one.js cannot be read"),
        ({"main": 'import { a, c } from "./one.js";\n', "one": "export const a = 1;\n"},
         "main.js: one.js exports no c"),
        ({"main": 'import { a } from "./one.js";\nconst b = 1;\n',
          "one": "const b = 2;\nexport const a = b;\n"}, "main.js: b is also a name of one.js"),
        ({"main": 'import one from "./one.js";\n'}, "not written as this can read"),
        ({"main": "export default 1;\n"}, "not written as this can read"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(tmp_path, modules, message):
    with pytest.raises(BundleError, match=re.escape(message)):
        bundle(write(tmp_path, **modules), "main.js")


@pytest.mark.parametrize("path", sorted(MODULES.glob("*.js")), ids=lambda path: path.name)
def test_module_is_small_safe_and_not_too_new(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    assert not re.search(UNSAFE, text)
    found = [what for what, pattern in TOO_NEW.items() if re.search(pattern, text, re.MULTILINE)]
    assert found == []


def test_every_module_but_the_address_is_in_the_script():
    script = bundle(MODULES, "main.js")
    for path in set(MODULES.glob("*.js")) - {MODULES / "moved.js"}:
        names = re.findall(NAMED, path.read_text("utf-8"), re.MULTILINE)
        assert all(re.search(rf"\b{name}\b", script) for name in names), path.name
