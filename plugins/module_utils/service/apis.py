# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The API of each service: its version in the URL, and its name for microversions.

Source: the versions and microversions chapters of https://docs.openstack.org/api-quick-start/
"""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Api:
    """One service's API.

    `version_path` has to stand in the URL before a resource's path; some catalogs put it there, some do not.
    `microversion_name` is the service's word in the header OpenStack-API-Version; None if it has no microversions.
    """

    service: str
    version_path: str
    microversion_name: str | None = None


APIS = {
    api.service: api
    for api in (
        Api("identity", "/v3"),
        Api("compute", "/v2.1", microversion_name="compute"),
        Api("image", "/v2"),
        Api("network", "/v2.0"),
        Api("volume", "/v3/{project_id}", microversion_name="volume"),
        Api("placement", "", microversion_name="placement"),
        Api("reservation", "/v1"),
    )
}


def api_of(service: str) -> Api:
    """The API of a service. An unknown service has neither version path nor microversions."""
    return APIS.get(service, Api(service, ""))
