#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "harness/session/digest.h"
#include "harness/session/workload.h"

/// Objects that nobody changes and everybody reads: what a handle costs when many threads copy it. Nothing is
/// allocated after setup.
namespace ovg::workloads::shared_readers {

inline constexpr std::uint32_t kReadsPerOp = 128;

/// For each pick: copies a handle of that document, reads through the copy, and drops the copy.
struct Op {
  std::array<std::uint16_t, kReadsPerOp> picks;
};

/// What is read: 32 bytes, the median size of an object.
struct Fields {
  std::uint64_t id;
  std::uint64_t revision;
  std::uint64_t author;
  std::uint64_t checksum;
};

struct Script : session::OpScript<Op> {
  std::vector<Fields> documents;  // made in setup, in this order
};

/// Every thread picks the one document that there is.
struct Hot {
  using Script = shared_readers::Script;
  static session::Card card();
  static Script script(const session::Parameters& parameters);
};

/// Every thread picks at random from many documents.
struct Cold : Hot {
  static session::Card card();
  static Script script(const session::Parameters& parameters);
};

/// What is seen of a document through a handle: two fields, so that a wrong one does not go unnoticed.
inline std::uint64_t observe_document(const Fields& fields) {
  return fields.id ^ fields.checksum;
}

/// Folds a document as its owner finds it at the end.
inline void fold_document(session::Digest& digest, const Fields& fields) {
  digest.fold(fields.id);
  digest.fold(fields.revision);
  digest.fold(fields.author);
  digest.fold(fields.checksum);
}

}  // namespace ovg::workloads::shared_readers
