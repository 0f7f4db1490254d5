"""What the synthetic run says of its workloads: cards with predictions, and the code of the answers."""

import hashlib
from pathlib import Path

PREDICTIONS = [
    {"metric": "cpu_ns_per_op", "variant": "value", "than": "unique", "expect": "less", "by": 1.5},
    {"metric": "cpu_ns_per_op", "variant": "shared", "than": "unique", "expect": "alike", "by": 1.1},
    {"metric": "cpu_ns_per_op", "variant": "boehm", "than": "unique", "expect": "more", "by": 1.3},
    {"metric": "response_p99_ns", "variant": "boehm", "than": "unique", "expect": "more", "by": 10}]
"""Of every workload but null: by what is invented, confirmed, contradicted, undecided, and in a closed loop not
measured."""
_CARD = {"question": "What does it cost to keep, change and drop these objects?",
         "expectation": "value first, unique next; shared pays two counts; boehm pays in its longest op"}


def card(name: str, items_per_op: int, item: str) -> dict:
    """The card of a workload in the manifest."""
    return dict(_CARD, name=name, items_per_op=items_per_op, item=item,
                predictions=[] if name == "null" else PREDICTIONS)


def write_sources(directory: Path, workloads: tuple[str, ...], variants: list[str]) -> list[dict]:
    """Writes sources/ with an answer for each variant and a body that they share; returns the manifest's list."""
    entries = []
    for workload in workloads:
        for variant in (*variants, ""):
            file = f"{variant}/{workload}.cpp" if variant else f"workloads/{workload}/body.h"
            text = (f"// {variant or 'What answers share'} of {workload}: who owns what & when it is <freed>.\n"
                    "#include <vector>\n\n" + "".join(f"int line_{i}();\n" for i in range(4, 40)))
            path = directory / "sources" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            entries.append({"variant": variant, "workload": workload, "file": f"sources/{file}",
                            "sha256": hashlib.sha256(text.encode()).hexdigest()})
    return entries
