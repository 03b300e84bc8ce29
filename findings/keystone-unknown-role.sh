#!/bin/sh
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Keystone: the answer to an application credential for a role that is not there depends on how the role is called.
#
# Versions: keystone 30.0.0.
# Guess: a role may be given by id or by name, and one that does not exist is answered alike.
# Behaviour: by name it is 404 "Role ... is not defined"; by id it is 400 "unassigned role", as for a role that exists and
#   that the user does not have. So a client cannot tell these two apart by id, and one that takes a 404 of this request
#   for "the user is gone" is wrong.
. "$(dirname "$0")/support.sh"
install "${PYTHON:-python3}" keystone==30.0.0

ask_services <<'PYTHON'
from services import by_password, keystone, log_in

ask = keystone()
admin, account = log_in(ask, **by_password("admin"))
other = ask("POST", "/v3/roles", {"role": {"name": "other"}}, token=admin).json["role"]["id"]
for label, role in (
    ("unknown name", {"name": "nobody"}),
    ("unknown id", {"id": "0" * 32}),
    ("unassigned name", {"name": "other"}),
    ("unassigned id", {"id": other}),
):
    new = {"application_credential": {"name": label, "roles": [role]}}
    answer = ask("POST", f"/v3/users/{account['user']['id']}/application_credentials", new, token=admin)
    print(f"{label}: {answer.status_int} {answer.json['error']['message']}")
PYTHON
expect "unknown name: 404 Role nobody is not defined" "$HERE/output"
expect "unknown id: 400 Invalid application credential: Cannot create an application credential with unassigned role" \
  "$HERE/output"
expect "unassigned name: 400 Invalid application credential: Cannot create an application credential with unassigned role" \
  "$HERE/output"
expect "unassigned id: 400 Invalid application credential: Cannot create an application credential with unassigned role" \
  "$HERE/output"
