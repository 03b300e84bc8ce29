# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role diagnose: what it reports, and how the page of it looks in a browser."""

from __future__ import annotations

import contextlib
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.environment import chromium
from ansible_collections.nodeworks.openstack.tests.environment.problem import SetupProblem
from ansible_collections.nodeworks.openstack.tests.plays.conftest import CHECKOUT, PASSWORD, Controller
from ansible_collections.nodeworks.openstack.tests.plays.test_one_token import cloud_name

TEMPLATE = CHECKOUT / "roles" / "diagnose" / "templates" / "diagnosis.html.j2"
# What would be carried out if it were not escaped, and what Ansible would take for an expression.
HOSTILE = "<script>document.title='taken over'</script><b>\"x\" & {{ 6 * 7 }}"
ESCAPED = "&lt;script&gt;document.title='taken over'&lt;/script&gt;&lt;b&gt;\"x\" &amp; {{ 6 * 7 }}"


def diagnosis(controller: Controller, *, fail: bool = True, **connection: Any) -> str:
    """What a play of the role prints."""
    options = {"cloud": cloud_name(controller), "region_name": "RegionOne", **connection}
    play = {
        "hosts": "localhost",
        "gather_facts": False,
        "module_defaults": {"group/nodeworks.openstack.openstack": options},
        "roles": [{"role": "nodeworks.openstack.diagnose", "vars": {"diagnose_fail": fail}}],
    }
    return controller.play([play])


def read(page: Path) -> str:
    """The page as a browser understands it. Who is not root cannot install one: then the rest is tested."""
    with or_say_so():
        return chromium.read(page)


def look(page: Path, **options: Any) -> bytes:
    """A picture of the page."""
    with or_say_so():
        return chromium.look(page, **options)


@contextlib.contextmanager
def or_say_so() -> Iterator[None]:
    try:
        yield
    except SetupProblem as problem:
        pytest.skip(f"NOT TESTED: {problem}")


def page_of(controller: Controller) -> Path:
    return controller.home / "diagnosis.html"


def text_of(controller: Controller) -> str:
    return (controller.home / "diagnosis.txt").read_text(encoding="utf-8")


def test_report_of_a_connection_that_works(controller: Controller) -> None:
    printed = diagnosis(controller)
    assert "changed=0" in printed
    text = text_of(controller)
    assert "\nThe connection works.\n" in text
    assert re.search(r"^ok +Authentication +\d+\.\d+ s +'demo' got a token", text, re.MULTILINE)
    assert f"  * RegionOne    public    {controller.cloud.origin}/compute/v2.1" in text
    assert "'demo' got a token" in printed
    page = read(page_of(controller))
    assert "<strong>The connection works</strong>" in page
    # A frame for each endpoint that is used, and in it the interface.
    assert page.count('class="end used"') == page.count('<span class="face">public</span>') == 6
    for report in (printed, text, page):
        assert PASSWORD not in report
        assert not [token for token in controller.cloud.tokens.issued if token in report]
    of_light_and_dark(page_of(controller))


def test_report_of_a_password_that_is_wrong(controller: Controller) -> None:
    with pytest.raises(AssertionError, match=r'"msg": "Authentication: Could not authenticate \'demo\'') as failed:
        diagnosis(controller, password="wrong-horse")
    text, page = text_of(controller), read(page_of(controller))
    assert re.search(r"^failed +Authentication ", text, re.MULTILINE)
    assert "\nWhat to set: Check user 'demo'" in text
    assert "<strong>The connection fails</strong>" in page
    assert "<b>What to set</b>Check user 'demo'" in page
    for report in (str(failed.value), text, page):
        assert "wrong-horse" not in report


@pytest.mark.parametrize(
    ("connection", "problem"),
    [({}, "No cloud to connect to: "), ({"cloud": "lopback"}, "No cloud 'lopback' in ")],
    ids=["none", "misspelt"],
)
def test_report_of_a_cloud_that_is_not_described(
    controller: Controller, connection: dict[str, str], problem: str
) -> None:
    if not connection:
        controller.clouds_yaml.unlink()
    role = {"role": "nodeworks.openstack.diagnose", "vars": {"diagnose_fail": False}}
    defaults = {"group/nodeworks.openstack.openstack": connection}
    controller.play([{"hosts": "localhost", "gather_facts": False, "module_defaults": defaults, "roles": [role]}])
    assert "OpenStack connection: not configured\n" in text_of(controller)
    assert problem in text_of(controller)
    assert "<strong>The connection fails</strong>" in read(page_of(controller))


