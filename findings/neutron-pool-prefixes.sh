#!/bin/sh
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Neutron: the prefixes of a subnet pool are not those that it was given, and a change has to name all of them.
#
# Versions: neutron 29.0.0.
# Guess: prefixes are kept as they were given; a PUT of prefixes sets them, or adds to them.
# Behaviour: neighbours become one network, also with one that was there before: 10.40.0.0/24 and 10.40.1.0/24 are shown as
#   10.40.0.0/23. A PUT of another prefix alone is refused with 400, as existing ones must be a subset of the new; the old
#   ones may be named in the form in which they were given. So to compare what was asked with what is there is never done
#   with the texts.
. "$(dirname "$0")/support.sh"
install "${PYTHON:-python3}" neutron==29.0.0

ask_services <<'PYTHON'
from services import neutron

ask = neutron()
given = ["10.40.0.0/24", "10.40.1.0/24"]
made = ask("POST", "/v2.0/subnetpools", {"subnetpool": {"name": "campus", "prefixes": given}}).json["subnetpool"]
print("POST:", made["prefixes"])
path = f"/v2.0/subnetpools/{made['id']}"
alone = ask("PUT", path, {"subnetpool": {"prefixes": ["10.50.0.0/24"]}})
print("another alone:", alone.status_int)
with_old = ask("PUT", path, {"subnetpool": {"prefixes": [*given, "10.40.2.0/23"]}})
print("with the old as given:", with_old.status_int, sorted(with_old.json["subnetpool"]["prefixes"]))
PYTHON
expect "POST: ['10.40.0.0/23']" "$HERE/output"
expect "another alone: 400" "$HERE/output"
expect "with the old as given: 200 ['10.40.0.0/22']" "$HERE/output"
