# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Key pairs: they have a name and no other id. https://docs.openstack.org/api-ref/compute/#keypairs-keypairs"""

from __future__ import annotations

from ..resource.declaration import Json, Resource


def read_keypair(raw: Json) -> Json:
    """A key pair as users see it. In lists each stands in an envelope of its own."""
    keypair = raw.get("keypair", raw)
    return {"id": keypair["name"], "name": keypair["name"]}


KEYPAIR = Resource(
    name="key pair",
    plural="key pairs",
    service="compute",
    path="/os-keypairs",
    one="keypair",
    many="keypairs",
    read=read_keypair,
    named=None,
)
