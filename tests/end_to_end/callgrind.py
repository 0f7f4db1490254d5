"""Instructions that a program executes, counted by valgrind: the same on a busy machine, and on a slow one."""

import collections
import re
import subprocess

import pytest
from built_suite import BIN, program, run_child

COUNTED = pytest.mark.skipif(not (BIN / "libovg_count.so").exists(), reason="valgrind does not run sanitizers")


def callgrind(folder, *options):
    """A command to run a program under, and the file that it writes."""
    out = folder / "callgrind.out"
    return ("valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={out}", *options), out


def instructions_in(function, words, folder):
    """How many are executed inside a function of a program, by itself and by what it calls."""
    command, out = callgrind(folder, f"--toggle-collect={function}")
    subprocess.run([*command, program(words[0]), *map(str, words[1:])], check=True, capture_output=True)
    return int(re.search(r"^(?:summary|totals): (\d+)", out.read_text(), re.MULTILINE)[1])


ATOMIC = re.compile(r"\block \w|\txchg .*\(|\b(?:ldadd|ldclr|ldset|swp|cas|ldaxr|stlxr|ldxr|stxr)\w*\t")
"""What x86-64 and arm64 disassemble to where memory is changed atomically."""


def atomics_in_steady(variant, config, workload, folder):
    """How many atomic changes of memory a child executes in its program's own code for each op."""
    command, out = callgrind(folder, "--dump-instr=yes", "--compress-pos=no", "--compress-strings=no")

    def executed(rounds):
        result, _ = run_child(variant, workload, folder, rounds=rounds, config=config, wrapper=command)
        counts, ours, skip = collections.Counter(), False, False
        for line in out.read_text().splitlines():
            if line.startswith("ob="):
                ours = line.endswith(f"/bench_{variant}")
            elif line.startswith("calls="):
                skip = True  # the next line is what was called, with all that it took
            elif line.startswith("0x"):
                if ours and not skip:
                    address, _, cost = line.split()
                    counts[int(address, 16)] += int(cost)
                skip = False
        return sum(counts[address] for address in atomic), result["ops"]

    listing = subprocess.run(["objdump", "-d", "--no-show-raw-insn", program(f"bench_{variant}")], check=True,
                             capture_output=True, text=True).stdout
    atomic = {int(line.split(":")[0], 16) for line in listing.splitlines()
              if re.match(r" +[0-9a-f]+:", line) and ATOMIC.search(line)}
    (few, ops), (many, more_ops) = executed(1), executed(3)
    return (many - few) / (more_ops - ops)
