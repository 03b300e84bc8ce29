#!/bin/sh
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Lists with a filter that a service does not know: everything, nothing or 400, by the service and by who asks.
#
# Versions: keystone 30.0.0, neutron 29.0.0, cinder 29.0.0.
# Guess: a filter that a service does not know is refused, or passed over, by all alike.
# Behaviour: for "?nmae=x" Keystone passes it over and lists all; Neutron answers 400; Cinder answers an administrator 200
#   with an empty list, though there is a volume x, and a member with all at microversion 3.0 and with 400 at 3.71. So an
#   empty list does not say that a thing is missing, and a full one not that all of it was asked for.
. "$(dirname "$0")/support.sh"
install "${PYTHON:-python3}" keystone==30.0.0 neutron==29.0.0 cinder==29.0.0

ask_services <<'PYTHON'
from services import by_password, keystone, log_in

ask = keystone()
admin, _ = log_in(ask, **by_password("admin"))
answer = ask("GET", "/v3/users?nmae=x", token=admin)
print("keystone:", answer.status_int, [user["name"] for user in answer.json["users"]])
PYTHON
expect "keystone: 200 ['admin']" "$HERE/output"

ask_services <<'PYTHON'
from services import neutron

ask = neutron()
ask("POST", "/v2.0/networks", {"network": {"name": "x"}})
answer = ask("GET", "/v2.0/networks?nmae=x")
print("neutron:", answer.status_int, answer.json["NeutronError"]["message"])
PYTHON
expect "neutron: 400 ['nmae'] is invalid attribute for filtering" "$HERE/output"

ask_services <<'PYTHON'
from services import PROJECT, cinder

ask = cinder()
path = f"/v3/{PROJECT}/volumes"
ask("POST", path, {"volume": {"name": "x", "size": 1}})
for version in ("3.0", "3.71"):
    for label, roles in (("administrator", "admin,member,reader"), ("member", "member,reader")):
        for query in ("name", "nmae"):
            answer = ask("GET", f"{path}?{query}=x", X_Roles=roles, OpenStack_API_Version=f"volume {version}")
            names = [volume["name"] for volume in answer.json.get("volumes", [])]
            print(f"cinder {version}, {label}, {query}:", answer.status_int, names)
PYTHON
for version in 3.0 3.71; do
  expect "cinder $version, administrator, name: 200 ['x']" "$HERE/output"
  expect "cinder $version, administrator, nmae: 200 []" "$HERE/output"
  expect "cinder $version, member, name: 200 ['x']" "$HERE/output"
done
expect "cinder 3.0, member, nmae: 200 ['x']" "$HERE/output"
expect "cinder 3.71, member, nmae: 400 []" "$HERE/output"
