# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles: settings that a provider publishes once for all its customers.

A cloud names one as `profile`; it stands in the file clouds-public.yaml under `public-clouds`, and lies under what
the cloud says itself. Profiles that other tools carry with them are not known here.
"""

from __future__ import annotations

import typing as t

from ..errors import ConfigError
from .clouds_yaml import listed, read_profiles


def profile_of(cloud: t.Mapping[str, t.Any], environ: t.Mapping[str, str], where: str) -> t.Mapping[str, t.Any]:
    """The profile that a cloud names; empty when it names none.

    Raises:
        ConfigError: there is no such profile, or it is no mapping.
    """
    name = _profile_name(cloud, where)
    if name is None:
        return {}
    if "://" in name:
        raise ConfigError(
            [f"{where}profile is the URL {name}; profiles are not fetched. Write what it says under public-clouds of"
             " clouds-public.yaml, or into the cloud."]
        )  # fmt: skip
    file = read_profiles(environ)
    if name not in file.entries:
        found = (
            f"{file.path} has {listed(sorted(file.entries)) or 'none'}"
            if file.path
            else f"there is no clouds-public.yaml; looked for {listed(file.searched)}"
        )
        raise ConfigError(
            [f"{where}the profile '{name}' is not known: {found}. There are no built-in profiles. Describe it under"
             " public-clouds of clouds-public.yaml, or leave profile out and describe the cloud itself."]
        )  # fmt: skip
    profile = file.entries[name]
    if not isinstance(profile, dict):
        raise ConfigError([f"Profile '{name}' in {file.path} has to be a mapping of options."])
    return profile


def _profile_name(cloud: t.Mapping[str, t.Any], where: str) -> str | None:
    # `cloud` is the older name of `profile`.
    names = {str(cloud[key]) for key in ("profile", "cloud") if cloud.get(key)}
    if len(names) > 1:
        raise ConfigError([f"{where}profile and cloud mean the same, but differ. Leave one of them out."])
    return names.pop() if names else None
