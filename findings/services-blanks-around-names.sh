#!/bin/sh
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Blanks at the ends of a name: taken off, kept or refused, and not even alike within one service.
#
# Versions: keystone 30.0.0, neutron 29.0.0, cinder 29.0.0.
# Guess: a name is kept as it was given, as texts of an API are, or is refused.
# Behaviour: Keystone takes the blanks off the names of users, groups, projects and domains, and keeps them in those of
#   roles. Neutron refuses them for networks and routers, and keeps them for security groups. Cinder takes them off the
#   names of volumes, and keeps them in those of volume types. Where they are taken off nothing says so, and the list by
#   the name that was given is empty: a client that looks first and makes what is missing makes one more volume each time.
. "$(dirname "$0")/support.sh"
install "${PYTHON:-python3}" keystone==30.0.0 neutron==29.0.0 cinder==29.0.0

ask_services <<'PYTHON'
from services import by_password, keystone, log_in

ask = keystone()
admin, _ = log_in(ask, **by_password("admin"))
for kind in ("user", "group", "project", "domain", "role"):
    answer = ask("POST", f"/v3/{kind}s", {kind: {"name": " x "}}, token=admin)
    found = ask("GET", f"/v3/{kind}s?name=%20x%20", token=admin).json[f"{kind}s"]
    print(f"{kind}: {answer.status_int} {answer.json[kind]['name']!r}, found: {len(found)}")
PYTHON
for kind in user group project domain; do expect "$kind: 201 'x', found: 0" "$HERE/output"; done
expect "role: 201 ' x ', found: 1" "$HERE/output"

ask_services <<'PYTHON'
from services import neutron

ask = neutron()
for kind in ("network", "router", "security_group"):
    answer = ask("POST", f"/v2.0/{kind.replace('_', '-')}s", {kind: {"name": " x "}}).json
    print(f"{kind}:", repr(answer[kind]["name"]) if kind in answer else answer["NeutronError"]["message"])
PYTHON
expect "network: Invalid input for name. Reason: ' x ' is not a valid string." "$HERE/output"
expect "router: Invalid input for name. Reason: ' x ' is not a valid string." "$HERE/output"
expect "security_group: ' x '" "$HERE/output"

ask_services <<'PYTHON'
from services import PROJECT, cinder

ask = cinder()
kept = ask("POST", f"/v3/{PROJECT}/types", {"volume_type": {"name": " x "}})
print(f"volume type: {kept.status_int} {kept.json['volume_type']['name']!r}")
for _ in range(2):
    made = ask("POST", f"/v3/{PROJECT}/volumes", {"volume": {"name": " x ", "size": 1}})
    found = ask("GET", f"/v3/{PROJECT}/volumes?name=%20x%20").json["volumes"]
    print(f"volume: {made.status_int} {made.json['volume']['name']!r}, found: {len(found)}")
print("volumes called x:", len(ask("GET", f"/v3/{PROJECT}/volumes?name=x").json["volumes"]))
PYTHON
expect "volume type: 200 ' x '" "$HERE/output"
expect "volume: 202 'x', found: 0" "$HERE/output"
expect "volumes called x: 2" "$HERE/output"
