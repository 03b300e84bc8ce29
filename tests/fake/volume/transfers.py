# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Offers of volumes to other projects, which nobody takes here.

https://docs.openstack.org/api-ref/block-storage/v3/#volume-transfers-volume-transfers-3-55-or-later
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from ..routes import Route
from ..tokens import Token
from ..wire import Answer, ApiError, Json, Request, empty_answer, json_answer
from .state import VolumeState

Handler = Callable[..., Answer]


class Transfers:
    """The offers there are."""

    def __init__(self, state: VolumeState) -> None:
        self._state = state
        self._offers: dict[str, Json] = {}

    def routes(self) -> list[Route[Handler]]:
        """Return what is answered."""
        return [
            Route("GET", "/os-volume-transfer/detail", self._list),
            Route("POST", "/os-volume-transfer", self._create),
            Route("DELETE", "/os-volume-transfer/{transfer_id}", self._delete),
        ]

    def _list(self, request: Request, token: Token, version: object) -> Answer:
        return json_answer(200, {"transfers": list(self._offers.values())})

    def _create(self, request: Request, token: Token, version: object) -> Answer:
        wanted = request.body["transfer"] if isinstance(request.body, dict) else {}
        volume = self._state.volumes.get(str(wanted.get("volume_id")))
        if volume is None or volume["status"] != "available":
            raise ApiError(400, "Invalid volume: status must be available")
        offer = {"id": str(uuid.uuid4()), "name": wanted.get("name"), "volume_id": volume["id"]}
        self._offers[offer["id"]] = offer
        self._state.enter(volume, "awaiting-transfer")
        return json_answer(202, {"transfer": {**offer, "auth_key": uuid.uuid4().hex[:16]}})

    def _delete(self, request: Request, token: Token, version: object, transfer_id: str) -> Answer:
        offer = self._offers.pop(transfer_id, None)
        if offer is None:
            raise ApiError(404, f"Transfer {transfer_id} could not be found.")
        self._state.enter(self._state.volumes[offer["volume_id"]], "available")
        return empty_answer(202)
