"""Which machine a run was made on. Runs of different machines are never in one series.

Hardware and its settings make a machine; software does not: that a new kernel, compiler, malloc or collector moved
the numbers is what a history is there to show, so software is kept beside each point instead.
"""

import hashlib
import json

from reports.run.manifest import Manifest

MACHINE = ("architecture", "cpu", "microcode", "cores_online", "topology", "memory_total", "virtualisation")
"""Fields of the host that make it another machine."""
HOST_FIELDS = MACHINE + ("smt", "page_bytes", "governor", "boost", "thp", "aslr")
CGROUP_FIELDS = ("cpu_limit", "memory_limit")
MEMORY_STEP_KB = 2**20
"""Memory counts in GiB: a kernel that keeps some pages for itself makes no other machine."""
SOFTWARE_HOST_FIELDS = ("kernel", "libc")
SOFTWARE_TOOLCHAIN_FIELDS = ("compiler", "flags", "build_type", "libraries", "version")


def machine(host: dict) -> dict:
    """The fields of a manifest's host that make the machine; what it does not tell is left out."""
    fields = {name: host[name] for name in HOST_FIELDS if host.get(name) not in (None, "n/a")}
    if "memory_total" in fields:
        fields["memory_total"] = _gib(str(fields["memory_total"]))
    cgroup = host.get("cgroup")
    return fields | {name: cgroup[name] for name in CGROUP_FIELDS if isinstance(cgroup, dict) and name in cgroup}


def fingerprint(host: dict) -> str:
    """Sixteen hex digits for the machine."""
    text = json.dumps(machine(host), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def software(manifest: Manifest) -> dict:
    """What ran on it, for people who look for the cause of a change."""
    host, toolchain = manifest.host, manifest.sides[0].toolchain
    found = {name: host[name] for name in SOFTWARE_HOST_FIELDS if name in host}
    found |= {name: toolchain[name] for name in SOFTWARE_TOOLCHAIN_FIELDS if name in toolchain}
    return found | {"allocators": {one.name: one.package for one in manifest.allocators if one.package}}


def _gib(text: str) -> str:
    number = text.split()[0] if text.split() else ""
    return f"{round(int(number) / MEMORY_STEP_KB)} GiB" if number.isdigit() else text
