#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ovg::runner::os {

/// The variables that a child gets, by name.
using Variables = std::map<std::string, std::string>;

/// Filler that gives all children of a block the same size of arguments and environment.
inline constexpr const char* kPaddingVariable = "OVG_PADDING";

/// PATH and HOME as they are here, LANG=C, and what --env sets. Nothing else reaches a child, so that no
/// tuning of malloc or of a collector goes unrecorded.
Variables child_variables(const std::vector<std::pair<std::string, std::string>>& given);

/// Whether every child gets it, whatever is asked for.
bool is_usual(const std::string& name);

/// The variables of a side over those that both sides get. A library that the side preloads comes before
/// those that both preload, rather than in their place.
Variables with_own(Variables common, const Variables& own);

/// With the allocator's library preloaded. A library that the user preloads comes first: it has to be able to
/// interpose on whatever malloc is underneath.
Variables with_preload(Variables variables, const std::string& library);

/// What LD_PRELOAD names, in its order.
std::vector<std::string> preloaded(const Variables& variables);

std::vector<std::string> as_environment(const Variables& variables);

/// Bytes that arguments and environment take on a new process's stack, with their pointers and the
/// executable's path.
std::uint64_t stack_bytes(const std::vector<std::string>& argv, const std::vector<std::string>& environment);

/// Grows the environment by kPaddingVariable until it takes `target_bytes` with `argv`, and returns how many
/// filler characters that were. The size of the environment moves the stack, and with it results, by several
/// per cent (Mytkowicz et al. 2009); no cell is to be favoured by the length of its names.
std::uint64_t pad(std::vector<std::string>& environment, const std::vector<std::string>& argv,
                  std::uint64_t target_bytes);

/// What `pad` adds when it adds no filler character: targets have to leave room for it.
std::uint64_t least_padding_bytes();

}  // namespace ovg::runner::os
