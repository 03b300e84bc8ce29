#!/bin/sh
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# ansible-core 2.22: an AnsibleModule can be made in the main thread only.
#
# Versions: ansible-core 2.21.5 and 2.22.0rc1, on Python 3.13.
# Guess: to make an AnsibleModule reads arguments and changes nothing of the process, so that a program may make one in
#   a thread of its own, as tests and servers that run modules do.
# Behaviour: up to 2.21 it can be made in any thread. Since 2.22 making one sets a signal handler (SIGUSR1, to print
#   stack traces), which Python allows in the main thread alone: ValueError.
. "$(dirname "$0")/support.sh"

cat >"$HERE/thread.py" <<'PYTHON'
import threading
from importlib.metadata import version

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.testing import patch_module_args

seen = []


def make():
    try:
        AnsibleModule(argument_spec={})
        seen.append("made")
    except Exception as error:
        seen.append(f"{type(error).__name__}: {error}")


with patch_module_args({}):
    make()
    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
print(version("ansible-core"), seen)
PYTHON

for core in 2.21.5 2.22.0rc1; do
  rm -rf "$HERE/venv"
  install "${PYTHON313:-python3.13}" "ansible-core==$core"
  python "$HERE/thread.py" >>"$HERE/output"
done
expect "2.21.5 ['made', 'made']" "$HERE/output"
expect "2.22.0rc1 ['made', 'ValueError: signal only works in main thread of the main interpreter']" "$HERE/output"
