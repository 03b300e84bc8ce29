#!/bin/sh
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Neutron: which security group rules it holds for the same.
#
# Versions: neutron 29.0.0.
# Guess: two rules are the same if they are written alike, or if they let through the same; either would do.
# Behaviour: neither. A rule for any address is the same as one for 0.0.0.0/0, and tcp without ports the same as tcp with
#   ports 1 to 65535: 409. But 192.0.2.7/24 and 192.0.2.0/24 are two rules, although each shows the same normalized_cidr.
#   A client that compares what is wanted with what is there has to know both.
. "$(dirname "$0")/support.sh"
install "${PYTHON:-python3}" neutron==29.0.0

ask_services <<'PYTHON'
from services import neutron

ask = neutron()
group = ask("POST", "/v2.0/security-groups", {"security_group": {"name": "web"}}).json["security_group"]["id"]
for label, fields in (
    ("0.0.0.0/0", {"remote_ip_prefix": "0.0.0.0/0"}),
    ("any address", {}),
    ("tcp", {"protocol": "tcp"}),
    ("tcp 1-65535", {"protocol": "tcp", "port_range_min": 1, "port_range_max": 65535}),
    ("192.0.2.0/24", {"remote_ip_prefix": "192.0.2.0/24"}),
    ("192.0.2.7/24", {"remote_ip_prefix": "192.0.2.7/24"}),
):
    new = {"security_group_id": group, "direction": "ingress", **fields}
    answer = ask("POST", "/v2.0/security-group-rules", {"security_group_rule": new})
    print(f"{label}:", answer.status_int, answer.json.get("security_group_rule", {}).get("normalized_cidr"))
PYTHON
expect "0.0.0.0/0: 201" "$HERE/output"
expect "any address: 409" "$HERE/output"
expect "tcp: 201" "$HERE/output"
expect "tcp 1-65535: 409" "$HERE/output"
expect "192.0.2.0/24: 201 192.0.2.0/24" "$HERE/output"
expect "192.0.2.7/24: 201 192.0.2.0/24" "$HERE/output"
