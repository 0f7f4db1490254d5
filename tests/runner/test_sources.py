"""The code of what is measured goes into the run directory, as the build has kept it."""

import hashlib

import pytest


@pytest.fixture
def built(suite):
    """Two variants with sources as a build would have left them, and one of another language."""
    suite.add("value", ["ok/one", "ok/two", "slow"]).add("unique", ["ok/one"]).add("other", ["ok/one"])
    sources = suite.folder.parent / "share/sources"
    for name, text in {"value/ok.cpp": "value", "value/slow.cpp": "slow", "value/owner.h": "helper",
                       "value/workloads/ok/workload.h": "question", "value/workloads/slow/workload.h": "slow question",
                       "unique/ok.cpp": "unique", "unique/slow.cpp": "declines", "unique/null.cpp": "not selected",
                       "unique/workloads/ok/workload.h": "question", "unique/workloads/ok/body.h": "body"}.items():
        path = sources / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    suite.sources = sources
    return suite


@pytest.fixture
def tmp_path(tmp_path):
    """The suite's folder lies deep enough for a share/ of its own, that of a build or that of an installation."""
    folder = tmp_path / "libexec/suite"
    folder.mkdir(parents=True)
    return folder


def kept(suite):
    """What the manifest names, with the text that the run directory holds."""
    return {(entry["variant"], entry["workload"], entry["file"]): (suite.out / entry["file"]).read_text()
            for entry in suite.manifest()["sources"]}


def test_what_the_plan_measures_is_kept(built):
    built.run("--blocks", "1")
    assert kept(built) == {
        ("value", "ok", "sources/value/ok.cpp"): "value",
        ("value", "slow", "sources/value/slow.cpp"): "slow",
        ("value", None, "sources/value/owner.h"): "helper",
        ("unique", "ok", "sources/unique/ok.cpp"): "unique",
        (None, "ok", "sources/workloads/ok/workload.h"): "question",
        (None, "ok", "sources/workloads/ok/body.h"): "body",
        (None, "slow", "sources/workloads/slow/workload.h"): "slow question",
    }
    files = [path for path in (built.out / "sources").rglob("*") if path.is_file()]
    assert len(files) == 7, "and nothing else is"
    for entry in built.manifest()["sources"]:
        assert entry["sha256"] == hashlib.sha256((built.out / entry["file"]).read_bytes()).hexdigest()
    assert "sources" not in built.said, "a child of another language has none, and nobody minds"


def test_an_installation_has_them_elsewhere(built):
    elsewhere = built.folder.parent.parent / "share/ownership-vs-gc"
    elsewhere.mkdir(parents=True)
    built.sources.rename(elsewhere / "sources")
    built.run("--blocks", "1", "--workload", "slow")
    assert ("value", "slow", "sources/value/slow.cpp") in kept(built)


def test_without_sources_it_measures_and_says_so(suite):
    suite.add("unique")
    assert len(suite.run("--blocks", "1")) == 1
    assert suite.manifest()["sources"] == []
    assert f"no sources of the answers lie beside {suite.folder}/children.json" in suite.said


def test_headers_of_two_states_are_told(built):
    (built.sources / "value/workloads/ok/workload.h").write_text("another question")
    built.run("--blocks", "1", "--workload", "ok/one")
    assert "unique and value were built with different states of workloads/ok/workload.h" in built.said
    assert kept(built)[None, "ok", "sources/workloads/ok/workload.h"] == "question", "the first is kept"


def test_a_resumed_run_keeps_what_it_began_with(built):
    built.stop(built.start("--blocks", "3", "--workload", "slow", lines=1))
    (built.sources / "value/slow.cpp").write_text("changed since")
    built.resume()
    assert kept(built)["value", "slow", "sources/value/slow.cpp"] == "slow"
