#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_node: brings a node from whatever state it is in to the wanted one."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_node
short_description: Make, change, move between states or remove nodes (servers of the compute service)
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings one node, or a fleet of them, to the wanted state, whatever state each is in. The way is found by itself,
    so a shelved node that is to be V(stopped) is unshelved and then stopped.
  - Options that are not given are left alone. What is given and cannot be changed on a node that exists is an error,
    never passed over in silence; see O(on_drift).
  - A node is never made twice. An answer that was lost on the way is looked for, and runs that make a node of one
    name at the same time end up with one node, the oldest. Nothing is left on the node for this. One that somebody
    else made less than 90 seconds ago is looked at again a second later, since its maker may be about to remove it.
  - A node of which the list has none is neither made nor called absent while a part of the cloud (a cell) does not
    answer in which the project has nodes; this is asked with one request, of clouds that have the compute
    microversion 2.69.
  - The addresses of a node that is shelved and offloaded are asked of the network service, with two requests for all
    such nodes, since the compute service goes on to show those that it had before.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the node.
      - It is an error if several nodes of the project have this name; then give O(id).
      - It is one name as it stands. One with a range, like V(web[1:3]), is an error; ranges are given in O(names).
    type: str
  names:
    description:
      - Names of the nodes of a fleet, all of which are wanted alike.
      - Ranges are written as in inventories, V(web[01:50]) or V(db-[a:c]), with a step as in V(web[0:20:5]).
      - All are found with one list, and those that are made are waited for with one list. If some fail, the others
        are finished; the task then fails and names each.
    type: list
    elements: str
  id:
    description: Id of a node that exists.
    type: str
  state:
    description:
      - V(present) is a node that exists. If it is made, it is running; if it is there, its power state is left alone.
      - V(absent) is no node. With O(wait=true) the task ends when it is gone.
      - V(started), V(stopped), V(paused), V(suspended), V(shelved) and V(rescued) are states; a node that is not
        there is made first.
      - V(restarted) and V(rebuilt) are done each time. A node that does not run is restarted by being started. A
        rebuild makes the root disk anew, with O(image) or the same image, and keeps addresses and volumes.
      - A resize that waits to be confirmed is confirmed where it stands in the way.
    type: str
    choices: [present, absent, started, stopped, paused, suspended, shelved, rescued, restarted, rebuilt]
    default: present
  image:
    description:
      - Name or id of the image. Needed to make a node that does not boot from a volume.
      - For a node that exists see O(rebuild). On one that boots from a volume it cannot be compared.
    type: str
    aliases: [ex_image]
  flavor:
    description: Name or id of the flavor. Needed to make a node. For a node that exists see O(resize).
    type: str
    aliases: [size]
  resize:
    description:
      - What to do about a node whose flavor is not O(flavor). The default is an error.
      - V(true) resizes it and confirms that. It is interrupted, and afterwards brought back to the state it was in.
      - With V(true) and V(pending) the flavor is looked up, which is one request more. One that has other processors,
        memory or disk by now than the node was made with is another flavor, though it has the same name.
      - V(pending) resizes it and leaves the confirmation to a later task, with V(confirm) or V(revert).
      - V(ignore) leaves the flavor as it is.
    type: str
    choices: ["true", "false", pending, confirm, revert, ignore]
  rebuild:
    description:
      - What to do about a node that differs in what only a rebuild changes, which is O(image), O(key_name),
        O(user_data) and O(trusted_certs). The default is an error.
      - V(true) rebuilds it, which makes its root disk anew. The image's name is then looked up each time, which is one
        request more. Without it, what a name meant is believed for ten minutes, unless a task of this controller has
        made, renamed or removed an image since.
      - V(ignore) leaves the image as it is.
    type: str
    choices: ["true", "false", ignore]
  on_drift:
    description:
      - What to do about a node that differs in what cannot be changed.
      - V(fail) is an error, V(warn) a warning, V(ignore) nothing.
      - Of options that cannot be compared, since the services do not show what the node has, a warning tells once; with
        V(ignore) none does. Which ones these are says the guide "What is compared".
    type: str
    choices: [fail, warn, ignore]
    default: fail
  on_error:
    description:
      - What to do about a node that is in status ERROR, or comes into it while it is made.
      - V(fail) is an error with the compute service's reason. V(recreate) removes one that never ran, or that this task
        has just made, and makes it anew, once. V(keep) leaves it as it is, with a warning.
      - One that has run before, and is in status ERROR since a resize failed, say, may have something on it. It is an
        error with V(recreate) too.
      - A V(rebuilt) node, or a V(restarted) one with O(reboot_type=hard), may come back from it.
    type: str
    choices: [fail, recreate, keep]
    default: fail
  reboot_type:
    description: Whether V(restarted) asks the operating system to restart, or does so by force.
    type: str
    choices: [soft, hard]
    default: soft
  new_name:
    description: Name that the node of O(name) or O(id) is to have from now on.
    type: str
  description:
    description: Description. An empty text removes it. Needs microversion 2.19.
    type: str
  hostname:
    description:
      - Name of the host, as its operating system is told; by default made from the name. Needs microversion 2.90.
    type: str
  access_ipv4:
    description: IPv4 address at which others are to reach the node; kept by the compute service, and used by nobody.
    type: str
  access_ipv6:
    description: The same for IPv6.
    type: str
  networks:
    description:
      - What the node is connected to, in this order. Each is the name or id of a network, or a dict with C(network)
        or C(port) (names or ids), and C(fixed_ip) and C(tag) if wanted.
      - V(none) or an empty list is a node without network. V(auto) lets the compute service choose, as it does for a
        new node if nothing is said.
      - On a node that exists what lacks is attached; what else it is connected to stays, unless
        O(purge_networks=true).
      - The keys C(net-id), C(net-name), C(uuid), C(port-id) and C(port-name) are understood too.
    type: list
    elements: raw
    aliases: [nics, ex_networks]
  purge_networks:
    description: Whether the node is disconnected from what is not in O(networks).
    type: bool
    default: false
  floating_ips:
    description:
      - Floating IPs of the node. Each is an address that the project has, or the name or id of a network (a pool)
        that a new one is taken from, or a dict with C(address) or C(network), and C(port) or C(fixed_ip) to say what
        it leads to, and for a new one C(description). By default it leads to the first port with an IPv4 address whose
        network is connected to that of the floating IP.
      - A node that has a floating IP of that network already gets no other.
      - A network that is not external has none; that is told before a node is made or changed.
    type: list
    elements: raw
  purge_floating_ips:
    description: Whether others are taken from it.
    type: bool
    default: false
  release_floating_ips:
    description:
      - Whether floating IPs that are taken from a node, or that a node has which is removed, are given back to their
        network. Otherwise the project keeps them, and pays for them.
    type: bool
    default: false
    aliases: [delete_ips, delete_fip]
  key_name:
    description: Name of the key pair whose public key the node gets.
    type: str
    aliases: [ex_keyname]
  availability_zone:
    description:
      - Availability zone in which the node runs.
      - Administrators may add a host, as in V(nova:compute-1); on a node that exists only the zone is compared.
    type: str
    aliases: [ex_availability_zone]
  user_data:
    description:
      - Text that the node's operating system reads at its first start, for example a cloud-init configuration. From a
        file with C(lookup('file', ...)).
      - It is packed with gzip if it would be too long otherwise.
      - On a node that exists it is compared only if the compute service shows it, which it does to administrators.
    type: str
    aliases: [userdata, ex_userdata]
  config_drive:
    description: Whether the node gets its metadata on a drive.
    type: bool
    aliases: [ex_config_drive]
  disk_config:
    description: Whether the root disk's partition grows by itself (V(AUTO)) or is left alone (V(MANUAL)).
    type: str
    choices: [AUTO, MANUAL]
    aliases: [ex_disk_config]
  files:
    description:
      - Files to be put into the new node's root disk, as paths and contents. Services from microversion 2.57 on, and
        options that need one, do not take them; O(user_data) does it everywhere.
    type: dict
    aliases: [ex_files]
  admin_password:
    description:
      - Password of the node's administrator. It reaches the node only if its image allows that.
      - V(rescued) nodes and rebuilt ones get it too.
    type: str
    aliases: [ex_admin_pass, admin_pass]
  update_password:
    description: Whether O(admin_password) is set each time, or only when the node is made.
    type: str
    choices: [always, on_create]
    default: on_create
  trusted_certs:
    description: Ids of certificates that the image's signature is checked against. Needs microversion 2.63.
    type: list
    elements: str
  security_groups:
    description:
      - Names or ids of the security groups of the node. Others that it has are taken from it.
      - It is all ports of the node that are in them, also those that O(networks) names as C(port).
      - In a network without port security there are none; that is told before a node is made or changed.
    type: list
    elements: str
    aliases: [ex_security_groups]
  metadata:
    description:
      - Keys and values to set. Keys that are not named are left alone, unless O(purge_metadata=true).
      - Values that are not text are written as JSON, so C(true) becomes the text V(true). C(null) removes the key.
    type: dict
    aliases: [ex_metadata, meta]
  purge_metadata:
    description: Whether keys that O(metadata) does not name are removed.
    type: bool
    default: false
  tags:
    description:
      - Tags to set. Others are left alone, unless O(purge_tags=true). Needs microversion 2.26, for a new node 2.52.
    type: list
    elements: str
  purge_tags:
    description: Whether tags that are not in O(tags) are removed.
    type: bool
    default: false
  server_group:
    description:
      - Name or id of the server group that the new node joins. A node that exists cannot change its group.
      - Whether one that exists is in it costs a further request, for all nodes of a fleet together.
    type: str
  scheduler_hints:
    description:
      - Hints for the choice of the new node's host, as the cloud's scheduler knows them. They are compared from
        microversion 2.100 on.
    type: dict
    aliases: [ex_os_scheduler_hints]
  boot_volume:
    description:
      - What the new node boots from instead of a local disk. Either the name or id of a volume, or a dict with
        C(volume), C(snapshot) or C(image) (default O(image)) for what is on it, and C(size) in GiB, C(type),
        C(delete_on_termination), C(tag), C(device), C(bus).
      - On a node that exists, C(delete_on_termination) is set as wanted, which needs microversion 2.85. Another volume,
        image, snapshot, size or type is something that cannot be changed. To compare them its volumes are read.
    type: raw
    aliases: [root_volume]
  disks:
    description:
      - Further disks that the new node is made with. Each is a size in GiB, or a dict as in O(boot_volume); with none
        of C(volume), C(snapshot) and C(image) it is empty, and with C(local=true) it is on the host instead of a
        volume.
      - They are not compared with what a node that exists has.
    type: list
    elements: raw
  block_device_mapping:
    description: Block devices of the new node in the compute service's own words (block_device_mapping_v2).
    type: list
    elements: dict
    aliases: [ex_blockdevicemappings, block_device_mapping_v2]
  volumes:
    description:
      - Names or ids of volumes that are attached to the node, or dicts with C(volume), and C(device), C(tag) and
        C(delete_on_termination) for the attachment. On a node that exists those that lack are attached.
    type: list
    elements: raw
  purge_volumes:
    description: Whether other volumes are detached, except the one that the node boots from.
    type: bool
    default: false
  delete_volumes:
    description:
      - Whether the volumes of a node that is removed are deleted with it, and what is on them is lost.
      - A node whose volumes have snapshots is left as it is, and the snapshots are named.
    type: bool
    default: false
  force:
    description:
      - Whether a node is removed by force, in whatever state it is. It is then gone for good, also in a cloud that
        keeps deleted nodes for a while.
    type: bool
    default: false
  restore:
    description:
      - Whether a node that was deleted, and is kept by the cloud for a while, is restored instead of made. Of several
        of that name it is the one that was made last. A node that O(id) names is restored in any case.
    type: bool
    default: false
  locked:
    description:
      - Whether the node is locked against changes.
      - A locked node is changed or removed only with V(false), and is unlocked first.
    type: bool
  locked_reason:
    description:
      - Reason of the lock, where O(locked=true). Needs microversion 2.73. A node that is locked for another reason is
        unlocked for a moment.
    type: str
  selector:
    description:
      - Metadata by which the nodes of the fleet are known. Nodes that are made get it, and those that exist.
      - It is given with O(names) only.
    type: dict
  exact:
    description:
      - Whether nodes that have the metadata of O(selector), but none of O(names), are removed. With no names at all
        these are all of the fleet. RV(removed) tells which went.
      - They are removed last, and only if all others have come to the wanted state, and serve if O(wait_for) says so.
      - It is given with O(names) only.
    type: bool
    default: false
  parallel:
    description: How many requests are under way at once for a fleet.
    type: int
    default: 10
  batch:
    description:
      - How many nodes of a fleet are changed at once, so that the others go on serving. If one of a batch fails, the
        later ones are left as they are. New nodes are made all at once, and before others are changed.
      - A batch is done when its nodes are in the wanted state, and have what O(wait_for) waits for.
    type: int
  wait:
    description:
      - Whether to wait until the wanted state is reached, V(all) or V(none). A number is how many nodes of a fleet
        have to be in it, among them those that were so before. V(true) is all, V(false) is none. With O(batch) a number
        is all too, for the nodes of a batch have to serve again before the next batch is changed.
      - What has to be done before something else can be done is waited for in any case.
    type: raw
    default: true
  wait_timeout:
    description: Seconds to wait at most, for each thing that is waited for.
    type: int
    default: 300
    aliases: [timeout]
  wait_for:
    description: What else to wait for once a node runs. The connection is made from where the module runs.
    type: dict
    suboptions:
      ssh:
        description: Whether its port (22 if none is given) has to answer as SSH does.
        type: bool
        default: false
      port:
        description: Port that has to take connections.
        type: int
      console:
        description: Regular expression that has to be found in the console's output.
        type: str
      connect_with:
        description:
          - Which of its addresses is used, as preferences of which the first that it has counts. Kinds are V(ipv4),
            V(ipv6) and V(ip), with V(floating_), V(fixed_), V(public_) or V(private_) before them if wanted;
            V(network:NAME) is an address in a network, V(access_ipv4) and V(access_ipv6) are the options of that
            name.
        type: list
        elements: str
        default: [floating_ipv4, floating_ipv6, fixed_ipv4, fixed_ipv6]
      timeout:
        description: Seconds to wait at most, by default those of O(wait_timeout).
        type: int
