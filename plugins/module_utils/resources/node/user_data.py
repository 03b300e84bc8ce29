# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""User data: the form that Nova takes, and the form that may be shown. Pure.

Source: https://docs.openstack.org/nova/latest/user/metadata.html#user-provided-data
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import zlib

from ...errors import ConfigError

# Nova's limit for the base64 text, which is a third longer than the user data.
MOST_CHARACTERS = 65535
GZIP_MAGIC = b"\x1f\x8b"


def encoded(user_data: str) -> str:
    """User data in base64. It is packed with gzip, which cloud-init unpacks, only if it would be too long otherwise.

    Raises:
        ConfigError: it is too long even when packed.
    """
    plain = user_data.encode()
    text = base64.b64encode(plain).decode()
    if len(text) <= MOST_CHARACTERS:
        return text
    # mtime=0 leaves the time out, so that the same text always gives the same bytes.
    packed = base64.b64encode(gzip.compress(plain, mtime=0)).decode()
    if len(packed) <= MOST_CHARACTERS:
        return packed
    raise ConfigError(
        [f"user_data is too long: {len(plain)} bytes, which packed and in base64 are {len(packed)} characters. The"
         f" compute service takes {MOST_CHARACTERS}. Put less in it, and have the node fetch the rest."]
    )  # fmt: skip


def digest(user_data: str | None) -> str | None:
    """A short hash of user data, to show whether it is the same. User data often has passwords, so it is not shown
    itself.

    `user_data` is in Nova's form (base64). Packed or not, the same content gives the same hash.
    """
    if not user_data:
        return None
    return f"sha256:{hashlib.sha256(_unpacked(user_data)).hexdigest()[:16]}"


def _unpacked(user_data: str) -> bytes:
    try:
        content = base64.b64decode(user_data)
    except ValueError:
        return user_data.encode()
    if content[:2] != GZIP_MAGIC:
        return content
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        return content
