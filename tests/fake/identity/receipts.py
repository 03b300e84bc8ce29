# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Multi-factor authentication: a user's rules, and the receipt for the factors that were right so far.

keystone/auth/core.py UserMFARulesValidator, keystone/receipt, https://docs.openstack.org/keystone/latest/admin/
multi-factor-authentication.html.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..accounts import User
from ..clock import stamp, utcnow
from ..wire import ApiError, Json

RECEIPT_HEADER = "Openstack-Auth-Receipt"


@dataclass
class Receipt:
    """What a user has shown so far."""

    id: str
    user: User
    methods: list[str]
    issued_at: datetime
    expires_at: datetime


@dataclass
class MissingFactors(Exception):
    """Everything that was shown is right, but the user's rules ask for more."""

    receipt: Receipt
    required: list[list[str]]

    def body(self, domain: Json) -> Json:
        """Return the body of the 401 answer; it is not in Keystone's envelope for errors."""
        user = self.receipt.user
        shown = {
            "methods": self.receipt.methods,
            "user": {"id": user.id, "name": user.name, "domain": domain},
            "expires_at": stamp(self.receipt.expires_at),
            "issued_at": stamp(self.receipt.issued_at),
        }
        return {"receipt": shown, "required_auth_methods": self.required}


class Receipts:
    """All receipts."""

    def __init__(self) -> None:
        self.lifetime_seconds: float = 300
        self._issued: dict[str, Receipt] = {}

    def methods(self, receipt_id: str | None, user: User) -> list[str]:
        """Return what a receipt vouches for; one of another user is as unknown as none at all."""
        if not receipt_id:
            return []
        receipt = self._issued.get(receipt_id)
        if receipt is None or receipt.user.id != user.id or utcnow() >= receipt.expires_at:
            raise ApiError(401, f"Could not find auth receipt: {receipt_id}.")
        return receipt.methods

    def check(self, user: User, methods: list[str], known: tuple[str, ...]) -> None:
        """Pass a user who has shown enough; give others a receipt."""
        rules = _rules(user, known)
        if not rules or any(rule <= set(methods) for rule in rules):
            return
        now = utcnow()
        expires = now + timedelta(seconds=self.lifetime_seconds)
        receipt = Receipt("gAAAAAB" + secrets.token_urlsafe(60), user, methods, now, expires)
        self._issued[receipt.id] = receipt
        raise MissingFactors(receipt, [sorted(rule) for rule in rules if rule & set(methods)])


def _rules(user: User, known: tuple[str, ...]) -> list[set[str]]:
    """Return the rules that count: methods that the service has not are left out, and rules of nothing else too."""
    if not user.options.get("multi_factor_auth_enabled", True):
        return []
    rules = [set(rule) & set(known) for rule in user.options.get("multi_factor_auth_rules", [])]
    return [rule for rule in rules if rule]
