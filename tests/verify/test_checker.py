"""What output counts as the one shown: strict on facts, tolerant on digits."""

import pytest

from triage.verify.checker import OutputChecker, first_difference, outputs_match

TENSOR = "<tf.Tensor: shape=(2, 3), dtype=float32, numpy=array([0.6666667, 1.], dtype=float32)>"


@pytest.mark.parametrize(
    ("want", "got"),
    [
        ("[0.6666667 1.]", "[0.6666667 1.       ]"),
        ("[ 1  2]\n", "[1 2]"),
        ("0.667", "0.6666667"), ("0.66", "0.6666667"), ("12.35", "12.351"),
        ("1e-05", "1.00001e-05"), ("-0.25", "-0.2501"), ("1.", "1.0"), ("0.0", "-0.0"),
        ("12345.6789", "12345.9"),
        (TENSOR, TENSOR.replace("0.6666667", "0.6666668")),
        ("<Foo object at 0x7f01>", "<Foo object at 0x7faa>"),
        ("a ... d", "a b c d"), ("[1. 2. ... 9.]", "[1. 2. ... 9.]"), ("Error: x...", "Error: xyz"),
        ("Tensor(shape=(2, 3), ...)", "Tensor(shape=(2, 3), dtype=int32)"),
        ("a\n<BLANKLINE>\nb", "a\n\nb"), ("plain", "\x1b[1mplain\x1b[0m"),
    ],
)  # fmt: skip
def test_same_output(want, got):
    assert outputs_match(want, got)


@pytest.mark.parametrize(
    ("want", "got"),
    [
        ("(2, 3)", "(2, 4)"), ("(2, 3)", "(2, 3, 1)"), ("(None, 3)", "(2, 3)"),
        ("tf.float32", "tf.float16"), ("float32", "float64"), ("ResNet", "resnet"),
        ("11", "12"), ("1", "1.0"), ("1000000", "1000001"), ("-1", "1"), ("1 2", "12"),
        ("0.667", "0.67"), ("0.33", "0.35"), ("0.5", "0.6"), ("1.", "2."), ("1.", "1.4"),
        ("1e-05", "2e-05"), ("2.20.0", "2.21.0"), ("v2.20", "v2.21"), ("nan", "0.0"),
        ("a b", "ab"), ("", "x"), ("x", ""), ("a ... d", "a b c"), ("'a'", "a"),
        ("Tensor(shape=(2, 3), ...)", "Tensor(shape=(2, 4), dtype=int32)"),
        (TENSOR, TENSOR.replace("(2, 3)", "(3, 2)")), (TENSOR, TENSOR.replace("float32", "int32")),
    ],
)  # fmt: skip
def test_other_output(want, got):
    assert not outputs_match(want, got)


def test_exception_may_leave_out_its_module_but_nothing_else():
    checker = OutputChecker(["OpError: bad\n"])
    assert checker.check_output("OpError: bad\n", "a.b.OpError: bad\n", 0)
    assert not checker.check_output("OpError: bad\n", "a.b.OtherError: bad\n", 0)
    assert not checker.check_output("OpError: bad\n", "a.b.OpError: good\n", 0)
    assert not OutputChecker().check_output("OpError: bad\n", "a.b.OpError: bad\n", 0)


def test_difference_is_shown_where_it_is():
    long = "x " * 200
    assert first_difference(f"{long}(2, 3)", f"{long}(2, 4)").endswith("got 'x x x (2, 4)'")
    assert first_difference("(2, 3)", "") == "expected '(2, 3)', got nothing"
    assert first_difference("", "x\n") == "expected nothing, got 'x'"


def test_hostile_output_takes_linear_time():
    text = "1." * 50_000 + "a." * 50_000 + "(" * 50_000
    assert not outputs_match(text + "1", text + "2")
