#!/bin/sh
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# ansible-core 2.22: a secret of one letter takes that letter out of all that a run prints from then on.
#
# Versions: ansible-core 2.21.5 and 2.22.0rc1, on Python 3.13.
# Guess: the value of a no_log option is masked in that task's result; a value as short as a letter is either left alone
#   or masked there.
# Behaviour: 2.21 masks it in that task's result. 2.22 keeps a register of secrets for the whole run, and has no shortest
#   one: after a task with the PIN "a" no letter a is printed any more, not in later tasks, not in the host's name, not in
#   the words of the recap. A module that hands a user's text to the register makes unreadable what follows.
. "$(dirname "$0")/support.sh"

mkdir -p "$HERE/library"
cat >"$HERE/library/pin.py" <<'PYTHON'
from ansible.module_utils.basic import AnsibleModule

module = AnsibleModule(argument_spec={"pin": {"type": "str", "no_log": True}})
module.exit_json(changed=False)
PYTHON
cat >"$HERE/play.yml" <<'YAML'
- hosts: localhost
  gather_facts: false
  tasks:
    - pin: {pin: a}
    - debug: {msg: banana}
YAML

for core in 2.21.5 2.22.0rc1; do
  rm -rf "$HERE/venv"
  install "${PYTHON313:-python3.13}" "ansible-core==$core"
  (cd "$HERE" && HOME="$HERE" ANSIBLE_LIBRARY="$HERE/library" ANSIBLE_LOCALHOST_WARNING=false ANSIBLE_NOCOLOR=1 \
    ansible-playbook -i localhost, -c local play.yml) >"$HERE/$core" 2>&1 || true
done
expect '"msg": "banana"' "$HERE/2.21.5"
expect 'localhost                  : ok=2    changed=0    unreachable=0' "$HERE/2.21.5"
expect 'loc$REDACTED$lhost                  : ok=2    ch$REDACTED$nged=0    unre$REDACTED$ch$REDACTED$ble=0' "$HERE/2.22.0rc1"
