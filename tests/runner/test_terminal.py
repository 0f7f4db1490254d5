"""What a person sees at the end: no line wider than 100 columns, the most surprising last, colour on terminals."""

import os
import pty
import re
import subprocess

import pytest

from test_predictions import FASTER, predicting

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def surprising(suite):
    """value takes twice the time of unique, of which its card says that it takes a tenth; and one child crashes."""
    predicting(suite, "value", FASTER, slowness=2)
    predicting(suite, "unique", FASTER)
    return suite.add("shared", ["crash"])


def seen_on_a_terminal(suite, **environment):
    """What bench_all writes to a terminal on both its streams."""
    command = suite.command("--profile", "smoke", "--out", suite.out, "--blocks", 6)
    reader, writer = pty.openpty()
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
    assert process.wait(timeout=30) == 1
    return text.decode().replace("\r\n", "\n")


def test_the_last_word_is_what_surprises_most(surprising):
    surprising.run("--blocks", "6", code=1)
    tail = surprising.shown[surprising.shown.index("most surprising"):].splitlines()
    assert tail == ["most surprising", "  1 of 1 predictions failed, 0 undecided",
                    "  1. ok: value / unique CPU time per op 2.00 (6 of 6 blocks over 0.1), card expected under 0.1",
                    "", f"results: {surprising.out}"]


def test_few_blocks_say_so(surprising):
    surprising.run("--blocks", "5", code=1)
    assert "nothing can be told yet: 5 blocks with a ratio, 6 are needed" in surprising.shown


def test_a_resumed_run_says_the_same(surprising):
    surprising.run("--blocks", "6", code=1)
    before = surprising.shown[surprising.shown.index("most surprising"):]
    surprising.resume(code=1)
    assert surprising.shown.endswith(before)


def test_a_manifest_with_a_prediction_that_nobody_could_judge_is_not_resumed(surprising):
    surprising.run("--blocks", "1", code=1)
    path = surprising.out / "manifest.json"
    path.write_text(path.read_text().replace('"cpu_ns_per_op"', '"speed"'))
    done = surprising.call("--resume", surprising.out)
    assert done.returncode == 2 and "predictions[0].metric is no metric" in done.stderr
    assert "cannot be resumed" in done.stderr and done.stdout == "", "not after it has measured"


def test_no_line_is_wider_than_100_columns(suite):
    """Long names, two threads, sizes, loads and trouble with long reasons."""
    form = "long_name_of_a_workload/and_of_its_form"
    for variant in ("value", "unique"):
        suite.add(variant, ["ok"], configs=["", "single-threaded-and-more"])
        card = {**suite.card(variant)["workloads"][0], "live_mib": [1024], "open_loop": True}
        slow = {"metric": "interruption_max_ns", "variant": "value:single-threaded-and-more", "than": "unique",
                "expect": "more", "by": 1.5}
        suite.extend(variant, [{**card, "name": f"ok/{form}", "predictions": [slow]},
                               {**card, "name": f"disagree/{form}"}])
    suite.run("--blocks", "6", "--load", "50", "--live", "1024", code=1)
    assert "1 of 1 predictions failed" in suite.shown and "not ok:" in suite.shown
    for line in suite.shown.splitlines():
        assert len(line) <= 100 or line.startswith("results: "), line


def test_a_terminal_gets_colour(surprising):
    text = seen_on_a_terminal(surprising, TERM="xterm")
    assert "\x1b[1mmost surprising\x1b[0m\n" in text
    assert "\x1b[1;31mnot ok:\x1b[0m\n" in text
    assert "shared/glibc: \x1b[1;31mcrashed\x1b[0m: killed by signal" in text, "the progress line likewise"


@pytest.mark.parametrize("environment, coloured", [
    ({"TERM": "xterm", "NO_COLOR": "1"}, False),
    ({"TERM": "xterm", "NO_COLOR": ""}, True),  # as https://no-color.org has it
    ({"TERM": "dumb"}, False),
    ({}, False),
])
def test_colour_can_be_declined(surprising, environment, coloured):
    assert bool(ESCAPE.search(seen_on_a_terminal(surprising, **environment))) == coloured


def test_what_is_no_terminal_gets_none(surprising):
    surprising.run("--blocks", "6", code=1)
    assert "\x1b" not in surprising.shown + surprising.said
