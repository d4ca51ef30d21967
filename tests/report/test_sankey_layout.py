"""The geometry of a Sankey holds for any graph, loops included."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from carnet.errors import Text
from carnet.report.chart_spec import Row
from carnet.report.sankey_layout import arrange

NO = Text("", "")
NAMES = [f"process:{letter}" for letter in "abcdefg"]


@st.composite
def graphs(draw: st.DrawFn) -> list[Row]:
    used = draw(st.lists(st.sampled_from(NAMES), min_size=2, unique=True))
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(used), st.sampled_from(used), st.integers(1, 999)).filter(lambda p: p[0] != p[1]),
            min_size=1, max_size=14, unique_by=lambda p: (p[0], p[1]),
        )
    )  # fmt: skip
    nodes = [Row(name, NO, "node") for name in used]
    return nodes + [Row(f"link:{i}", NO, "link", str(v), source=a, target=b) for i, (a, b, v) in enumerate(pairs)]


@given(graphs())
def test_nodes_do_not_overlap_and_stay_inside(rows):
    layout = arrange(rows, 400.0, gap=20.0, sources_gap=10.0)
    columns: dict[int, list] = {}
    for node in layout.nodes.values():
        columns.setdefault(node.column, []).append(node)
        assert node.y >= -2
        assert node.y + node.height <= 402
    for members in columns.values():
        ordered = sorted(members, key=lambda node: node.y)
        for above, below in pairwise(ordered):
            assert below.y >= above.y + above.height - 1.6


@given(graphs())
def test_only_loops_run_backwards(rows):
    layout = arrange(rows, 400.0, gap=20.0, sources_gap=10.0)
    for band in layout.bands:
        forward = layout.nodes[band.row.source].column < layout.nodes[band.row.target].column
        assert forward != band.back


@given(graphs())
def test_the_same_rows_give_the_same_layout(rows):
    assert arrange(rows, 400.0, 20.0, 10.0) == arrange(rows, 400.0, 20.0, 10.0)


def test_the_smaller_of_two_opposite_links_is_the_loop():
    rows = [
        Row("process:a", NO, "node"), Row("process:b", NO, "node"),
        Row("link:1", NO, "link", "100", source="process:a", target="process:b"),
        Row("link:2", NO, "link", "7", source="process:b", target="process:a"),
    ]  # fmt: skip
    back = {band.row.key: band.back for band in arrange(rows, 400.0, 20.0, 10.0).bands}
    assert back == {"link:1": False, "link:2": True}
