#!/bin/sh
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# ansible-lint: options of a module that has an action plugin of its name are not validated, unless the action plugin
# has a function "main".
#
# Versions: ansible-lint 26.10.1 with ansible-core 2.19.14.
# Guess: the rule args[module] reads the module's argument spec, so a misspelt option is found wherever there is one.
# Behaviour: the rule loads what it finds first under the name, and that is the action plugin. If that has no "main", it
#   says nothing at all, not even that it looked at nothing. If it has one, that is called, and the option is found.
. "$(dirname "$0")/support.sh"
install "${PYTHON:-python3}" ansible-lint==26.10.1 ansible-core==2.19.14

collection="$HERE/collections/ansible_collections/some/thing"
mkdir -p "$collection/plugins/modules" "$collection/plugins/action"
cat >"$collection/galaxy.yml" <<'YAML'
namespace: some
name: thing
version: 1.0.0
readme: README.md
authors: [somebody]
YAML
cat >"$collection/plugins/modules/hello.py" <<'PYTHON'
DOCUMENTATION = "module: hello\nshort_description: Says hello\nauthor: [somebody]\noptions: {name: {description: Name, type: str}}"
from ansible.module_utils.basic import AnsibleModule


def main():
    AnsibleModule(argument_spec={"name": {"type": "str"}}).exit_json()
PYTHON
cat >"$HERE/play.yml" <<'YAML'
---
- name: Play
  hosts: localhost
  tasks:
    - name: A misspelt option
      some.thing.hello:
        nane: world
YAML
lint() {
  (cd "$HERE" && HOME="$HERE" ANSIBLE_COLLECTIONS_PATH="$HERE/collections" \
    ansible-lint --offline --nocolor play.yml) >"$HERE/$1" 2>&1 || true
  echo "end of $1" >>"$HERE/$1"
}

lint module-alone
expect "Unsupported parameters for (basic.py) module: nane" "$HERE/module-alone"

cat >"$collection/plugins/action/hello.py" <<'PYTHON'
from ansible.plugins.action.normal import ActionModule
PYTHON
lint behind-an-action
if grep -q "nane" "$HERE/behind-an-action"; then
  echo "CHANGED: the misspelt option is found behind an action plugin, too"
  exit 1
fi
expect "Passed" "$HERE/behind-an-action"

cat >>"$collection/plugins/action/hello.py" <<'PYTHON'

from ansible_collections.some.thing.plugins.modules.hello import main
PYTHON
lint action-with-main
expect "Unsupported parameters for (basic.py) module: nane" "$HERE/action-with-main"
