"""What a run of two sides keeps and shows, and how it goes on."""

import signal

import pytest

from runner_suite import LIBRARIES, of_side


def test_the_manifest_says_what_makes_a_side(suite, head):
    suite.add("unique", primitives=True)
    head.add("unique", primitives=True)
    head.toolchain = {**head.toolchain, "commit": "def", "dirty": True}
    suite.run_against(head)
    manifest = suite.manifest()
    assert [side["name"] for side in manifest["sides"]] == ["base", "head"]
    sides = {side["name"]: side for side in manifest["sides"]}
    assert sides["base"]["children"][0]["executable"] == str(suite.folder / "bench_unique")
    assert sides["head"]["children"][0]["executable"] == str(head.folder / "bench_unique")
    assert sides["base"]["git"] == {"commit": "abc", "dirty": False}
    assert sides["head"]["git"] == {"commit": "def", "dirty": True}
    assert sides["head"]["toolchain"]["libraries"] == {"unique": "none"}
    libraries = {library["path"]: library["sha256"] for library in sides["base"]["libraries"]}
    assert any("libc.so" in path for path in libraries) and all(len(sha256) == 64 for sha256 in libraries.values())
    assert not list((suite.out / "primitives").iterdir()), "they are not measured in turn"


def test_a_folder_names_its_children_json(suite, head):
    suite.add("unique")
    head.add("unique")
    head.children_file()
    suite.run("--head", head.folder)
    assert len(head.calls()) == 3


def test_plan_and_summary_show_both_sides(suite, head):
    suite.add("unique")
    head.add("unique", slowness=3)
    words = ["--head", head.children_file(), "--profile", "smoke"]
    plan = suite.plan(*words)
    assert [cell["cell"]["side"] for cell in plan["cells"]] == ["base", "head"]
    text = suite.call(*words, verb="plan").stdout
    assert "ok unique/glibc (base)" in text and "ok unique/glibc (head)" in text
    suite.run_against(head)
    rows = {words[1]: words[4] for words in map(str.split, suite.shown.splitlines()) if words[:1] == ["unique/glibc"]}
    assert plan["trials"] == len(suite.results()) == 4
    assert set(rows) == {"base", "head"} and "to that of the base;" in suite.shown


def test_the_ratio_in_the_summary_is_head_to_base(suite, head):
    suite.add("unique")
    head.add("unique", slowness=3)
    suite.run_against(head, "--rounds", "2")
    rows = {words[1]: words[5] for words in map(str.split, suite.shown.splitlines()) if words[:1] == ["unique/glibc"]}
    assert rows == {"base": "1.00", "head": "3.00"}


def test_an_ended_run_of_two_sides_goes_on(suite, head):
    suite.add("unique", ["slow"])
    head.add("unique", ["slow"])
    words = ["--head", head.children_file(), "--head-env", "MARK=here", "--blocks", "4", "--seed", "3"]
    head.hold(3, suite.out / "results.jsonl")
    assert suite.stop(suite.start(*words, lines=3), signal.SIGINT) == 130
    head.release()
    before = suite.results()
    suite.out = suite.out.rename(suite.folder / "moved")
    lines = suite.resume()
    assert lines[:len(before)] == before and len(lines) == len({line["trial_id"] for line in lines}) == 8
    assert len(of_side(lines, "head")) == 4
    assert {call["environment"]["MARK"] for call in head.calls()} == {"here"}
    assert {calls[-1]["program"] for calls in (suite.calls(), head.calls())} == {
        str(suite.out / "sides" / side / "bench_unique") for side in ("base", "head")}, "links of the moved directory"
    ran = len(head.calls()) + len(suite.calls())
    assert ran - 2 in (8, 9), "two pilots, and nothing twice but the trial that the signal cut off"


@pytest.mark.parametrize("changed", ["program", "library"])
def test_resume_needs_the_files_of_both_sides(suite, head, changed):
    suite.add("unique")
    head.add("unique")
    library = suite.folder / "shim.so"
    library.write_bytes((LIBRARIES / "libm.so.6").read_bytes())
    suite.run_against(head, "--head-env", f"LD_PRELOAD={library}")
    path = head.folder / "bench_unique" if changed == "program" else library
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content + b"# newer\n")
    path.chmod(0o755)
    done = suite.call("--resume", suite.out)
    assert done.returncode == 2 and f"{path} is not the file that this run began with" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_library_that_would_not_be_preloaded_ends_the_run(suite):
    suite.add("unique")
    (suite.folder / "text.so").write_text("no library")
    for name in (suite.folder / "missing.so", suite.folder / "text.so", "libnowhere.so"):
        done = suite.call("--out", suite.out, "--head-env", f"LD_PRELOAD={name}")
        assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stderr
        assert f"LD_PRELOAD names {name}" in done.stderr
    assert not suite.out.exists() and suite.calls() == []
