#!/bin/sh
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Keystone: a region whose id has a slash is made, is listed, and can then neither be read, changed nor removed.
#
# Versions: keystone 30.0.0.
# Guess: the id of a region is chosen by who makes it; one that cannot stand in a URL is refused, or is reached with %2F.
# Behaviour: POST answers 201 and the list has it. GET, PATCH and DELETE of it answer 404, with the slash as it is and as
#   %2F. It can be the parent of others and the region of endpoints, and stays until somebody removes it from the database.
. "$(dirname "$0")/support.sh"
install "${PYTHON:-python3}" keystone==30.0.0

ask_services <<'PYTHON'
from services import by_password, keystone, log_in

ask = keystone()
admin, _ = log_in(ask, **by_password("admin"))
print("POST:", ask("POST", "/v3/regions", {"region": {"id": "north/1"}}, token=admin).status_int)
print("listed:", [one["id"] for one in ask("GET", "/v3/regions", token=admin).json["regions"]])
for method, body in (("GET", None), ("PATCH", {"region": {"description": "x"}}), ("DELETE", None)):
    for written in ("north/1", "north%2F1"):
        print(f"{method} {written}:", ask(method, f"/v3/regions/{written}", body, token=admin).status_int)
print("still listed:", "north/1" in [one["id"] for one in ask("GET", "/v3/regions", token=admin).json["regions"]])
PYTHON
expect "POST: 201" "$HERE/output"
expect "'north/1'" "$HERE/output"
for method in GET PATCH DELETE; do
  expect "$method north/1: 404" "$HERE/output"
  expect "$method north%2F1: 404" "$HERE/output"
done
expect "still listed: True" "$HERE/output"