seealso:
  - module: nodeworks.openstack.os_node_info
  - module: nodeworks.openstack.os_catalog_info
  - plugin: nodeworks.openstack.os_nodes
    plugin_type: inventory
"""

EXAMPLES = r"""
- name: Make a node
  nodeworks.openstack.os_node:
    cloud: mycloud
    name: web1
    image: debian-12
    flavor: m1.small
    networks: [private]
    key_name: demo
    metadata:
      role: web
  register: web

- name: Show where it can be reached
  ansible.builtin.debug:
    msg: "{{ web.node.name }} has {{ web.node.private_ips | join(', ') }}"

- name: Set one more key of its metadata, and leave all else alone
  nodeworks.openstack.os_node:
    cloud: mycloud
    name: web1
    metadata:
      release: "2026.11"

- name: Give it a larger flavor, which interrupts it
  nodeworks.openstack.os_node:
    cloud: mycloud
    name: web1
    flavor: m1.medium
    resize: true

- name: Fifty nodes, made at the same time, and none besides
  nodeworks.openstack.os_node:
    cloud: mycloud
    names: ["web[01:50]"]
    selector: {fleet: web}
    exact: true
    image: debian-12
    flavor: m1.small
    networks: [private]

- name: Restart them, five at a time
  nodeworks.openstack.os_node:
    cloud: mycloud
    names: ["web[01:50]"]
    state: restarted
    batch: 5

