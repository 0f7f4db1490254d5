#include "workloads/employee_bonus/workload.h"

namespace ovg::workloads::employee_bonus {

session::Card Local::card() {
  return {.name = "employee_bonus/local",
          .question =
              "An employee of 32 bytes is created, its bonus computed and read, and it is gone: it never "
              "leaves the "
              "function.",
          .expectation =
              "A value costs about 1 ns. unique ties with it, because the compiler removes the allocation; "
              "shared "
              "and boehm cannot be removed and cost an allocation each.",
          .predictions = {{"cpu_ns_per_op", "unique", "value", session::Expect::kAlike, 1.02},
                          {"cpu_ns_per_op", "shared", "value", session::Expect::kMore},
                          {"cpu_ns_per_op", "boehm", "value", session::Expect::kMore}},
          .item = "employee",
          .items_per_op = 100,
          .demonstration = true};
}

session::Card Escaped::card() {
  return {.name = "employee_bonus/escaped",
          .question =
              "The same employee, but its address goes through an opaque sink, so that no allocation can be "
              "removed.",
          .expectation =
              "A value on the stack stays at 1 to 2 ns. unique costs one malloc and free, about 20 ns; shared "
              "somewhat more for its control block; boehm more still, though no single op is long.",
          .predictions = {{"cpu_ns_per_op", "value", "unique", session::Expect::kLess, 10},
                          {"cpu_ns_per_op", "shared", "unique", session::Expect::kMore},
                          {"cpu_ns_per_op", "boehm", "shared", session::Expect::kMore}},
          .item = "employee",
          .items_per_op = 100,
          .demonstration = true};
}

session::Card Batch::card() {
  return {.name = "employee_bonus/batch",
          .question = "Many employees are hired and held, their bonuses summed in order, then all are dropped at once.",
          .expectation =
              "A vector of values is about 10 times faster than any heap form. boehm beats unique, because it "
              "frees "
              "nothing one by one, until marking a large live batch dominates; shared is slowest. The worst op "
              "of "
              "unique and shared is the drop, that of boehm a mark.",
          .predictions = {{"cpu_ns_per_op", "value", "unique", session::Expect::kLess, 10},
                          {"cpu_ns_per_op", "value", "shared", session::Expect::kLess, 10},
                          {"cpu_ns_per_op", "value", "boehm", session::Expect::kLess, 10},
                          {"cpu_ns_per_op", "boehm", "unique", session::Expect::kLess},
                          {"cpu_ns_per_op", "shared", "unique", session::Expect::kMore},
                          {"cpu_ns_per_op", "shared", "boehm", session::Expect::kMore}},
          .item = "employee",
          .items_per_op = 50};
}

session::Card Fifo::card() {
  return {.name = "employee_bonus/fifo",
          .question = "A full roster: each newcomer replaces the one who has been there longest.",
          .expectation =
              "A value is overwritten in place and far ahead. unique and shared pay a free and a malloc per "
              "turnover, "
              "and never stop for long; boehm is near them in throughput, with pauses that grow with the roster.",
          .predictions = {{"cpu_ns_per_op", "value", "unique", session::Expect::kLess, 2},
                          {"cpu_ns_per_op", "value", "shared", session::Expect::kLess, 2},
                          {"cpu_ns_per_op", "value", "boehm", session::Expect::kLess, 2},
                          {"ops_per_s", "boehm", "unique", session::Expect::kAlike, 1.5},
                          {"ops_per_s", "boehm", "shared", session::Expect::kAlike, 1.5},
                          {"service_max_ns", "boehm", "unique", session::Expect::kMore},
                          {"service_max_ns", "boehm", "shared", session::Expect::kMore}},
          .item = "employee",
          .items_per_op = 50};
}

session::Card Named::card() {
  return {.name = "employee_bonus/named",
          .question = "The roster again; each employee owns a name of 40 characters, which holds no pointers.",
          .expectation =
              "All pay for a second block. Because the names are declared pointer-free, boehm's pauses stay "
              "close to "
              "those of the roster without names; where names were scanned they would lengthen.",
          .predictions = {{"gc_pause_max_ns", "boehm:scanned", "boehm", session::Expect::kMore}},
          .item = "employee",
          .items_per_op = 20};
}

}  // namespace ovg::workloads::employee_bonus
