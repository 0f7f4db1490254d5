"""The forms of a result as files."""

from pathlib import Path

from reports.gate.forms.as_json import as_json
from reports.gate.forms.junit import junit
from reports.gate.forms.markdown import markdown
from reports.gate.forms.text import text
from reports.gate.judge.result import Result

FORMS = {"gate.txt": text, "gate.md": markdown, "gate.xml": junit, "gate.json": as_json}


def write(result: Result, out: Path) -> None:
    """Every form, into a folder that is made where missing."""
    out.mkdir(parents=True, exist_ok=True)
    for name, form in FORMS.items():
        (out / name).write_text(form(result), encoding="utf-8")
