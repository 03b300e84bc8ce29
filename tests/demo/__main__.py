# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make demo`: the collection's main job, step by step, on the cloud that OS_CLOUD names.

Each step is a command that anybody can type; it is shown before it is run.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

from .picture import picture

PLAYBOOKS = Path(__file__).resolve().parents[2] / "playbooks"
INVENTORY = PLAYBOOKS / "inventory" / "demo.os_nodes.yml"

# The step whose output is not shown, but drawn at the end.
PICTURE = "What was made? (Drawn at the end.)"

STEPS = (
    (
        "Which compute endpoint do our modules use, and does it answer?",
        "ansible localhost -m nodeworks.openstack.os_catalog_info"
        " -a 'show_type=compute show_region=RegionOne show_interface=public probe=true'",
    ),
    (
        "What would the playbook do? Check mode predicts it, diff shows it.",
        "ansible-playbook {play} --limit localhost --check --diff",
    ),
    ("Make a node, see that doing it again changes nothing, and use it.", "ansible-playbook {play} -i {inventory}"),
    ("The nodes of the cloud are hosts.", "ansible-inventory -i {inventory} --graph --vars"),
    (PICTURE, "ansible-inventory -i {inventory} --list"),
    ("Any ad-hoc command can use them.", "ansible -i {inventory} all -m debug -a var=ansible_host"),
    (
        "Remove the node.",
        "ansible localhost -m nodeworks.openstack.os_node -a 'name=demo-web1 state=absent'",
    ),
    ("The inventory has it no more.", "ansible-inventory -i {inventory} --graph"),
)

# Less noise around what is to be seen.
QUIET = {
    "ANSIBLE_LOCALHOST_WARNING": "false",
    "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
    "ANSIBLE_NOCOWS": "1",
    "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml",
}


def main() -> int:
    """Run all steps; stop at the first that fails."""
    started = time.monotonic()
    paths = {
        "play": shlex.quote(str(PLAYBOOKS / "demo.yml")),
        "inventory": shlex.quote(str(INVENTORY)),
    }
    print(f"\nThe cloud is '{os.environ.get('OS_CLOUD')}' of {os.environ.get('OS_CLIENT_CONFIG_FILE', 'clouds.yaml')}.")
    drawn = ""
    for number, (title, command) in enumerate(STEPS, start=1):
        print(f"\n=== {number}/{len(STEPS)} {title}\n$ {command.format(**paths)}\n", flush=True)
        capture = subprocess.PIPE if title == PICTURE else None
        words = shlex.split(command.format(**paths))
        finished = subprocess.run(words, env={**os.environ, **QUIET}, stdout=capture, text=True, check=False)
        if finished.returncode:
            print(f"\nStep {number} failed with status {finished.returncode}.", file=sys.stderr)
            return finished.returncode
        drawn = picture(json.loads(finished.stdout)) if capture else drawn
    print(f"\nThis is what was made, and is removed again:\n\n{drawn}")
    print(f"\nThat was it, in {time.monotonic() - started:.0f} s. The playbook is {PLAYBOOKS / 'demo.yml'};")
    print("the cloud stays up for you to try more: `make cloud-down` ends it. To type commands of your own:\n")
    print(f"  export PATH={Path(sys.executable).parent}:$PATH")
    for name, value in QUIET.items():
        print(f"  export {name}={value}")
    for name in ("ANSIBLE_COLLECTIONS_PATH", "OS_CLIENT_CONFIG_FILE", "OS_CLOUD"):
        if name in os.environ:
            print(f"  export {name}={shlex.quote(os.environ[name])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
