// Ownership story: one owner for each object. Its handle can be moved, never copied; dropping it frees at
// once.

#include "raii_variants/unique/owner.h"
#include "workloads/primitives/owned_primitives.h"
#include "workloads/primitives/primitives_program.h"

int main(int argc, char** argv) {
  using namespace ovg;
  return workloads::primitives::run_primitives<workloads::primitives::OwnedPrimitives<raii::UniqueOwner>>(argc, argv);
}
