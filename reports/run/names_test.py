"""Names in links: stable, readable, and never the same for two settings."""

from reports.run import names
from reports.run.cells import Setting


def test_a_slug_says_what_is_not_usual():
    assert names.of_setting(Setting("null", "quick", 1, None, None)) == "null"
    setting = Setting("employee_bonus/batch", "quick", 4, 0.5, 50)
    assert names.of_setting(setting) == "employee_bonus_batch-4threads-0_5mib-load50"
    assert names.of_setting(setting, without="live_mib") == "employee_bonus_batch-4threads-load50"
    assert names.of_setting(setting, without="threads") == "employee_bonus_batch-0_5mib-load50"
    assert names.of_setting(Setting("null", "quick", 1, None, None, "head")) == "null-head"


def test_what_would_be_equal_is_numbered():
    settings = [Setting(name, scale, 1, None, None) for name in ("a/b", "a_b") for scale in ("quick", "full")]
    assert list(names.unique(settings).values()) == ["a_b", "a_b-2", "a_b-3", "a_b-4"]


def test_nothing_that_a_page_or_shell_would_take_for_its_own():
    assert set(names.kept('"><img src=x>/../é')) <= set("_imgsrcx")
    assert len(names.kept("x" * 99)) == names.LONGEST
