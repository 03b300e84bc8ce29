# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes what ansible-inventory prints the same for each run: normalised.py PREFIX CLOUD < text."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

WORDS = (
    (r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "ID"),
    (r"\b[0-9a-f]{56}\b", "ID"),
    (r"\b[0-9a-f]{32}\b", "ID"),
    (r"\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b", "MAC"),
    (r"\b\d{4}-\d\d-\d\dT[\d:.]+Z?", "TIME"),
    (r"\b10(?:\.\d{1,3}){3}\b", "PRIVATE-IPV4"),
    (r"\b172(?:\.\d{1,3}){3}\b", "FLOATING-IPV4"),
    (r"\bfd00:1:[0-9a-f:]+", "PRIVATE-IPV6"),
)


def normalised(text: str, prefix: str, cloud: str) -> str:
    text = text.replace(prefix, "PREFIX").replace(prefix.replace("-", "_"), "PREFIX")
    text = re.sub(rf"\b{re.escape(cloud)}(?=\b|_)", "CLOUD", text)
    for pattern, word in WORDS:
        text = re.sub(pattern, word, text)
    return json.dumps(ordered(json.loads(text)), indent=2, sort_keys=True) + "\n"


def ordered(value: Any) -> Any:
    """Lists have no order here that means anything; a text is a text, wherever it came from."""
    if isinstance(value, dict):
        if set(value) == {"__ansible_unsafe"}:
            return value["__ansible_unsafe"]
        return {key: ordered(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted((ordered(item) for item in value), key=json.dumps)
    return value


if __name__ == "__main__":
    sys.stdout.write(normalised(sys.stdin.read(), *sys.argv[1:]))
