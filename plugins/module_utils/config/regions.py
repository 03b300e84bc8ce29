# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The regions of a cloud: the one that is meant, and its own settings."""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import ConfigError


@dataclasses.dataclass(frozen=True)
class Region:
    """One region, with settings that differ from the cloud's: keys as in a cloud of clouds.yaml."""

    name: str
    values: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)


def regions_in(given: t.Any, where: str) -> tuple[Region, ...]:
    """The regions that a list describes: of names, or of mappings with `name` and `values`.

    A text with commas is a list too: files of older days have it.

    Raises:
        ConfigError: an entry is neither.
    """
    entries = given.split(",") if isinstance(given, str) else given or []
    if not isinstance(entries, list):
        raise ConfigError([f"{where}regions has to be a list of regions."])
    return tuple(_region(entry, where) for entry in entries)


def choose_region(regions: t.Sequence[Region], asked: str | None, where: str) -> Region | None:
    """The region that is meant; None where the cloud lists none.

    Without a desired state it is the first: whoever writes a list puts there what is meant in general, and other tools
    that read the same file take that one too.

    Raises:
        ConfigError: the region asked for is not in the list, which the message shows.
    """
    if not regions:
        return None
    if not asked:
        return regions[0]
    for region in regions:
        if region.name == str(asked):
            return region
    names = ", ".join(region.name for region in regions)
    raise ConfigError(
        [f"{where}there is no region '{asked}'; regions lists {names}. Set region_name to one of these (upper and"
         " lower case count), or add it to the list."]
    )  # fmt: skip


def _region(entry: t.Any, where: str) -> Region:
    if isinstance(entry, dict):
        name, values = entry.get("name"), entry.get("values") or {}
        if not set(entry) - {"name", "values"} and _is_name(name) and isinstance(values, dict):
            return Region(str(name), values)
    elif _is_name(entry):
        return Region(str(entry).strip())
    raise ConfigError([f"{where}each of regions has to be a name, or a mapping with name and values."])


def _is_name(given: t.Any) -> bool:
    return isinstance(given, (str, int)) and not isinstance(given, bool) and str(given).strip() != ""
