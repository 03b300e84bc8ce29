# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cinder: types, zones, metadata, and what is changed of a volume or a snapshot that is there."""

from __future__ import annotations

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, unique
from ansible_collections.nodeworks.openstack.tests.contract.volumes import Volumes


def test_types_and_zones(cloud: Cloud) -> None:
    types = cloud.volume("GET", "/types").json()["volume_types"]
    assert len(types) > 1
    for one in types:
        assert {"id", "name", "is_public", "description"} <= set(one)
    # Which only administrators may ask for; others are shown the same as ever.
    assert cloud.volume("GET", "/types?is_public=none").json()["volume_types"] == types
    zones = cloud.volume("GET", "/os-availability-zone").json()
    assert zones == {"availabilityZoneInfo": [{"zoneName": "nova", "zoneState": {"available": True}}]}


def test_retyping(volumes: Volumes) -> None:
    cloud, volume_id = volumes.cloud, volumes.make()
    before = volumes.show(volume_id)["volume_type"]
    other = next(one for one in cloud.volume("GET", "/types").json()["volume_types"] if one["name"] != before)
    path = f"/volumes/{volume_id}/action"
    body = {"os-retype": {"new_type": other["id"], "migration_policy": "never"}}
    assert cloud.volume("POST", path, json=body).status_code == 202
    volumes.wait_for(volume_id, "available")
    assert volumes.show(volume_id)["volume_type"] == other["name"]
    refused = cloud.volume("POST", path, json={"os-retype": {"new_type": "none"}})
    nova_error(refused, 404, "Volume type with name none could not be found.")


def test_flags(volumes: Volumes) -> None:
    cloud, volume_id = volumes.cloud, volumes.make()
    path = f"/volumes/{volume_id}/action"
    assert cloud.volume("POST", path, json={"os-set_bootable": {"bootable": True}}).status_code == 200
    assert cloud.volume("POST", path, json={"os-update_readonly_flag": {"readonly": True}}).status_code == 202
    shown = volumes.show(volume_id)
    assert (shown["bootable"], shown["metadata"]) == ("true", {"readonly": "True"})
    assert cloud.volume("POST", path, json={"os-force_delete": {}}).status_code == 403


def test_metadata_is_added_or_replaced(volumes: Volumes) -> None:
    cloud, volume_id = volumes.cloud, volumes.make(metadata={"a": "b"})
    for path in (f"/volumes/{volume_id}", f"/snapshots/{volumes.snapshot(volume_id)}"):
        (kind,) = cloud.volume("GET", path).json()
        added = cloud.volume("POST", f"{path}/metadata", json={"metadata": {"c": "d"}})
        assert (added.status_code, added.json()["metadata"]["c"]) == (200, "d")
        replaced = cloud.volume("PUT", f"{path}/metadata", json={"metadata": {"e": "f"}})
        assert (replaced.status_code, replaced.json()) == (200, {"metadata": {"e": "f"}})
        assert cloud.volume("GET", path).json()[kind]["metadata"] == {"e": "f"}


def test_snapshot_is_renamed(volumes: Volumes) -> None:
    cloud, name = volumes.cloud, unique("snapshot")
    path = f"/snapshots/{volumes.snapshot(volumes.make())}"
    changed = cloud.volume("PUT", path, json={"snapshot": {"name": name, "description": "d"}})
    assert (changed.status_code, changed.json()["snapshot"]["name"]) == (200, name)
    assert cloud.volume("GET", path).json()["snapshot"]["description"] == "d"


def test_volume_goes_with_its_snapshots(volumes: Volumes) -> None:
    cloud, volume_id = volumes.cloud, volumes.make()
    snapshot_id = volumes.snapshot(volume_id)
    assert cloud.volume("DELETE", f"/volumes/{volume_id}?cascade=true").status_code == 202
    volumes.wait_for(volume_id, None)
    assert cloud.volume("GET", f"/snapshots/{snapshot_id}").status_code == 404


def test_names_and_descriptions_lose_the_white_space_at_their_ends(volumes: Volumes) -> None:
    cloud, name = volumes.cloud, unique("white")
    volume_id = volumes.make(name=f" {name}\n", description=" a  b \n")
    made = {
        "volume": volume_id,
        "snapshot": volumes.snapshot(volume_id),
        "backup": volumes.backup(volume_id, name=f"{name} ", description=" a "),
    }
    assert (volumes.show(volume_id)["name"], volumes.show(volume_id)["description"]) == (name, "a  b")
    backup = cloud.volume("GET", f"/backups/{made['backup']}").json()["backup"]
    assert (backup["name"], backup["description"]) == (name, "a")
    for kind, made_id in made.items():
        path, version = f"/{kind}s/{made_id}", {"OpenStack-API-Version": "volume 3.9"}
        body = {kind: {"name": f"  {name} 2 ", "description": " "}}
        assert cloud.volume("PUT", path, json=body, headers=version).status_code == 200
        shown = cloud.volume("GET", path).json()[kind]
        assert (shown["name"], shown["description"]) == (f"{name} 2", "")
    assert cloud.volume("GET", f"/volumes?name={name}%202%20").json()["volumes"] == []
