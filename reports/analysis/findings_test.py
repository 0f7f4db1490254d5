"""What is worked out of a run is worked out once, whoever reads it."""

from reports.analysis import findings as module
from reports.analysis import predictions, space
from reports.analysis.findings import Findings
from reports.analysis.ratios import METRICS, ratio
from reports.figures import forest, time_memory
from reports.page import sections
from reports.run.load import load_run


def test_every_ratio_is_computed_once_whoever_asks(monkeypatch, synthetic_run):
    computed = []

    def counted(entry, than, metric):
        computed.append((entry.cell, than and than.cell, metric))
        return ratio(entry, than, metric)
    monkeypatch.setattr(module, "ratio", counted)
    found = Findings.of(load_run(synthetic_run))
    outcomes = predictions.judge(found).outcomes
    for topic in found.topics:
        sections.build(found, topic, outcomes[topic.slug])
        space.spots(found, topic)
    for metric in forest.REMARKS:
        forest.measure(found, metric)
    time_memory.measure(found)
    assert len(computed) == len(set(computed)) > 100


def test_ratios_leave_out_the_reference_and_keep_the_order_of_cells(synthetic_run):
    found = Findings.of(load_run(synthetic_run))
    for topic in found.topics:
        rows = found.ratios(topic)
        assert [row.cell for row in rows[::6]] == [entry.cell for entry in topic.cells
                                                   if entry.cell != entry.cell.reference]
        assert [row.metric for row in rows[:6]] == [name for name in METRICS if not name.startswith("response")]
        assert rows[3] == ratio(next(entry for entry in topic.cells if entry.cell == rows[3].cell), topic.reference,
                                rows[3].metric)
