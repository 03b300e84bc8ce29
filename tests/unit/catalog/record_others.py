# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,no-untyped-call"
"""Writes down which endpoints Libcloud and keystoneauth choose, into others.json beside this file.

Tests read that file and need neither. To write it anew, in an environment of its own:

    pip install apache-libcloud==3.9.1 keystoneauth1==5.18.1
    python tests/unit/catalog/record_others.py
"""

from __future__ import annotations

import json
import pathlib
from typing import Any

import catalogs
from keystoneauth1 import exceptions
from keystoneauth1.access import service_catalog
from libcloud.common import openstack_identity
from libcloud.common.types import LibcloudError

FILE = pathlib.Path(__file__).with_name("others.json")
NONE, SEVERAL = "none", "several"
INTERFACES = {"public": "external", "internal": "internal", "admin": "admin"}


def of_keystoneauth(kind: type[Any], catalog: list[dict[str, Any]], wanted: catalogs.Selection) -> str:
    """The URL that keystoneauth takes."""
    service_type = "block-storage" if wanted.service == "volume" else wanted.service
    try:
        return str(kind(catalog).url_for(service_type, wanted.interface, wanted.region, wanted.name))
    except (exceptions.EndpointNotFound, exceptions.EmptyCatalog):
        return NONE
    except ValueError:
        # "Programming error choosing an endpoint.", where a service has two types and neither has such an endpoint.
        return NONE


def of_libcloud(version: str, catalog: list[dict[str, Any]], wanted: catalogs.Selection) -> str:
    """The URL that Libcloud takes: of a volume service those types that its driver tries."""
    types = ("volumev3", "volumev2") if wanted.service == "volume" else (wanted.service,)
    for service_type in types:
        services = openstack_identity.OpenStackServiceCatalog(catalog, auth_version=version)
        try:
            found = services.get_endpoint(service_type, wanted.name, wanted.region, INTERFACES[wanted.interface])
        except ValueError:
            return SEVERAL
        except LibcloudError:
            continue
        return str(found.url)
    return NONE


def record() -> None:
    """Ask both for every catalog and selection."""
    told: dict[str, dict[str, list[str]]] = {}
    for name, endpoints in catalogs.catalogs():
        new, old = catalogs.as_version_3(endpoints), catalogs.as_version_2(endpoints)
        told[name] = {
            "keystoneauth 3": [of_keystoneauth(service_catalog.ServiceCatalogV3, new, s) for s in catalogs.SELECTIONS],
            "keystoneauth 2": [of_keystoneauth(service_catalog.ServiceCatalogV2, old, s) for s in catalogs.SELECTIONS],
            "libcloud 3": [of_libcloud("3.x_password", new, s) for s in catalogs.SELECTIONS],
            "libcloud 2": [of_libcloud("2.0_password", old, s) for s in catalogs.SELECTIONS],
        }
    lines = [f"{json.dumps(name)}: {json.dumps(one, separators=(',', ':'))}" for name, one in told.items()]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    record()
