"""The sentence of 2019, split into claims that a run can be held against.

Microsoft's Security Response Center wrote that garbage-collecting runtimes "can lead to unpredictable
performance and unnecessary overhead". Each claim is a module with its CARD, the claim in
words, and `rows`, which gathers the evidence; `rule` turns that into verdicts. A new claim is a module and a
line in CLAIMS.
"""

from dataclasses import replace
from types import ModuleType

from reports.analysis.findings import Findings
from reports.claims import (atomic_counts, cascades, cascades_put_off, cpu_overhead, deadline_misses, memory_for_parity,
                            not_freeing_wins, rule, tail_grows, worst_interruption)
from reports.claims.model import DECIDES, Claim
from reports.run.files import Files

QUOTE = "can lead to unpredictable performance and unnecessary overhead"
SOURCE = "Microsoft Security Response Center, 2019, of garbage-collecting runtimes"
CLAIMS = (tail_grows, worst_interruption, deadline_misses, cpu_overhead, memory_for_parity, cascades, cascades_put_off,
          atomic_counts, not_freeing_wins)
"""Modules with CARD and rows(findings, files), in the order in which they are shown.

Some have NONE too, which says why no row decides where none does, and sentences(rows), what rows show beside
their verdicts.
"""
NONE = "no collector was measured under its headline policy"


def judge(findings: Findings, files: Files) -> list[Claim]:
    """Every claim with its verdict. Reads logs of interruptions; what cannot be read is said in `files.warnings`."""
    return [judge_one(claim, findings, files) for claim in CLAIMS]


def judge_one(claim: ModuleType, findings: Findings, files: Files) -> Claim:
    """One claim, given its module."""
    found = claim.rows(findings, files)
    decided = any(row.role == DECIDES for row in found)
    judged = rule.judge(claim.CARD, found, "" if decided else getattr(claim, "NONE", NONE))
    told = getattr(claim, "sentences", None)
    return replace(judged, sentences=tuple(told(judged.rows))) if told else judged
