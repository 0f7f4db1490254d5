#pragma once

#include <cstdint>
#include <string>

namespace ovg::runner {

/// Three significant digits and a unit, at most 7 characters: "812 ns", "12.3 us", "4.56 s".
std::string short_time(double ns);
/// "512 B", "14.2 MiB"
std::string short_bytes(double bytes);
/// For waiting people: "45 s", "2 min 10 s", "3 h 05 min".
std::string long_time(double seconds);

/// The prefix and a text of clauses that are set apart by ", ", in lines of at most 100 columns where its
/// clauses allow that, indented by four from the second line on. Ends in a line feed.
std::string wrapped(const std::string& prefix, const std::string& clauses);

}  // namespace ovg::runner
