#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_keypair: imports, replaces and removes a key pair."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_keypair
short_description: Import, make, replace or remove a key pair
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a key pair of the token's user to the wanted state. New nodes are given its public key, see
    O(nodeworks.openstack.os_node#module:key_name).
  - Keys are compared by what makes them a key. Another comment, another line end or other white space is no difference.
  - The private key of a pair that the service makes is written to O(private_key_file) and never returned or shown.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description: Name of the key pair, which is its id too.
    type: str
    required: true
  state:
    description:
      - V(present) is a key pair that exists, V(absent) is none. Nodes that have its key keep it.
    type: str
    choices: [present, absent]
    default: present
  public_key:
    description:
      - The public key, as it stands in a file C(*.pub).
      - One that the compute service would refuse is an error before anything is done. What only the service can judge
        (certificates, keys of security devices) is imported under another name first, if it is to replace another.
    type: str
    aliases: [key_material]
  public_key_file:
    description: Path of a file that has the public key, on the machine where the module runs.
    type: path
    aliases: [key_file_path, keyfile]
  type:
    description: Type of the key. Without it a new one is V(ssh), and one that is there is not compared.
    type: str
    choices: [ssh, x509]
  replace:
    description:
      - Whether a key pair that has another key may be removed and imported anew, since a key cannot be changed.
      - If not, another key is an error.
    type: bool
    default: false
  generate:
    description:
      - Whether the service is to make the key, if there is no key pair of this name yet. Needs O(private_key_file).
      - Services do so only up to microversion 2.91; this module asks for an older one by itself.
    type: bool
  private_key_file:
    description:
      - Path of the file that the private key is written to, on the machine where the module runs. It must not exist
        yet, its folder must. Only its owner can read it (mode 0600).
      - If the key pair is there and the file is not, the task warns. Nobody but who has the file has the private key;
        with O(state=absent) and a further run there is a new one.
    type: path
seealso:
  - module: nodeworks.openstack.os_keypair_info
  - module: nodeworks.openstack.os_node
"""

EXAMPLES = r"""
- name: Import a key
  nodeworks.openstack.os_keypair:
    cloud: mycloud
    name: alice
    public_key_file: ~/.ssh/id_ed25519.pub

- name: Replace it by another one
  nodeworks.openstack.os_keypair:
    cloud: mycloud
    name: alice
    public_key: "{{ lookup('ansible.builtin.file', 'files/alice.pub') }}"
    replace: true

- name: Have the service make a key
  nodeworks.openstack.os_keypair:
    cloud: mycloud
    name: deploy
    generate: true
    private_key_file: ~/.ssh/deploy

- name: Remove it
  nodeworks.openstack.os_keypair:
    cloud: mycloud
    name: deploy
    state: absent
"""

RETURN = r"""
key_pair:
  description: The key pair, as it is or, in check mode, will be; null if there is none.
  returned: on success
  type: dict
  contains:
    id:
      description: Its id, which is its name.
      type: str
      sample: alice
    name:
      description: Name.
      type: str
      sample: alice
    type:
      description: V(ssh) or V(x509).
      type: str
      sample: ssh
    fingerprint:
      description: Fingerprint of the public key. Of an SSH key it is the MD5.
      type: str
      sample: 5d:2b:84:f6:7f:a1:3e:0b:61:2a:0b:4c:5e:24:9f:43
    public_key:
      description: The public key.
      type: str
      sample: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE0kTHrTrCoX alice
    region:
      description: Region that has it.
      type: str
      sample: RegionOne
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_state_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.options import openstack_cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.keypair import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.keypair import KEYPAIR


def main() -> None:
    """Entry point."""
    run_state_module(KEYPAIR, ARGUMENT_SPEC, old=openstack_cloud.KEYPAIR)


if __name__ == "__main__":
    main()
