# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of a topology: all that is connected is shown so, and no name of the cloud gets out of its place."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.topology_graph import Graph, Point
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.topology_pictures import (
    dot,
    mermaid,
    page,
    tree,
)

GRAPH = Graph(
    [
        Point("n", "network", "shop", ("10.20.0.0/24",)),
        Point("s1", "node", "web1", ("running", "10.20.0.5"), under="n"),
        Point("v", "volume", "data", under="s1"),
        Point("s2", "node", "web2", under="n"),
        Point("g", "security group", "web", under="elsewhere"),
    ],
    [("n", "s1"), ("s1", "v"), ("n", "s2")],
)


def test_tree() -> None:
    assert tree("shop", GRAPH).split("\n") == [
        "shop",
        "├── network shop: 10.20.0.0/24",
        "│   ├── node web1: running, 10.20.0.5",
        "│   │   └── volume data",
        "│   └── node web2",
        "└── security group web",
    ]


def test_mermaid() -> None:
    assert mermaid(GRAPH).split("\n") == [
        "flowchart LR",
        '  p0["network shop: 10.20.0.0/24"]',
        '  p1["node web1: running, 10.20.0.5"]',
        '  p2["volume data"]',
        '  p3["node web2"]',
        '  p4["security group web"]',
        "  p0 --- p1",
        "  p1 --- p2",
        "  p0 --- p3",
    ]


def test_dot() -> None:
    lines = dot("shop", GRAPH).split("\n")
    assert (lines[0], lines[-1]) == ('graph "shop" {', "}")
    assert '  p1 [label="node web1: running, 10.20.0.5"];' in lines
    assert "  p1 -- p2;" in lines


class Boxes(HTMLParser):
    """The names in a page, each with how many boxes it is in; and all elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.depth = 0
        self.names: list[tuple[str, int]] = []
        self.elements: set[str] = set()
        self._is_name = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.depth += tag == "li"
        self._is_name = ("class", "name") in attrs

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "li"
        self._is_name = False

    def handle_data(self, data: str) -> None:
        if self._is_name:
            self.names.append((data, self.depth))


def test_page_has_boxes_in_boxes() -> None:
    assert Boxes(page("shop", GRAPH)).names == [("shop", 1), ("web1", 2), ("data", 3), ("web2", 2), ("web", 1)]


@pytest.mark.parametrize("name", ['"]; a --> b', "<b>bold</b>", "two\nlines", "a\x1b[31mred", '" ]', "%%{init}%%"])
def test_names_are_only_names(name: str) -> None:
    graph = Graph([Point("n", "network", name, (name,))], [])
    assert len(tree(name, graph).split("\n")) == 2 + 3 * name.count("\n")
    assert "\x1b" not in tree(name, graph)
    (label,) = mermaid(graph).split("\n")[1:]
    assert (label.count('"'), label.count("]"), label.count("%")) == (2, 1, 0)
    assert dot(name, graph).count('"') == 4
    assert len(dot(name, graph).split("\n")) == 5
    shown = Boxes(page(name, graph))
    assert shown.elements <= {"html", "head", "meta", "title", "style", "body", "main", "h1", "ul", "li", "div"}
    assert len(shown.names) == 1
