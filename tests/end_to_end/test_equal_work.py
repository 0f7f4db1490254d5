"""All answers to a workload do the same work: equal digests and censuses, allocations that happen."""

import pytest

from built_suite import BIN, BOEHM_CONFIGS, VARIANTS, card_of, declines, run_child, workloads_of

COUNTER = str(BIN / "shims/count_malloc.so")

CONFIGS = [("value", ""), ("arena", ""), ("arena", "pool"), ("unique", ""), ("unique", "deferred"),
           ("unique", "background"), ("intrusive", ""), ("intrusive", "atomic"), ("shared", ""),
           ("shared", "single-threaded")]
CONFIGS += [("boehm", config) for config in (*BOEHM_CONFIGS, "flat")]
# What only the small scales are asked for: at the large ones it takes minutes, and shows nothing new.
SMALL_ONLY = {("arena", "pool"), ("intrusive", "atomic"), ("shared", "single-threaded"), ("boehm", "parallel"),
              ("boehm", "default-heap"), ("boehm", "interior"), ("boehm", "scanned"), ("boehm", "many"),
              ("boehm", "mprotect")}


def test_every_variant_answers_every_workload_or_says_why_not():
    for variant in VARIANTS:
        declined = {entry["name"] for entry in card_of(variant)["not_applicable"]}
        assert declined | set(workloads_of(variant)) == set(workloads_of("value")), variant


@pytest.mark.parametrize("scale", ["smoke", "quick", "default", "full"])
@pytest.mark.parametrize("workload", workloads_of("value"))
def test_digests_and_censuses_are_equal(workload, scale, tmp_path):
    seen = {}
    for variant, config in CONFIGS:
        if scale in ("default", "full") and (variant, config) in SMALL_ONLY or declines(variant, workload, config):
            continue
        result, _ = run_child(variant, workload, tmp_path, scale=scale, config=config,
                              rounds=1 if scale == "full" else 2)
        assert result["census"] == result["expected_census"], (variant, config)
        assert result["rounds_agree"], (variant, config)
        seen[variant, config] = result["digest"]
    assert len(set(seen.values())) == 1, seen


@pytest.mark.parametrize("live_mib", [16, 64])
def test_digests_and_censuses_are_equal_at_other_live_sizes(live_mib, tmp_path):
    seen = {}
    for variant in VARIANTS:
        result, _ = run_child(variant, "request_server", tmp_path, rounds=2, words=["--live-mib", str(live_mib)])
        assert result["census"] == result["expected_census"], variant
        assert result["rounds_agree"], variant
        assert result["memory"]["steady_bytes"] - result["memory"]["baseline_bytes"] > live_mib << 20, variant
        seen[variant] = result["digest"]
    assert len(set(seen.values())) == 1, seen


# Blocks per object. make_shared needs no second one for its counts; an owned name is a block of its own.
IN_BLOCKS = [("employee_bonus/escaped", 1), ("employee_bonus/batch", 1), ("employee_bonus/fifo", 1),
             ("employee_bonus/named", 2), ("alloc_churn", 1), ("message_window", 2), ("tree_build", 1),
             ("request_server", 0.88),  # a third of the texts lie inside their strings
             ("cascade_drop", 1)]
HEAP_CELLS = [(variant, *cell) for variant in ("unique", "intrusive", "shared") for cell in IN_BLOCKS]
HEAP_CELLS += [("value", "employee_bonus/named", 1), ("value", "alloc_churn", 1)]


@pytest.mark.parametrize("variant, workload, blocks", HEAP_CELLS)
def test_no_allocation_was_removed_by_the_compiler(variant, workload, blocks, tmp_path):
    """The difference between two numbers of rounds: what is allocated once cancels out."""
    counts = []
    for rounds in (1, 6):
        log = tmp_path / "mallocs"
        result, _ = run_child(variant, workload, tmp_path, rounds=rounds,
                              env={"LD_PRELOAD": COUNTER, "OVG_SHIM_LOG": str(log)})
        counts.append(int(log.read_text()))
    created = 5 * result["census"]["created_per_round"]
    # Besides, a few a round for the handles' vector; and the record's lists are not always as long.
    assert counts[1] - counts[0] == pytest.approx(blocks * created, rel=0.02, abs=300)


def test_a_local_unique_is_removed_by_the_compiler(tmp_path):
    """The card says so; should a compiler keep it, the card is wrong and must be changed."""
    log = tmp_path / "mallocs"
    result, _ = run_child("unique", "employee_bonus/local", tmp_path, rounds=5,
                          env={"LD_PRELOAD": COUNTER, "OVG_SHIM_LOG": str(log)})
    assert int(log.read_text()) < result["census"]["created_per_round"]