- name: A node that boots from a volume, with an address from outside, once SSH answers
  nodeworks.openstack.os_node:
    cloud: mycloud
    name: db1
    image: debian-12
    flavor: m1.small
    boot_volume: {size: 20, delete_on_termination: true}
    volumes: [data]
    floating_ips: [public]
    wait_for: {ssh: true}

- name: Remove it, and wait until it is gone
  nodeworks.openstack.os_node:
    cloud: mycloud
    name: web1
    state: absent
"""

RETURN = r"""
node:
  description:
    - The node as it is in the end. In check mode, as it would be, as far as that can be known.
    - Null when there is none. With O(names) it is RV(nodes), a list of such dicts.
  returned: success, without O(names)
  type: dict
  contains:
    id:
      description: Id of the node.
      type: str
      sample: 0f3f5f2e-6a57-4a0c-9f0e-3c3a1f9b6f2d
    name:
      description: Name of the node.
      type: str
      sample: web1
    state:
      description: State in a word of this collection.
      type: str
      sample: running
    status:
      description: Status in the compute service's word; in check mode null if that is for the cloud to decide.
      type: str
      sample: ACTIVE
    task_state:
      description: What the compute service is doing with it at the moment; null if nothing.
      type: str
    public_ips:
      description: Floating addresses, and fixed ones that can be reached from the internet.
      type: list
      elements: str
    private_ips:
      description: All other addresses.
      type: list
      elements: str
      sample: [10.0.0.12]
    address:
      description: Where to reach the node. A floating address, else a fixed one; IPv4 goes before IPv6.
      type: str
      sample: 10.0.0.12
    addresses:
      description: All addresses.
      type: list
      elements: dict
      contains:
        network:
          description: Name of the network.
          type: str
          sample: private
        ip:
          description: The address.
          type: str
          sample: 10.0.0.12
        version:
          description: 4 or 6.
          type: int
          sample: 4
        type:
          description: V(fixed) or V(floating).
          type: str
          sample: fixed
        mac:
          description: MAC address of the interface.
          type: str
          sample: fa:16:3e:2b:1c:0d
        public:
          description: Whether it is floating, or can be reached from the internet.
          type: bool
    access_ipv4:
      description: The IPv4 address at which the node's owner says that it is reached.
      type: str
    access_ipv6:
      description: The IPv6 address at which the node's owner says that it is reached.
      type: str
    flavor:
      description: The flavor, as it was when the node was made or resized.
      type: dict
      contains:
        id:
          description: Its id, from a compute service older than microversion 2.47; null from others.
          type: str
        name:
          description: Its name; null from a compute service older than microversion 2.47.
          type: str
          sample: m1.small
        vcpus:
          description: Number of processors.
          type: int
          sample: 1
        ram:
          description: Memory in MiB.
          type: int
          sample: 2048
        disk:
          description: Size of the root disk in GiB.
          type: int
          sample: 20
    image:
      description: The image that it was made from. Null for a node that boots from a volume.
      type: dict
      contains:
        id:
          description: Its id.
          type: str
        name:
          description: Its name, as far as it is known; the compute service shows only the id.
          type: str
    metadata:
      description: Metadata, in the user's own words.
      type: dict
    tags:
      description: Tags.
      type: list
      elements: str
    key_name:
      description: Name of the key pair.
      type: str
    security_groups:
      description: Names of the security groups.
      type: list
      elements: str
      sample: [default]
    availability_zone:
      description: Availability zone.
      type: str
      sample: nova
    volumes:
      description: Ids of the volumes that are attached, sorted.
      type: list
      elements: str
    volumes_deleted_with_node:
      description: Ids of those of them that the compute service removes with the node, sorted.
      type: list
      elements: str
    created_at:
      description: When it was made.
      type: str
      sample: "2026-11-22T12:00:00Z"
    fault:
      description: Why the compute service gave it up, for a node in state V(error); null for others.
      type: dict
      contains:
        code:
          description: What kind of fault it is, in the way of HTTP.
          type: int
          sample: 500
        created:
          description: When that was.
          type: str
          sample: "2026-11-22T12:00:00Z"
        message:
          description: The reason.
          type: str
          sample: No valid host was found.
        details:
          description: More of it.
          type: str
          returned: to administrators, and to others if the service has more to say to them
    user_data:
      description: A hash of the user data, which is shown to administrators only.
      type: str
      sample: sha256:9f86d081884c7d65
    description:
      description: Description.
      type: str
    locked:
      description: Whether it is locked against changes.
      type: bool
    locked_reason:
      description: Why it is locked; null if nobody said, or the microversion is older than 2.73.
      type: str
    hostname:
      description: Name of the host; shown if O(hostname) is given.
      type: str
    server_group:
      description: Id of its server group; shown if O(server_group) is given.
      type: str
    trusted_certs:
      description: Ids of certificates that its image was checked against; shown if O(trusted_certs) is given.
      type: list
      elements: str
    config_drive:
      description: Whether it has its metadata on a drive.
      type: bool
    project_id:
      description: Id of the project it belongs to.
      type: str
    user_id:
      description: Id of the user who made it.
      type: str
    region:
      description: Region it runs in.
      type: str
      sample: RegionOne
    extra:
      description: All else that the compute service says of it, in its own words.
      type: dict
removed:
  description:
    - The nodes that were removed, or in check mode would be, since they belong to the fleet and have none of the names
      of O(names). See O(exact).
  returned: with O(names)
  type: list
  elements: dict
  contains:
    id:
      description: Id of the node.
      type: str
      sample: 0f3f5f2e-6a57-4a0c-9f0e-3c3a1f9b6f2d
    name:
      description: Name of the node.
      type: str
      sample: web9
nodes:
  description: The nodes of the fleet, each as RV(node).
  returned: with O(names), also on failure those that did not fail
  type: list
  elements: dict
failures:
  description: The nodes that failed, each with what is known of the failure, as a task that fails has it.
  returned: on failure, with O(names)
  type: list
  elements: dict
  contains:
    name:
      description: Name of the node.
      type: str
      sample: web2
    msg:
      description: The reason.
      type: str
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_state_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.options import openstack_cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.node import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.node import NODE
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.reachability import (
    unreached,
    wait_until_reached,
)


def main() -> None:
    """Entry point."""
    run_state_module(NODE, ARGUMENT_SPEC, afterwards=wait_until_reached, serving=unreached, old=openstack_cloud.NODE)


if __name__ == "__main__":
    main()