def test_report_of_a_region_that_is_missing_shows_the_catalog(controller: Controller) -> None:
    diagnosis(controller, fail=False, region_name="Nowhere")
    page = read(page_of(controller))
    assert "<b>What to set</b>Set region_name to 'RegionOne' or 'RegionTwo'." in page
    assert f"{controller.cloud.origin}/RegionTwo/compute/v2.1" in page


def test_what_a_cloud_says_is_shown_and_not_carried_out(controller: Controller) -> None:
    for service in controller.cloud.catalog:
        if service["type"] == "image":
            service["name"] = HOSTILE
    network = next(service for service in controller.cloud.catalog if service["type"] == "network")
    network["endpoints"][0]["url"] = f"{controller.cloud.origin}/network?{HOSTILE}"
    controller.cloud.faults.add(
        service="compute", kind="answer", path=r"/v2\.1/$", status=500, body={"computeFault": {"message": HOSTILE}}
    )
    diagnosis(controller, fail=False)
    page = read(page_of(controller))
    assert "<title>loopback: the connection fails</title>" in page
    assert "<script" not in page
    assert page.count(ESCAPED) >= 3


def test_page_needs_nothing_besides_itself() -> None:
    """The browser would load nothing anyway, since the page forbids it; but it should not have to."""
    template = TEMPLATE.read_text(encoding="utf-8")
    assert "default-src 'none'" in template
    assert not re.findall(r"\b(?:src|href|srcset|action|data|poster)\s*=|url\(|@import|<script|<link|<iframe", template)


def test_every_expression_of_the_page_is_escaped() -> None:
    """Autoescaping is off in Ansible's templates, so each expression does it itself, or has words of its own alone."""
    expressions = re.findall(r"\{\{-?\s*(.*?)\s*-?\}\}", TEMPLATE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(expressions) > 30
    own_words = re.compile(r"(?:icon|bar|duration)\(|'[^']*' if [\w. |()'=!]+ else ")
    assert [one for one in expressions if not one.endswith("| e") and not own_words.match(one)] == []


def of_light_and_dark(page: Path) -> None:
    """The page is light for those whose system is, and dark for the others."""
    light, dark = (colours(look(page, width=500, height=300, dark=dark)) for dark in (False, True))
    assert light["corner"] == (0xF4, 0xF6, 0xF9)
    assert dark["corner"] == (0x0F, 0x13, 0x19)
    # There is more to be seen than a background.
    assert min(len(light["all"]), len(dark["all"])) > 50


def colours(picture: bytes) -> dict[str, Any]:
    """The colours of a picture (PNG), and that of its upper left corner."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    chunks: dict[bytes, list[bytes]] = {}
    at = 8
    while at < len(picture):
        (length,) = struct.unpack_from(">I", picture, at)
        chunks.setdefault(picture[at + 4 : at + 8], []).append(picture[at + 8 : at + 8 + length])
        at += length + 12
    width, height, depth, kind = struct.unpack_from(">IIBB", chunks[b"IHDR"][0])
    assert (depth, kind) in ((8, 2), (8, 6))
    size = 3 if kind == 2 else 4
    rows = unfiltered(zlib.decompress(b"".join(chunks[b"IDAT"])), width * size, height, size)
    pixels = {bytes(row[at : at + 3]) for row in rows for at in range(0, len(row), size)}
    return {"corner": tuple(rows[0][:3]), "all": pixels}


def unfiltered(data: bytes, line: int, height: int, size: int) -> Sequence[bytearray]:
    """The lines of a PNG: each byte is told as its difference to those before and above (PNG, section 9)."""
    rows: list[bytearray] = []
    above = bytearray(line)
    for number in range(height):
        start = number * (line + 1)
        row = bytearray(data[start + 1 : start + 1 + line])
        for at in range(line):
            left = row[at - size] if at >= size else 0
            corner = above[at - size] if at >= size else 0
            row[at] = (row[at] + _predicted(data[start], left, above[at], corner)) & 0xFF
        rows.append(row)
        above = row
    return rows


def _predicted(method: int, left: int, up: int, corner: int) -> int:
    if method == 4:  # Paeth
        guess = left + up - corner
        return min((left, up, corner), key=lambda one: abs(guess - one))
    return (0, left, up, (left + up) // 2)[method]
