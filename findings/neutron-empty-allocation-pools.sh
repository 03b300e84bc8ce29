#!/bin/sh
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Neutron: a new subnet with no allocation pools gets one; a change to no allocation pools takes all away.
#
# Versions: neutron 29.0.0.
# Guess: "allocation_pools": [] means the same at POST and at PUT: a subnet whose addresses are given on request alone.
# Behaviour: POST takes the empty list for "not given" and answers 201 with a pool of the whole subnet; PUT of the same
#   list to the same subnet leaves it without any. So a subnet without pools takes two requests, and between the two its
#   addresses are handed out.
. "$(dirname "$0")/support.sh"
install "${PYTHON:-python3}" neutron==29.0.0

ask_services <<'PYTHON'
from services import neutron

ask = neutron()
network = ask("POST", "/v2.0/networks", {"network": {}}).json["network"]["id"]
new = {"network_id": network, "ip_version": 4, "cidr": "192.0.2.0/24", "allocation_pools": []}
made = ask("POST", "/v2.0/subnets", {"subnet": new})
print("POST:", made.status_int, made.json["subnet"]["allocation_pools"])
path = f"/v2.0/subnets/{made.json['subnet']['id']}"
changed = ask("PUT", path, {"subnet": {"allocation_pools": []}})
print("PUT:", changed.status_int, changed.json["subnet"]["allocation_pools"])
print("GET:", ask("GET", path).json["subnet"]["allocation_pools"])
PYTHON
expect "POST: 201 [{'start': '192.0.2.2', 'end': '192.0.2.254'}]" "$HERE/output"
expect "PUT: 200 []" "$HERE/output"
expect "GET: []" "$HERE/output"
