# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Sphinx makes the site of what antsibull-docs makes of the modules and the guides: `make docs`."""

from __future__ import annotations

from typing import Any

from docutils import nodes

project = "nodeworks.openstack"
copyright = "2026, nodeworks contributors"
extensions = ["sphinx_antsibull_ext"]
pygments_style = "ansible"
highlight_language = "YAML+Jinja"
default_role = "any"

html_theme = "alabaster"
html_title = "nodeworks.openstack"
html_theme_options = {
    "description": "Nodes and all that belongs to them on OpenStack",
    "page_width": "1150px",
    "sidebar_width": "300px",
    "font_family": "system-ui, sans-serif",
    "head_font_family": "system-ui, sans-serif",
}
# The first page has all modules and guides; beside a page stands what is on it.
html_sidebars = {"**": ["about.html", "searchfield.html", "localtoc.html", "relations.html"]}
html_show_sphinx = False
html_copy_source = False
html_use_index = False

# Ansible's own pages, which antsibull-docs refers to. They are named here so that a build needs no network.
ANSIBLE = "https://docs.ansible.com/ansible/latest"
ELSEWHERE = {
    "action_plugins": f"{ANSIBLE}/plugins/action.html",
    "ansible_configuration_settings": f"{ANSIBLE}/reference_appendices/config.html",
    "common_return_values": f"{ANSIBLE}/reference_appendices/common_return_values.html",
}


def _elsewhere(_app: Any, _env: Any, node: Any, text: Any) -> Any:
    url = ELSEWHERE.get(node["reftarget"])
    return nodes.reference("", "", text, refuri=url, internal=False) if url else None


def setup(app: Any) -> None:
    """Have Sphinx ask about what it does not find."""
    app.connect("missing-reference", _elsewhere)
