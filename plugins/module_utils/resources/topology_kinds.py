# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of resources that a topology can have, in the order in which they are usually made.

It takes the declarations of single resources. It gives a table of them, with what marks the members of a topology.
`face/topology.py` reads it.
"""

from __future__ import annotations

from ..apply.topology.desired import Kind
from .application_credential import APPLICATION_CREDENTIAL
from .flavor import MANAGED_FLAVOR
from .floating_ip_lookup import SOUGHT_FLOATING_IP
from .image import MANAGED_IMAGE
from .keypair import KEYPAIR
from .network import NETWORK
from .node.node import NODE
from .port import MANAGED_PORT
from .router import ROUTER
from .security_group import SECURITY_GROUP
from .server_group import SERVER_GROUP
from .subnet import SUBNET
from .volume import MANAGED_VOLUME
from .volume_backup import VOLUME_BACKUP
from .volume_snapshot import VOLUME_SNAPSHOT

KINDS = (
    Kind(MANAGED_FLAVOR, None),
    Kind(APPLICATION_CREDENTIAL, None),
    Kind(KEYPAIR, None),
    Kind(SERVER_GROUP, None),
    Kind(SECURITY_GROUP, "tags"),
    Kind(NETWORK, "tags"),
    Kind(SUBNET, "tags"),
    Kind(ROUTER, "tags"),
    Kind(MANAGED_PORT, "tags", completed_by=(SUBNET,)),
    Kind(MANAGED_IMAGE, "tags"),
    Kind(MANAGED_VOLUME, "metadata"),
    Kind(VOLUME_SNAPSHOT, "metadata"),
    Kind(VOLUME_BACKUP, None),
    Kind(NODE, "metadata", completed_by=(SUBNET, ROUTER)),
    Kind(SOUGHT_FLOATING_IP, "tags", also_read=(NETWORK, MANAGED_PORT), completed_by=(SUBNET, ROUTER)),
)
