// Ownership story: owners are counted. A copy adds one to an atomic count and dropping it takes one away; a
// move leaves the count alone. The count stands in the object's block (make_shared), so a block is 16 bytes
// larger.

#include "raii_variants/shared/owner.h"
#include "workloads/primitives/owned_primitives.h"
#include "workloads/primitives/primitives_program.h"

int main(int argc, char** argv) {
  using namespace ovg;
  return workloads::primitives::run_primitives<workloads::primitives::OwnedPrimitives<raii::SharedOwner>>(argc, argv);
}
