"""The tables agree with one another, with TensorFlow's API and with the migration guide."""

import re
import tomllib

import pytest

from triage.migrate import rules
from triage.migrate.collect import SPELLING, merge_rules
from triage.migrate.kinds import TABLES, kinds
from triage.migrate.model import STAGES
from triage.migrate.target import Api, api, target


def written(name):
    return tomllib.loads((TABLES / f"{name}.toml").read_text("utf-8"))


def test_every_kind_has_a_stage_in_the_order_to_work():
    order = [STAGES.index(kind.stage) for kind in kinds().values()]
    assert order == sorted(order)


def test_every_rule_is_of_a_kind_that_there_is():
    assert {rule["kind"] for rule in written("native")["rule"]} <= set(kinds())


def test_no_symbol_stands_in_two_rules():
    symbols = [symbol for rule in written("native")["rule"] for symbol in rule["symbols"]]
    assert len(symbols) == len(set(symbols))


def test_symbols_that_are_called_gone_are_gone_and_the_others_not():
    for rule in written("native")["rule"]:
        for symbol in rule["symbols"]:
            if rule.get("valid"):
                assert api().has(symbol), symbol
            elif rule["kind"] != "keras" and api().is_module(symbol.rpartition(".")[0]):
                assert api().is_module(symbol) or not api().has(symbol), symbol


def replacements():
    native, contrib = written("native"), written("contrib")
    yield from (rule["to"] for rule in native["rule"] if "to" in rule)
    yield from native["names"].values()
    for table in contrib.values():
        yield from table.values()


@pytest.mark.parametrize("text", sorted(set(replacements())))
def test_names_in_replacements_exist(text):
    for name, cut in re.findall(r"\b((?:tf|keras)(?:\.[A-Za-z_]\w*)+)(…?)", text):
        if not cut:
            assert api().has(name if name.startswith("tf.") else f"tf.{name}"), name


def test_rules_are_the_union_of_tensorflow_2_15_and_later():
    table = rules.upgrade()
    versions = table["versions"]
    assert versions["2.15.1"]["renames"] > versions["2.20.0"]["renames"]
    assert len(table["renames"]) == versions["2.15.1"]["renames"]
    gone = {name for name, until in table["until"].items() if until == "2.15.1"}
    public = {
        name for name in gone if name.startswith(("tf.layers.", "tf.estimator.", "tf.summary."))
    }
    assert {"tf.layers.dense", "tf.summary.scalar", "tf.estimator.inputs.numpy_input_fn"} <= public
    assert target() == "2.20.0"


@pytest.mark.parametrize("name", ["upgrade.json", "api.json"])
def test_generated_table_says_so_in_its_first_line(name):
    first = (TABLES / name).read_text("utf-8").split("\n", 1)[0]
    assert SPELLING[0] in first and "generated" in first


def test_union_does_not_depend_on_the_order_of_the_runs():
    old = {"renames": {"tf.a": "tf.x", "tf.b": "tf.y"}, "reorders": {"tf.f": ["a"]}}
    new = {"renames": {"tf.a": "tf.z"}, "reorders": {"tf.f": ["b"]}}
    runs = [("2.9.0", old), ("2.16.2", new)]
    results = []
    for order in (runs, runs[::-1], [*runs, runs[0]]):
        merged = {}
        for version, found in order:
            merged = merge_rules(merged, version, found)
        results.append(merged)
    assert results[0] == results[1] == results[2]
    assert results[0]["renames"] == {"tf.a": "tf.z", "tf.b": "tf.y"}
    assert results[0]["until"] == {"tf.a": "2.16.2", "tf.b": "2.9.0"}


def test_name_is_followed_as_far_as_modules_go():
    one = Api({"tf": "math Variable", "tf.math": "log"})
    assert one.missing("tf.math.log") is None
    assert one.missing("tf.math.log.anything") is None
    assert one.missing("tf.Variable.assign") is None
    assert one.missing("tf.math.ln.x") == "tf.math.ln"
    assert one.missing("tf.layers.dense") == "tf.layers"


@pytest.mark.parametrize(
    ("symbol", "new"),
    [
        ("tf.log", "tf.math.log"),
        ("tf.GraphKeys.LOSSES", "tf.compat.v1.GraphKeys.LOSSES"),
        ("tf.layers.dense", "tf.compat.v1.layers.dense"),
        ("tf.contrib.rnn.LSTMStateTuple", None),  # tf_upgrade_v2 says a name that no TF2 has
        ("tf.estimator.inputs.numpy_input_fn", None),
        ("tf.reshape", None),
    ],
)
def test_rename_is_told_only_if_the_target_has_the_new_name(symbol, new):
    assert rules.rename(symbol) == new
