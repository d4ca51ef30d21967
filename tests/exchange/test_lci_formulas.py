"""The formula language of openLCA: values as its own tests state them, faults named, cycles refused."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.exchange.lci_formulas import FUNCTIONS, FormulaError, evaluate, parse
from carnet.exchange.lci_parameters import MAX_CYCLES, solve

VALUES = {
    "1 + 2 * 3": 7, "2^3^2": 64, "-2^2": 4, "-2^-3": -0.125, "2 *-2": -4, "4 + -2": 2, "-(-(-2))": -2, "+1+1": 2,
    "6/2/2": 1.5, "12 div 5": 2, "13 mod 5": 3, "-13 mod 5": -3, "2 * (7 div 2 + 2)": 10, "7.5 div 2": 4,
    ".4e2": 40, "4.": 4, "4.e1": 40, "1E-3": 0.001, "PI": math.pi, "e": math.e, "E()": math.e, "pi()": math.pi,
    "if(3 = 3;2;0)": 2, "iff(3 == 4;2;0)": 0, "IIF(3 <> 4; 8; 3)": 8, "if(5 != 5; 8; 3)": 3, "if(-4 < -5; 4; 2)": 2,
    "if(3 > 2 & 4 > 3; 4; 2)": 4, "if(3 > 2 && 4 < 3; 4; 2)": 2, "if(3 < 2 | 4 < 3; 4; 2)": 2,
    "if(true xor false; 1; 0)": 1, "if(true | true & false; 1; 0)": 1, "if(TRUE();1;0)": 1, "if(not(4>3);1;0)": 0,
    "if(and(3>2;4>3;5>4);4;2)": 4, "if(or(1>2;3>4;5==5);1;0)": 1, "if(3 >=-3; 4; 2)": 4, "if(3 <= 3.0; 4; 2)": 4,
    "abs(-2)": 2, "avg(1;2;3;4;5)": 3, "mean(1;2)": 1.5, "ceil(2.2)": 3, "floor(2.7)": 2, "frac(2.75)": 0.75,
    "int(-2.7)": -2, "trunc(2.7)": 2, "round(0.5)": 1, "round(-0.5)": 0, "min(8;5;1;12)": 1, "max(8;5;1;12)": 12,
    "sqr(3)": 9, "sqrt(9)": 3, "sum()": 0, "1+sum(1.5 + 1 + sum())": 3.5, "exp(0)": 1, "ipower(4;2.9)": 16,
    "ln(e*e)": 2, "lg(1000)": 3, "log(100 * 10)": 3, "power(4;0.5)": 2, "pow(9;0.5)": 3, "acos(-1)": math.pi,
    "arcsin(1)": math.pi / 2, "atan(-1)": -math.pi / 4, "cos(0)": 1, "cosh(0^200)": 1, "cot(pi/4)": 1, "sin(0)": 0,
    "sinh(4-4)": 0, "tan(pi/4)": 1, "tanh(0)": 0, "if(1 = 2; 1/0; 3)": 3, "2 < 3 = true": None,
    "\t1 \r\n + 1": 2, "_a1$ + B": 7, "DIVIDE_ME": 9,
}  # fmt: skip
NAMES = {"_a1$": 3.0, "b": 4.0, "divide_me": 9.0}
FAULTS = {
    "": "syntax", "1 2": "syntax", "1 +": "syntax", "--1": "syntax", "(1": "syntax", "1)": "syntax", "1;2": "syntax",
    "1,5": "syntax", "2e": "syntax", "a.b": "syntax", "1 # 2": "syntax", "über": "syntax", "١": "syntax",
    "if(true;1)": "syntax", "sqrt(1;2)": "syntax", "avg()": "syntax", "abs 1": "syntax", "foo(1)": "function",
    "random()": "random", "1 + rand()": "random", "x": "name", "1 = true": "type", "true": "type", "if(1;2;3)": "type",
    "true + 1": "type", "1 & 2": "type", "-(1 < 2)": "type", "1/0": "result", "ln(-1)": "result", "ln(0)": "result",
    "10^400": "result", "exp(1000)": "result", "sqrt(-1)": "result", "1 mod 0": "result", "1 div 0": "result",
    "1e999": "result", "acos(2)": "result", "0/0": "result",
    "(" * 5000 + "1" + ")" * 5000: "syntax", "1" + "+1" * 50_000: "syntax", "-" * 1000 + "1": "syntax",
}  # fmt: skip


@pytest.mark.parametrize("text", VALUES)
def test_a_formula_has_the_value_openlca_gives_it(text):
    if VALUES[text] is None:
        with pytest.raises(FormulaError):
            evaluate(parse(text), NAMES)
    else:
        assert evaluate(parse(text), NAMES) == pytest.approx(VALUES[text], rel=1e-14, abs=1e-15)


@pytest.mark.parametrize("text", FAULTS, ids=lambda text: text[:20] or "nothing")
def test_a_formula_without_a_value_is_named(text):
    begun = time.process_time()
    with pytest.raises(FormulaError) as caught:
        evaluate(parse(text), NAMES)
    assert caught.value.kind == FAULTS[text]
    assert time.process_time() - begun < 1


def test_a_parameter_may_hide_a_constant():
    assert evaluate(parse("e * 2"), {"e": 5.0}) == 10


@given(st.text(alphabet="12.e+-*/^()<>=&|;abpi \n", max_size=40) | st.text(max_size=40))
def test_any_text_has_a_finite_value_or_a_fault(text):
    try:
        value = evaluate(parse(text), {"a": 0.0, "b": -1.5})
    except FormulaError:
        return
    assert math.isfinite(value)


@given(st.recursive(
    st.integers(0, 9).map(str),
    lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda each: f"({each[0]}{each[1]}{each[2]})"),
    max_leaves=20,
))  # fmt: skip
def test_bracketed_arithmetic_agrees_with_python(text):
    assert evaluate(parse(text), {}) == eval(text)  # noqa: S307 - digits, signs and brackets of our own making


def test_every_function_is_tried_above():
    tried = " ".join(VALUES).lower()
    assert [name for name in FUNCTIONS if f"{name}(" not in tried and name not in {"arccos", "arctan", "asin", "cotan",
            "false"}] == []  # fmt: skip


def test_parameters_are_evaluated_in_the_order_they_need():
    given_ = {"c": parse("a + b"), "b": parse("A * 2"), "a": 1.0, "d": parse("outer + c")}
    assert solve(given_, {"outer": 10.0, "a": 99.0}).values == {"a": 1, "b": 2, "c": 3, "d": 13, "outer": 10}


def test_a_cycle_is_shown_and_what_hangs_on_it_has_no_value():
    solved = solve({"a": parse("b"), "b": parse("c"), "c": parse("a"), "d": parse("a + 1"), "e2": parse("7")})
    assert [set(cycle) for cycle in solved.cycles] == [{"a", "b", "c"}]
    assert solved.cycles[0][0] == solved.cycles[0][-1]
    assert solved.values == {"e2": 7}
    assert solved.idle == {"a", "b", "c", "d"}


def test_a_cycle_is_refused_even_where_if_would_not_take_it():
    assert solve({"a": parse("if(true; 1; a)")}).cycles == (("a", "a"),)


def test_a_name_that_hides_an_outer_one_cannot_need_it():
    assert solve({"x": parse("x + 1")}, {"x": 1.0}).cycles == (("x", "x"),)


def test_a_name_without_value_does_not_uncover_the_outer_one():
    solved = solve({"x": parse("1/0"), "y": parse("x")}, {"x": 1.0})
    assert (solved.values, solved.idle) == ({}, {"y"})


def test_a_fault_is_told_once_where_it_is():
    solved = solve({"a": parse("1/0"), "b": parse("a + nobody"), "c": parse("nobody2")})
    assert {name: error.kind for name, error in solved.failed.items()} == {"a": "result", "c": "name"}
    assert solved.idle == {"b"}


def test_long_chains_and_dense_cycles_take_no_time():
    begun = time.process_time()
    chain = {f"p{i}": parse(f"p{i + 1} + 1") for i in range(20_000)} | {"p20000": 0.0}
    assert solve(chain).values["p0"] == 20_000
    everyone = "+".join(f"q{i}" for i in range(300))
    dense = solve({f"q{i}": parse(everyone) for i in range(300)})
    assert len(dense.cycles) == MAX_CYCLES
    assert len(dense.idle) == 300
    assert time.process_time() - begun < 5
