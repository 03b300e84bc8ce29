#!/bin/sh
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# keystoneauth1: asking a catalog for an endpoint that it does not have is an error of its own kind; on a catalog that
# names one service by two types it is a ValueError, which says "Programming error".
#
# Versions: keystoneauth1 5.18.1.
# Guess: no endpoint of the interface gives EndpointNotFound, however the catalog calls the service. Clouds do list block
#   storage twice, as "block-storage" and as "volumev3", for old clients.
# Behaviour: with one type it is EndpointNotFound. With two types of the same service it is ValueError, which no
#   "except ClientException" catches: types whose endpoints were all filtered away still count as matches.
. "$(dirname "$0")/support.sh"
install "${PYTHON:-python3}" keystoneauth1==5.18.1

python - >"$HERE/output" <<'PYTHON'
from keystoneauth1.access.service_catalog import ServiceCatalogV3
from keystoneauth1.exceptions import ClientException

PUBLIC = [{"interface": "public", "region": "One", "region_id": "One", "url": "http://cloud.example/volume"}]

for types in (["volumev3"], ["block-storage"], ["block-storage", "volumev3"]):
    catalog = ServiceCatalogV3([{"type": one, "name": "cinder", "endpoints": PUBLIC} for one in types])
    try:
        print(types, catalog.url_for(service_type="block-storage", interface="admin"))
    except Exception as error:
        print(types, type(error).__name__, isinstance(error, ClientException), error)
PYTHON
expect "['volumev3'] EndpointNotFound True" "$HERE/output"
expect "['block-storage'] EndpointNotFound True" "$HERE/output"
expect "['block-storage', 'volumev3'] ValueError False Programming error choosing an endpoint." "$HERE/output"
