"""scripts/ci/paired, nightly and pages with stubs: what is called, what exit codes mean, and what is shown."""

import subprocess

import pytest


def git(folder, *words):
    done = subprocess.run(["git", "-c", "user.name=n", "-c", "user.email=e@x", *words], cwd=folder, check=True,
                          capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def ci(project):
    """The scripts beside stubs: the gate notes its arguments and ends as the file gate-code says."""
    for name in ("ci/paired", "ci/nightly", "ci/pages"):
        project.take(name)
    project.stub("scripts/setup", "exit 0")
    project.stub("cmake", "exit 0")
    project.stub("scripts/gate", 'echo "$@" >>"$HOME/gate"\n'
                 'while [[ $# -gt 0 ]]; do [[ $1 != --suspects ]] || cp "$HOME/suspects" "$2"; shift; done\n'
                 'echo "the <verdict>"\nread -r code <"$HOME/gate-code"; sed -i 1d "$HOME/gate-code"; exit "$code"')
    project.stub("build/release/bin/bench_all", 'echo "$@" >>"$HOME/measured"\nmkdir -p "$3/report"\n'
                 'echo {} >"$3/results.jsonl"\nread -r code <"$HOME/bench-code" || true; exit "${code:-0}"')
    project.home = project.root.parent
    for name, text in (("suspects", ""), ("gate-code", "0\n" * 9), ("bench-code", "0\n")):
        (project.home / name).write_text(text)
    return project


def said(project, name):
    path = project.home / name
    return path.read_text().splitlines() if path.exists() else []


# ---- paired ------------------------------------------------------------------------------------------------


@pytest.fixture
def change(ci):
    """A branch that left main at `fork`; main has gone on since."""
    git(ci.root, "init", "-q", "-b", "main")
    git(ci.root, "commit", "-q", "--allow-empty", "-m", "one")
    ci.fork = git(ci.root, "rev-parse", "HEAD")
    git(ci.root, "checkout", "-q", "-b", "change")
    git(ci.root, "commit", "-q", "--allow-empty", "-m", "the change")
    git(ci.root, "checkout", "-q", "main")
    git(ci.root, "commit", "-q", "--allow-empty", "-m", "of others")
    git(ci.root, "checkout", "-q", "change")
    ci.env["OVG_CI_BASE"] = "main"
    return ci


def test_a_change_is_compared_with_the_commit_where_it_left(change):
    done = change.run("ci/paired", "--workload", "null", OVG_CI_OUT="out", OVG_CI_SUMMARY="summary.md")
    assert done.returncode == 0, done.stderr
    words = f"paired --base-ref {change.fork} --out out --markdown summary.md --workload null"
    assert said(change, "gate") == [words]


def test_of_a_merge_commit_too(change):
    git(change.root, "checkout", "-q", "--detach", "main")
    git(change.root, "merge", "-q", "--no-ff", "-m", "as GitHub checks it out", "change")
    assert change.run("ci/paired").returncode == 0
    assert said(change, "gate")[0].split()[2] == git(change.root, "rev-parse", "main")


@pytest.mark.parametrize("code, policy, ends, told", [
    (0, "fail", 0, ""), (1, "fail", 1, "error: paired gate: a regression"),
    (2, "fail", 2, "error: paired gate: inconclusive"), (3, "fail", 3, "error: paired gate: could not"),
    (2, "warn", 0, "warning: paired gate: INCONCLUSIVE"),
    (1, "warn", 1, "error: paired gate: a regression"), (3, "warn", 3, "error: paired gate: could not"),
    (0, "pass", 3, "OVG_CI_INCONCLUSIVE is 'pass'")])
def test_inconclusive_is_never_a_silent_pass(change, code, policy, ends, told):
    (change.home / "gate-code").write_text(f"{code}\n")
    done = change.run("ci/paired", OVG_CI_INCONCLUSIVE=policy)
    assert done.returncode == ends and told in done.stderr
    assert bool(told) == ("error:" in done.stderr or "warning:" in done.stderr or policy == "pass")


def test_a_service_that_has_annotations_gets_one(change):
    (change.home / "gate-code").write_text("2\n")
    done = change.run("ci/paired", OVG_CI_INCONCLUSIVE="warn", GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY="shown.md")
    assert done.stdout.splitlines()[-1].startswith("::warning::paired gate: INCONCLUSIVE, let through by")
    assert "--markdown shown.md" in said(change, "gate")[0]


def test_a_shallow_clone_is_an_error_that_names_the_setting(change, tmp_path):
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-single-branch", f"file://{change.root}", "shallow")
    (change.root / ".git").rename(tmp_path / "gone")
    (tmp_path / "shallow" / ".git").rename(change.root / ".git")
    done = change.run("ci/paired", OVG_CI_BASE="origin/main")
    assert done.returncode == 3 and "fetch-depth: 0" in done.stderr and said(change, "gate") == []


def test_what_cannot_be_prepared_is_no_regression(change):
    done = change.run("ci/paired", OVG_CI_BASE="nowhere")
    assert done.returncode == 3 and "nowhere and HEAD have no commit in common" in done.stderr
    change.stub("scripts/setup", "exit 1")
    for name, words in (("paired", ()), ("nightly", ())):
        assert change.run(f"ci/{name}", *words).returncode == 3
    assert said(change, "gate") == []


# ---- nightly -----------------------------------------------------------------------------------------------


@pytest.fixture
def night(ci):
    git(ci.root, "init", "-q")
    ci.out = ci.root / "night"
    ci.env |= {"OVG_CI_OUT": str(ci.out), "OVG_CI_STORE": str(ci.root / "store")}
    return ci


def test_a_quiet_night_measures_once_and_keeps_the_run(night):
    done = night.run("ci/nightly", "--profile", "quick", OVG_CI_SUMMARY="shown.md")
    assert done.returncode == 0, done.stderr
    assert said(night, "measured") == [f"run --out {night.out}/run --profile quick"]
    judge, add, notes, equal = said(night, "gate")
    assert f"--judge {night.out}/run" in judge and add.endswith(f"--add {night.out}/run") and "--notes" in notes
    assert equal.startswith("selftest --plant equal --runs 1") and f"{night.root}/store/ledger/equal.jsonl" in equal
    assert "the <verdict>" in (night.root / "shown.md").read_text()


def test_a_suspect_is_measured_twice_more_as_it_was(night):
    (night.home / "suspects").write_text("tree_build quick t1 shared/glibc cpu_ns_per_op\n")
    (night.home / "gate-code").write_text("2\n1\n0\n0\n")
    done = night.run("ci/nightly", "--profile", "quick")
    assert done.returncode == 1 and "error: nightly: a regression is confirmed" in done.stderr
    assert said(night, "measured") == [f"run --out {night.out}/{name} --profile quick"
                                       for name in ("run", "again1", "again2")]
    again = f"--again {night.out}/again1 --again {night.out}/again2"
    assert said(night, "gate")[1].endswith(f"--add {night.out}/run {again}")


@pytest.mark.parametrize("gate, bench, policy, ends, told", [
    ("2 2 0 0", 0, "warn", 0, "warning: nightly: INCONCLUSIVE"), ("2 2 0 0", 0, "fail", 2, "error: nightly: inconc"),
    ("0 0 0 1", 0, "warn", 1, "alarms on equal builds"), ("0 0 0 0", 1, "warn", 1, "some trials failed"),
    ("3", 0, "warn", 3, "could not be judged"), ("2 2 0 3", 0, "warn", 3, "could not"),
    ("1 1 0 3", 0, "warn", 3, "could not"), ("", 2, "warn", 3, "nightly run: could not")])
def test_a_night_ends_with_the_worst_of_what_it_found(night, gate, bench, policy, ends, told):
    (night.home / "gate-code").write_text("".join(f"{code}\n" for code in gate.split()) + "0\n" * 4)
    (night.home / "bench-code").write_text(f"{bench}\n")
    done = night.run("ci/nightly", OVG_CI_INCONCLUSIVE=policy)
    assert done.returncode == ends and told in done.stderr
    assert len(said(night, "measured")) == 1, "nothing was a suspect"
    assert any("--add" in line for line in said(night, "gate")) == (ends != 3 or gate.startswith(("1", "2")))


def test_equal_builds_can_be_left_out_or_selected(night):
    assert night.run("ci/nightly", OVG_CI_EQUAL="--workload null").returncode == 0
    assert said(night, "gate")[-1].endswith("--total --workload null")
    assert "exists" in night.run("ci/nightly").stderr
    (night.home / "gate").unlink()
    assert night.run("ci/nightly", OVG_CI_EQUAL="skip", OVG_CI_OUT="again").returncode == 0
    assert not any("selftest" in line for line in said(night, "gate"))


# ---- pages -------------------------------------------------------------------------------------------------


def test_pages_show_the_verdict_and_link_to_the_report(night):
    night.stub("scripts/report", 'echo charts >"$1/report/index.html"')
    assert night.run("ci/nightly").returncode == 0
    done = night.run("ci/pages", str(night.out), "site")
    assert done.returncode == 0, done.stderr
    page = (night.root / "site/index.html").read_text()
    assert "the &lt;verdict&gt;" in page and '<a href="report/index.html">' in page and "<verdict>" not in page
    assert (night.root / "site/report/index.html").read_text() == "charts\n"
    assert night.run("ci/pages", str(night.out), "site").returncode == 3, "never over another site"
    assert night.run("ci/pages", "nowhere", "other").returncode == 3
    night.stub("scripts/report", "exit 2")
    assert night.run("ci/pages", str(night.out), "other").returncode == 3 and not (night.root / "other").exists()
