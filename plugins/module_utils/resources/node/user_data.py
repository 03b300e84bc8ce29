# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""User data, as Nova takes it and as it may be shown. Pure.

Source: https://docs.openstack.org/nova/latest/user/metadata.html#user-provided-data
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import zlib

from ...errors import ConfigError

# Of the text that is sent, which is a third longer than what is meant.
MOST_CHARACTERS = 65535
GZIP_MAGIC = b"\x1f\x8b"


def encoded(user_data: str) -> str:
    """User data in base64; packed with gzip, which cloud-init unpacks, only if it would be too long otherwise.

    Raises:
        ConfigError: it is too long even so.
    """
    plain = user_data.encode()
    text = base64.b64encode(plain).decode()
    if len(text) <= MOST_CHARACTERS:
        return text
    # Without a time in it, so that the same text is always packed alike.
    packed = base64.b64encode(gzip.compress(plain, mtime=0)).decode()
    if len(packed) <= MOST_CHARACTERS:
        return packed
    raise ConfigError(
        [f"user_data is too long: {len(plain)} bytes, which packed and in base64 are {len(packed)} characters. The"
         f" compute service takes {MOST_CHARACTERS}. Put less in it, and have the node fetch the rest."]
    )  # fmt: skip


def digest(user_data: str | None) -> str | None:
    """What is shown of user data, which often holds passwords: enough to see whether it is the same.

    `user_data` is as Nova has it; how it was packed makes no difference.
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
