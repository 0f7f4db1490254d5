#include "harness/runner/entry.h"

int main(int argc, char** argv) {
  return ovg::runner::bench_all(argc, argv);
}
