# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of a topology: as a tree of text, for Mermaid, for Graphviz, and as a page for a browser.

It takes a graph. It gives texts. `face/topology.py` calls it. Pure.

Names come from the cloud, so they are never trusted: each picture escapes them in its own way.
"""

from __future__ import annotations

import html
import re
import typing as t

from ..printable import printable
from .topology_graph import Graph, Point

# What has a meaning in Mermaid's or Graphviz' texts.
NOT_PLAIN = re.compile(r"[^\w .,:;/@+=()-]")


def tree(title: str, graph: Graph) -> str:
    """The graph as lines of text, each point below the one that it belongs to."""
    return "\n".join([printable(title), *_branches(graph, None, "")])


def _branches(graph: Graph, point_id: str | None, indent: str) -> t.Iterator[str]:
    points = graph.below(point_id)
    for number, point in enumerate(points, start=1):
        is_last = number == len(points)
        yield f"{indent}{'└── ' if is_last else '├── '}{printable(_told(point))}"
        yield from _branches(graph, point.id, indent + ("    " if is_last else "│   "))


def _told(point: Point) -> str:
    notes = f": {', '.join(point.notes)}" if point.notes else ""
    return f"{point.kind} {point.name}{notes}"


def mermaid(graph: Graph) -> str:
    """The graph as Mermaid's flowchart."""
    numbers = {point.id: f"p{number}" for number, point in enumerate(graph.points)}
    points = [f'  {numbers[point.id]}["{_plain(_told(point))}"]' for point in graph.points]
    return "\n".join(
        ["flowchart LR", *points, *(f"  {numbers[one]} --- {numbers[other]}" for one, other in graph.lines)]
    )


def dot(title: str, graph: Graph) -> str:
    """The graph as Graphviz' dot."""
    numbers = {point.id: f"p{number}" for number, point in enumerate(graph.points)}
    points = [f'  {numbers[point.id]} [label="{_plain(_told(point))}"];' for point in graph.points]
    lines = [f"  {numbers[one]} -- {numbers[other]};" for one, other in graph.lines]
    return "\n".join([f'graph "{_plain(title)}" {{', "  rankdir=LR;", "  node [shape=box];", *points, *lines, "}"])


def _plain(text: str) -> str:
    return NOT_PLAIN.sub("_", text)


STYLE = """
:root { --page: #f4f6f9; --card: #fff; --ink: #1b2230; --soft: #5a6475; --line: #dbe1ea; --accent: #2f62d9; }
@media (prefers-color-scheme: dark) {
  :root { --page: #0f1319; --card: #181d26; --ink: #e7ebf2; --soft: #9ba6b6; --line: #2a323e; --accent: #83aaff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 32px 20px 48px; }
h1 { font-size: 26px; margin: 0 0 20px; overflow-wrap: anywhere; }
ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-start; }
li { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 12px 16px; max-width: 100%; }
li > ul { margin-top: 10px; }
.wide { flex: 1 1 100%; }
.kind { color: var(--soft); font-size: 12px; letter-spacing: .04em; text-transform: uppercase; }
.name { font-weight: 600; overflow-wrap: anywhere; }
.note { color: var(--soft); overflow-wrap: anywhere; }
.network > .name { color: var(--accent); }
"""


def page(title: str, graph: Graph) -> str:
    """The graph as a page for a browser, complete in itself: boxes in the boxes that they belong to."""
    head = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    )
    name = html.escape(printable(title))
    body = "\n".join(_boxes(graph, None))
    whole = f"<body><main><h1>{name}</h1>\n{body}\n</main></body>\n</html>\n"
    return f"{head}<title>{name}</title>\n<style>{STYLE}</style>\n</head>\n{whole}"


def _boxes(graph: Graph, point_id: str | None) -> t.Iterator[str]:
    points = graph.below(point_id)
    if points:
        yield "<ul>"
    for point in points:
        classes = (
            f"{point.kind.lower().replace(' ', '-')}{' wide' if graph.below(point.id) and point_id is None else ''}"
        )
        yield f'<li class="{html.escape(classes)}"><div class="kind">{html.escape(point.kind)}</div>'
        yield f'<div class="name">{html.escape(printable(point.name))}</div>'
        yield from (f'<div class="note">{html.escape(printable(note))}</div>' for note in point.notes)
        yield from _boxes(graph, point.id)
        yield "</li>"
    if points:
        yield "</ul>"
