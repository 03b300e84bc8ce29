# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses and networks of IP, brought to their usual form. Pure."""

from __future__ import annotations

import ipaddress

from ..errors import ConfigError


def address(text: str) -> str:
    """An address in its usual form; an empty text is none.

    Raises:
        ConfigError: it is none.
    """
    try:
        return str(ipaddress.ip_address(text)) if text else ""
    except ValueError as error:
        raise ConfigError([f"{text!r} is not an address."]) from error


def cidr(text: str) -> str:
    """A network in CIDR notation, as the service shows it.

    Raises:
        ConfigError: it is none.
    """
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError as error:
        raise ConfigError([f"{text!r} is not a network in CIDR notation."]) from error
