"""Signatures match the variants of an error line, and nothing else."""

import time

import pytest

from triage.match.signature import SignatureIndex, compile_signature, is_too_broad, read_lines


def matches(signature, line):
    (read,) = read_lines(line)
    return compile_signature("x", signature).matches(read)


@pytest.mark.parametrize(
    ("signature", "line"),
    [
        ("cannot import name '*_pb2'", "ImportError: cannot import name 'anchor_generator_pb2'"),
        ("cannot import name '*_pb2'", "E   cannot import name “preprocessor_pb2” from x"),
        ("Expected [321,321,3], got [366,500,3]", "Expected [513,513,3], got [640,480,3]."),
        ("No such file: '/home/a/label_map.pbtxt'", r"No such file: 'C:\\b\\label_map.pbtxt'"),
        ("requires numpy<2, but you have 2.1.0", "tf requires numpy<2, but you have 2.3.1"),
        ("Loss is inf or nan", "InvalidArgumentError:   LOSS is   inf or NaN. : Tensor had NaN"),
    ],
)
def test_variants_of_a_line_match(signature, line):
    assert matches(signature, line)
    index = SignatureIndex([compile_signature("x", signature)])
    assert [(hit.entry, found) for hit, found in index.find(f"noise\n{line}\n")] == [("x", line)]


@pytest.mark.parametrize(
    ("signature", "line"),
    [
        ("cannot import name '*_pb2'", "cannot import name 'eager'"),
        ("a b * c d", "c d a b"),
        ("No module named 'nets'", "No module named 'netsec'"),
    ],
)
def test_other_lines_do_not_match(signature, line):
    assert not matches(signature, line)
    assert SignatureIndex([compile_signature("x", signature)]).find(line) == []


def test_a_match_stays_within_one_line():
    index = SignatureIndex([compile_signature("x", "first half * second half")])
    assert index.find("first half of it\nthe second half") == []


@pytest.mark.parametrize(
    "signature",
    ["*", "ValueError: *", "No module named '*'", "ImportError: cannot import name *", "a * b"],
)
def test_stock_phrases_alone_are_too_broad(signature):
    assert is_too_broad(signature)


@pytest.mark.parametrize(
    "signature", ["No module named 'nets'", "Loss is inf or nan", "cannot import name '*_pb2'"]
)
def test_a_name_of_its_own_is_enough(signature):
    assert not is_too_broad(signature)


def test_hostile_lines_take_linear_time():
    index = SignatureIndex([compile_signature("x", "aa ab * ab * ab * ab * aa zz")])
    text = "aa ab " * 40_000 + "\n" + "aa ab zz\n" * 5_000
    started = time.perf_counter()
    index.find(text)
    assert time.perf_counter() - started < 5
