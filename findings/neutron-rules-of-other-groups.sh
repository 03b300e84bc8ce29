#!/bin/sh
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Neutron: to delete a security group deletes rules of other groups.
#
# Versions: neutron 29.0.0.
# Guess: a group that a rule of another group names (remote_group_id) is in use, as one with ports is, and its removal is
#   refused with 409.
# Behaviour: 204, and the rule of the other group is gone. Whoever tends the other group finds it changed, and a playbook
#   that makes both groups has to be run once more.
. "$(dirname "$0")/support.sh"
install "${PYTHON:-python3}" neutron==29.0.0

ask_services <<'PYTHON'
from services import neutron

ask = neutron()


def make_group(name):
    return ask("POST", "/v2.0/security-groups", {"security_group": {"name": name}}).json["security_group"]["id"]


web, database = make_group("web"), make_group("database")
new = {"security_group_id": database, "direction": "ingress", "protocol": "tcp", "remote_group_id": web}
rule = ask("POST", "/v2.0/security-group-rules", {"security_group_rule": new}).json["security_group_rule"]["id"]


def rule_of_database():
    rules = ask("GET", f"/v2.0/security-groups/{database}").json["security_group"]["security_group_rules"]
    return "there" if rule in [one["id"] for one in rules] else "gone"


print("before: the rule of database is", rule_of_database())
print("DELETE web:", ask("DELETE", f"/v2.0/security-groups/{web}").status_int)
print("after: the rule of database is", rule_of_database())
PYTHON
expect "before: the rule of database is there" "$HERE/output"
expect "DELETE web: 204" "$HERE/output"
expect "after: the rule of database is gone" "$HERE/output"
