# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""IP addresses and networks in their usual form. Pure."""

from __future__ import annotations

import ipaddress

from ..errors import ConfigError


def address(text: str) -> str:
    """An address in its usual form. An empty text stays empty and means "no address".

    Raises:
        ConfigError: the text is not an address.
    """
    try:
        return str(ipaddress.ip_address(text)) if text else ""
    except ValueError as error:
        raise ConfigError([f"{text!r} is not an address."]) from error


def cidr(text: str) -> str:
    """A network in CIDR notation, as the service shows it.

    Raises:
        ConfigError: the text is not a network.
    """
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError as error:
        raise ConfigError([f"{text!r} is not a network in CIDR notation."]) from error
