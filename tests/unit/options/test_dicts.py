# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said in a dict of an option."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.dicts import said_in


def test_null_is_not_said() -> None:
    assert said_in("disks", {"size": 0, "image": None, "tag": ""}, ("size", "image", "tag")) == {"size": 0, "tag": ""}


def test_keys_that_there_are_not_are_refused_with_those_that_there_are() -> None:
    with pytest.raises(ConfigError) as caught:
        said_in("disks", {"siz": 1, "size": 1, 5: 1, "null": None}, ("size", "image"))
    assert str(caught.value) == "disks has no key 5, siz; there are size, image."
