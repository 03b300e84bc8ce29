# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pip that ansible-test wants, from the package index instead of the web.

ansible-test makes virtual environments without pip and bootstraps it with a script get-pip.py, which it downloads from
a server of Ansible's unless the file is in its cache. Where only a package index can be reached that fails; so the
cache is filled with a script that does the same from pip's own wheel.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

BOOTSTRAP = '''"""Stands in for get-pip.py: installs the pip whose wheel lies beside this file."""

import sys
from pathlib import Path

WHEEL = str(Path(__file__).with_name("{wheel}"))
# These are for the original, which would fetch what they name.
IGNORED = ("--no-setuptools", "--no-wheel", "pip==")

sys.path.insert(0, WHEEL)

if __name__ == "__main__":
    from pip._internal.cli.main import main

    options = [argument for argument in sys.argv[1:] if not argument.startswith(IGNORED)]
    sys.exit(main(["install", "--no-index", "--no-deps", "--force-reinstall", *options, WHEEL]))
'''


def seed_cache(cache: Path) -> None:
    """Put the bootstrap script and the wheel of each pip that is wanted into the cache, unless they are there."""
    for version in wanted_versions():
        script = cache / f"get_pip_{version.replace('.', '_')}.py"
        if script.exists():
            continue
        print(f"Fetching pip {version}, with which ansible-test begins its environments", flush=True)
        cache.mkdir(parents=True, exist_ok=True)
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        subprocess.run([*download, "--dest", str(cache), f"pip=={version}"], check=True)
        script.write_text(BOOTSTRAP.format(wheel=f"pip-{version}-py3-none-any.whl"), encoding="utf-8")


def wanted_versions() -> list[str]:
    """The versions of pip that the installed ansible-test bootstraps: its source is the only place that says so."""
    ansible_test = importlib.util.find_spec("ansible_test")
    if ansible_test is None or not ansible_test.submodule_search_locations:
        raise SystemExit("ansible-test is not installed here; `make tools` installs it.")
    source = Path(ansible_test.submodule_search_locations[0]) / "_internal" / "python_requirements.py"
    versions = re.findall(r"\bpip='(\d[\d.]*)'", source.read_text(encoding="utf-8"))
    if not versions:
        raise SystemExit(f"{source} does not say which pip ansible-test wants.")
    return sorted(set(versions))
