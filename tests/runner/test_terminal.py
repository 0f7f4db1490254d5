"""What a person sees at the end: no line wider than 100 columns, colour on terminals."""

import os
import pty
import re
import subprocess

import pytest
from hang_guard import HANGS_S

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def troubled(suite):
    """Two children that work, and one that crashes."""
    return suite.add("value").add("unique").add("shared", ["crash"])


def seen_on_a_terminal(suite, **environment):
    """What bench_all writes to a terminal on both its streams."""
    command = suite.command("--profile", "smoke", "--out", suite.out, "--blocks", 6)
    try:
        reader, writer = pty.openpty()
    except OSError as error:
        pytest.skip(f"this system has no pseudo-terminals ({error}): mount devpts at /dev/pts to test colours")
    variables = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=writer, stderr=writer,
                               env={**variables, **environment})
    os.close(writer)
    text = b""
    while True:
        try:
            part = os.read(reader, 65536)
        except OSError:  # Linux says so when the last writer has gone
            part = b""
        if not part:
            break
        text += part
    os.close(reader)
    assert process.wait(timeout=HANGS_S) == 1
    return text.decode().replace("\r\n", "\n")


def test_no_line_is_wider_than_100_columns(suite):
    """Long names, two threads, sizes, loads and trouble with long reasons."""
    form = "long_name_of_a_workload/and_of_its_form"
    for variant in ("value", "unique"):
        suite.add(variant, ["ok"], configs=["", "single-threaded-and-more"])
        card = {**suite.card(variant)["workloads"][0], "live_mib": [1024], "open_loop": True}
        suite.extend(variant, [{**card, "name": f"ok/{form}"},
                               {**card, "name": f"disagree/{form}"}])
    suite.run("--blocks", "6", "--load", "50", "--live", "1024", code=1)
    assert "not ok:" in suite.shown
    for line in suite.shown.splitlines():
        assert len(line) <= 100 or line.startswith("results: "), line


def test_a_terminal_gets_colour(troubled):
    text = seen_on_a_terminal(troubled, TERM="xterm")
    assert "\x1b[1mok\x1b[0m\n" in text
    assert "\x1b[1;31mnot ok:\x1b[0m\n" in text
    assert "shared/glibc: \x1b[1;31mcrashed\x1b[0m: killed by signal" in text, "the progress line likewise"


@pytest.mark.parametrize("environment, coloured", [
    ({"TERM": "xterm", "NO_COLOR": "1"}, False),
    ({"TERM": "xterm", "NO_COLOR": ""}, True),  # as https://no-color.org has it
    ({"TERM": "dumb"}, False),
    ({}, False),
])
def test_colour_can_be_declined(troubled, environment, coloured):
    assert bool(ESCAPE.search(seen_on_a_terminal(troubled, **environment))) == coloured


def test_what_is_no_terminal_gets_none(troubled):
    troubled.run("--blocks", "6", code=1)
    assert "\x1b" not in troubled.shown + troubled.said
