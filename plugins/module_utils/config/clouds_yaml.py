# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds and reads clouds.yaml, secure.yaml over it, and clouds-public.yaml for its profiles.

File format and search order:
https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html
"""

from __future__ import annotations

import dataclasses
import os
import sys
import typing as t

from ..errors import ConfigError
from .merge import merged
from .text_file import content_of

EXTENSIONS = ("yaml", "yml", "json")


@dataclasses.dataclass(frozen=True)
class Entries:
    """The clouds in a file, by name, and the file's path (or the paths that were tried, if there is none)."""

    entries: t.Mapping[str, t.Any]
    path: str | None
    searched: tuple[str, ...]


class CloudsFile(Entries):
    """The clouds that a user has described."""

    @property
    def clouds(self) -> t.Mapping[str, t.Any]:
        """The descriptions by name, unchecked."""
        return self.entries

    def cloud(self, name: str) -> t.Mapping[str, t.Any]:
        """The description of one cloud.

        Raises:
            ConfigError: there is no such cloud; the message lists those there are and where they were looked for.
        """
        if name not in self.clouds:
            if self.path is None:
                raise ConfigError(
                    [f"No cloud '{name}': found no clouds.yaml. Looked for {listed(self.searched)}. Write one there,"
                     " or set OS_CLIENT_CONFIG_FILE to its path."]
                )  # fmt: skip
            raise ConfigError(
                [f"No cloud '{name}' in {self.path}, which has {listed(sorted(self.clouds)) or 'no clouds'}."
                 " Set cloud (or OS_CLOUD) to one of these."]
            )  # fmt: skip
        description = self.clouds[name]
        if not isinstance(description, dict):
            raise ConfigError([f"Cloud '{name}' in {self.path} has to be a mapping of options."])
        return t.cast("t.Mapping[str, t.Any]", description)


def read_clouds(environ: t.Mapping[str, str]) -> CloudsFile:
    """Find and read the user's clouds.yaml and secure.yaml.

    OS_CLIENT_CONFIG_FILE and OS_CLIENT_SECURE_FILE name the files; otherwise the first that exists counts.

    Raises:
        ConfigError: a file that was named does not exist, cannot be read, or is not YAML.
        MissingLibrary: there is a file, but no YAML library to read it.
    """
    found = _read("clouds", "OS_CLIENT_CONFIG_FILE", "clouds", environ)
    secure = _read("secure", "OS_CLIENT_SECURE_FILE", "clouds", environ)
    clouds = merged(found.entries, secure.entries)
    return CloudsFile(entries=clouds, path=found.path or secure.path, searched=found.searched)


def read_profiles(environ: t.Mapping[str, str]) -> Entries:
    """Find and read clouds-public.yaml, or the file that OS_CLIENT_VENDOR_FILE names.

    Raises:
        ConfigError: a file that was named does not exist, cannot be read, or is not YAML.
        MissingLibrary: there is a file, but no YAML library to read it.
    """
    return _read("clouds-public", "OS_CLIENT_VENDOR_FILE", "public-clouds", environ)


def listed(names: t.Iterable[t.Any]) -> str:
    """The names in one line."""
    return ", ".join(str(name) for name in names)


def _read(stem: str, variable: str, section: str, environ: t.Mapping[str, str]) -> Entries:
    """The section of the first file there is, or of the one that the variable names."""
    named = environ.get(variable)
    if named:
        path = os.path.expanduser(named)
        if not os.path.exists(path):
            raise ConfigError([f"{variable} names {path}, which does not exist."])
        return Entries(_section(path, section), path, (path,))
    searched = tuple(f"{os.path.join(folder, stem)}.{ext}" for folder in _folders(environ) for ext in EXTENSIONS)
    for path in searched:
        # A file that this user may not read (/etc/openstack/secure.yaml) was not written for this user.
        if os.path.exists(path) and os.access(path, os.R_OK):
            return Entries(_section(path, section), path, searched)
    return Entries({}, None, searched)


def _folders(environ: t.Mapping[str, str]) -> list[str]:
    """Where the files are looked for: here, then the user's folders, then the machine's."""
    home = environ.get("HOME") or os.path.expanduser("~")
    mac = os.path.join("Library", "Application Support")
    users = [environ.get("XDG_CONFIG_HOME") or os.path.join(home, mac if sys.platform == "darwin" else ".config")]
    users.append(os.path.join(environ.get("SNAP_REAL_HOME") or home, ".config"))
    machines = (environ.get("XDG_CONFIG_DIRS") or os.path.join("/etc", "xdg")).split(os.pathsep)
    if sys.platform == "darwin":
        machines.append(os.path.join("/", mac))
    folders = [os.path.join(folder, "openstack") for folder in [*users, *machines, "/etc"] if folder]
    return list(dict.fromkeys([os.getcwd(), *folders]))


def _section(path: str, section: str) -> dict[str, t.Any]:
    content = content_of(path)
    if content is None:
        return {}
    if not isinstance(content, dict) or not isinstance(content.get(section) or {}, dict):
        raise ConfigError([f"{path} has to hold a mapping '{section}' of cloud names."])
    return {str(name): entry for name, entry in (content.get(section) or {}).items()}
