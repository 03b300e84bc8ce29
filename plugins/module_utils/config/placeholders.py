# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`{region_name}` in a URL: one URL for all regions of a cloud."""

from __future__ import annotations

import re
import typing as t

from ..options.connection import CONNECTION_OPTIONS, SECRET_OPTIONS
from .merge import Said

PLACEHOLDER = re.compile(r"\{(\w+)\}")


def with_placeholders_filled(said: Said, problems: list[str]) -> Said:
    """The same, with `{option}` in URLs replaced by that option's value. No secret is put into a URL."""
    values = {
        option: str(value)
        for option, value in said.items()
        if option in CONNECTION_OPTIONS and option not in SECRET_OPTIONS and isinstance(value, (str, int))
    }
    result = dict(said)
    if "auth_url" in said:
        result["auth_url"] = _filled("auth_url", said["auth_url"], values, problems)
    result["endpoints"] = {
        service: {**wanted, "url": _filled(f"the URL of {service}", wanted["url"], values, problems)}
        if "url" in wanted
        else wanted
        for service, wanted in said.get("endpoints", {}).items()
    }
    return result


def _filled(name: str, url: t.Any, values: t.Mapping[str, str], problems: list[str]) -> t.Any:
    if not isinstance(url, str):
        return url
    missing = [word for word in PLACEHOLDER.findall(url) if word not in values]
    if missing:
        problems.append(f"{name} has the placeholder {{{missing[0]}}}, but {missing[0]} is not given.")
        return url
    return PLACEHOLDER.sub(lambda match: values[match.group(1)], url)
