"""What the page is made of beside its figures: policy, filters, full table, predictions, code."""

import base64
import hashlib
import json
import re
import shutil
from html import unescape
from urllib.parse import unquote

import pytest

from reports.analysis import predictions
from reports.analysis.findings import Findings
from reports.page import sections
from reports.page import render as rendering
from reports.run import sources
from reports.run.load import load_run
from reports.testing.html import Checker


def content_of(directory):
    run = load_run(directory)
    findings = Findings.of(run)
    outcomes = predictions.judge(findings).outcomes
    built = [sections.build(findings, topic, outcomes[topic.slug]) for topic in findings.topics]
    return rendering.Content(findings, built, [], [], None, run.warnings, [],
                             sources.of_run(directory, run.manifest.sources, run.warnings))


def render(directory):
    return rendering.render(content_of(directory))


@pytest.fixture(scope="module")
def text(synthetic_run):
    return render(synthetic_run)


def words(text):
    return " ".join(Checker(text).text.split())


def test_the_policy_admits_the_pages_own_script_and_nothing_else(text):
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    wanted = base64.b64encode(hashlib.sha256(Checker(text).script.encode()).digest()).decode()
    rules = dict(rule.strip().split(" ", 1) for rule in unescape(policy).split(";"))
    assert rules == {"default-src": "'none'", "style-src": "'unsafe-inline'", "img-src": "data:", "base-uri": "'none'",
                     "form-action": "'none'", "script-src": f"'sha256-{wanted}'"}
    assert text.index("Content-Security-Policy") < text.index("<style>")


def test_the_script_cannot_end_early_or_make_elements_of_data():
    code = rendering.script()
    assert not re.search(r"</script|<!--|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function",
                         code, re.IGNORECASE)
    assert {path.stem for path in (rendering.TEMPLATES / "script").iterdir()} == set(rendering.SCRIPTS)


def test_filters_offer_what_the_run_has(text):
    offered = re.findall(r'data-filter="(\w+)"|<input type="checkbox" value="([^"]*)" checked>', text)
    found: dict = {}
    for name, value in offered:
        if name:
            found[name] = []
        else:
            found[list(found)[-1]].append(value)
    assert found == {"workload": ["employee_bonus", "message_window", "null", "persistent_map"],
                     "variant": ["value", "unique", "shared", "boehm", "boehm:incremental"],
                     "allocator": ["glibc", "jemalloc"],
                     "metric": ["cpu", "throughput", "service", "interruptions", "collections", "memory"]}


def test_rows_of_every_table_say_whose_they_are(text):
    rows = re.findall(r'<tr data-c="([^"]*)"><th scope="row">([^<]*)</th>', text)
    assert len(rows) >= 4 * 7 and all(head == cell for cell, head in rows)
    owner = rendering._owner({"unique · glibc", "a, b · glibc"})
    assert owner("unique · glibc, response") == "unique · glibc" and owner("a, b · glibc") == "a, b · glibc"
    assert owner("unique-glibc") == "unique · glibc"
    assert owner("copy_handle") == owner("a") == ""


def test_every_trial_stands_in_the_page_with_its_line(text, synthetic_run):
    for number, line in enumerate((synthetic_run / "results.jsonl").read_text().splitlines(), start=1):
        assert f"<td>{number}</td><td>{json.loads(line)['trial_id']}</td>" in text


def test_csv_files_are_within_the_page(text, synthetic_run):
    content = content_of(synthetic_run)
    for name, wanted in (("cells.csv", content.cells_csv), ("ratios.csv", content.ratios_csv)):
        [url] = re.findall(rf'<a download="{name}" href="data:text/csv;charset=utf-8,([^"]*)"', text)
        assert unquote(unescape(url)) == wanted
    odd = 'a,"100 %23",#1 <b> &\n'
    url = rendering._data_url(odd)
    assert unquote(url.partition(",")[2]) == odd and not set(url) & set('#"<>&\n')


def test_predictions_stand_beside_their_outcome(text):
    assert re.search(r'value / unique under 0\.667</td>\s*<td class="text word confirmed">', text)
    assert re.search(r'shared / unique from 0\.909 to 1\.10</td>\s*<td class="text word contradicted">', text)
    assert re.search(r'boehm / unique over 10\.0</td>\s*<td class="text word not-measured">', text)


def test_code_is_shown_as_it_is_with_the_number_of_each_line(text, synthetic_run):
    code = (synthetic_run / "sources" / "unique" / "null.cpp").read_text()
    assert "<freed>" in code
    shown = re.findall(r'<pre class="lines" aria-hidden="true">([\d\n]*)</pre><pre>([^<]*)</pre>', text)
    assert code in [unescape(body) for _, body in shown] and len(shown) == 4 * 5
    assert all(numbers.count("\n") + 1 == body.count("\n") for numbers, body in shown)


def edited(run, tmp_path, change):
    copy = shutil.copytree(run, tmp_path / "run")
    manifest = json.loads((copy / "manifest.json").read_text())
    change(manifest)
    (copy / "manifest.json").write_text(json.dumps(manifest))
    return copy


def test_code_that_is_not_what_was_built_is_said(synthetic_run, tmp_path):
    copy = edited(synthetic_run, tmp_path, lambda manifest: manifest["sources"][0].update(sha256="0" * 64))
    assert words(render(copy)).count("This is not the file that was built") == 1


def test_a_run_may_have_neither_code_nor_predictions(synthetic_run, tmp_path):
    def strip(manifest):
        manifest["sources"] = []
        for card in manifest["workloads"].values():
            del card["predictions"]
    shown = words(render(edited(synthetic_run, tmp_path, strip)))
    assert shown.count("This run brought no copy of its sources.") == 4 and "Predicted before" not in shown


def test_forms_of_a_workload_share_their_code(synthetic_run, tmp_path):
    copy = edited(synthetic_run, tmp_path, lambda manifest: None)
    for name in ("manifest.json", "results.jsonl"):
        path = copy / name
        said = path.read_text().replace('"workload": "employee_bonus"', '"workload": "bonus/local"')
        path.write_text(said.replace('"workload": "message_window"', '"workload": "bonus/fifo"'))
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["sources"] = [dict(entry, workload="bonus") for entry in manifest["sources"]
                           if entry["workload"] == "bonus/local"] + [dict(manifest["sources"][0], workload=None)]
    (copy / "manifest.json").write_text(json.dumps(manifest))
    found = render(copy)
    assert found.count("side by side</summary>") == 1
    assert "stands with the first form of bonus" in words(found)
    assert "What all answers of a variant use" in words(found)
    assert {link[1:] for link in Checker(found).links if link.startswith("#")} <= set(Checker(found).ids)
