#!/bin/sh
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Keystone: the list of roles leaves out those of domains, of users, groups and projects it does not.
#
# Versions: keystone 30.0.0.
# Guess: a list without filters has all; an administrator who looks for a role by its name finds it.
# Behaviour: GET /v3/roles has the roles that belong to no domain, and GET /v3/roles?name=... finds none of a domain. Only
#   with domain_id are they there. GET of users, groups and projects has those of all domains. So a client that looks for
#   the name first, and makes what is missing, gets a 409 for a role that its list does not have.
. "$(dirname "$0")/support.sh"
install "${PYTHON:-python3}" keystone==30.0.0

ask_services <<'PYTHON'
from services import by_password, keystone, log_in

ask = keystone()
admin, _ = log_in(ask, **by_password("admin"))
domain = ask("POST", "/v3/domains", {"domain": {"name": "orchard"}}, token=admin).json["domain"]["id"]
for kind in ("role", "user", "group", "project"):
    new = {kind: {"name": "picker", "domain_id": domain}}
    made = ask("POST", f"/v3/{kind}s", new, token=admin).status_int
    plain = ask("GET", f"/v3/{kind}s?name=picker", token=admin).json[f"{kind}s"]
    within = ask("GET", f"/v3/{kind}s?name=picker&domain_id={domain}", token=admin).json[f"{kind}s"]
    again = ask("POST", f"/v3/{kind}s", new, token=admin).status_int
    print(f"{kind}: {made}, by name {len(plain)}, with the domain {len(within)}, made again {again}")
PYTHON
expect "role: 201, by name 0, with the domain 1, made again 409" "$HERE/output"
for kind in user group project; do
  expect "$kind: 201, by name 1, with the domain 1, made again 409" "$HERE/output"
done
