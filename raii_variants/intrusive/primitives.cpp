// Ownership story: owners are counted in the object, here without atomic operations. A copy adds one and dropping it
// takes one away; a move leaves the count alone. A block is 8 bytes larger.

#include "raii_variants/intrusive/owner.h"
#include "workloads/primitives/owned_primitives.h"
#include "workloads/primitives/primitives_program.h"

int main(int argc, char** argv) {
  using namespace ovg;
  return workloads::primitives::run_primitives<workloads::primitives::OwnedPrimitives<raii::LocalOwner>>(argc, argv);
}
