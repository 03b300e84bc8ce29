# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of YAML or JSON, read so that no file, whatever is in it, can hold up or fill up a task.

Messages show no content of such a file, since much of it is secret.
"""

from __future__ import annotations

import json
import os
import stat
import typing as t

from ansible.module_utils.common import yaml as ansible_yaml

from ..errors import SHAPE_ERRORS, ConfigError, MissingLibrary

# What reading text that is not YAML or JSON can raise; a tag with a value that does not fit it (`!!timestamp x`) ends
# in the errors of plain Python.
UNREADABLE: tuple[type[Exception], ...] = SHAPE_ERRORS
try:
    import yaml
except ImportError:
    pass  # said when a file is to be read
else:
    UNREADABLE += (yaml.YAMLError,)

# The beginning of a file that ansible-vault has encrypted.
VAULT_HEADER = b"$ANSIBLE_VAULT"
# Thousands of clouds. Far less already takes seconds to read.
MOST_BYTES = 1 << 20
# Anchors count each time that they are used: ten lines can stand for a billion entries.
MOST_ENTRIES = 100_000
MOST_LEVELS = 50
# Reading a text that is nested some hundred thousand levels deep ends the whole process.
HARMLESS_CHARACTERS = 20_000
# Newer releases of libyaml go a thousand levels deep and no further.
TOO_DEEP_FOR_LIBYAML = "nesting depth"


def content_of(path: str) -> t.Any:
    """The content of a file. It is read as JSON if its name says so.

    Raises:
        ConfigError: it cannot be read, or is no mapping.
        MissingLibrary: there is no YAML library to read it.
    """
    is_json = path.endswith(".json")
    if not is_json and not ansible_yaml.HAS_YAML:
        raise MissingLibrary("PyYAML", f"to read {path} (a connection that is given as options needs no file)")
    content = _bytes_of(path)
    if content.startswith(VAULT_HEADER):
        raise ConfigError([_encrypted(path)])
    try:
        text = content.decode("utf-8")
        return json.loads(text) if is_json else _from_yaml(text, path)
    except UNREADABLE as error:
        if TOO_DEEP_FOR_LIBYAML in str(getattr(error, "problem", "")):
            raise ConfigError([_too_much(path)]) from None
        # Only the place: the text around it may hold a password.
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else getattr(error, "lineno", None)
        place = f" near line {line}" if line else ""
        raise ConfigError([f"{path} is not valid {'JSON' if is_json else 'YAML'}{place}."]) from None


def _encrypted(path: str) -> str:
    return (
        f"{path} is encrypted by ansible-vault, and tasks read it as it is. Decrypt it, or give the encrypted values as"
        " options of the tasks: Ansible decrypts those."
    )


def _bytes_of(path: str) -> bytes:
    try:
        # Nobody may ever write into a pipe: opening it must not wait for that.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode) and not os.path.samestat(status, os.stat(os.devnull)):
                raise ConfigError([f"{path} is not a file. Each task reads it anew, which a pipe cannot be."])
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise ConfigError([f"Cannot read {path}: {error.strerror}."]) from error
    if len(content) > MOST_BYTES:
        raise ConfigError([f"{path} has more than {MOST_BYTES >> 20} MiB, and so is no file of clouds."])
    return content


def _from_yaml(text: str, path: str) -> t.Any:
    if len(text) > HARMLESS_CHARACTERS and _is_deep(text):
        raise ConfigError([_too_much(path)])
    loader = ansible_yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        if not _is_modest(node):
            raise ConfigError([_too_much(path)])
        return loader.construct_document(node) if node is not None else None
    finally:
        loader.dispose()


def _too_much(path: str) -> str:
    return (
        f"{path} is nested more than {MOST_LEVELS} levels deep, or has more than {MOST_ENTRIES} entries, with all that"
        " its anchors stand for."
    )


def _is_deep(text: str) -> bool:
    """Whether a text is nested too deep, found out without going there."""
    level = 0
    for event in yaml.parse(text, Loader=ansible_yaml.SafeLoader):
        level += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if level > MOST_LEVELS:
            return True
    return False


def _is_modest(node: t.Any) -> bool:
    """Whether it is small enough with all anchors replaced. An anchor may even contain itself."""
    left, count = [(node, 0)], 0
    while left:
        one, level = left.pop()
        count += 1
        if count > MOST_ENTRIES or level > MOST_LEVELS:
            return False
        if isinstance(one, yaml.SequenceNode):
            left.extend((item, level + 1) for item in one.value)
        elif isinstance(one, yaml.MappingNode):
            left.extend((item, level + 1) for pair in one.value for item in pair)
    return True
