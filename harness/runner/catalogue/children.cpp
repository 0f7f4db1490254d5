#include "harness/runner/catalogue/children.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>

#include "harness/record/json_fields.h"
#include "harness/runner/os/usage_error.h"

namespace ovg::runner::catalogue {

namespace fs = std::filesystem;
using record::JsonFields;

namespace {

fs::path find_children_file(const fs::path& given) {
  std::error_code ignored;
  if (fs::is_directory(given, ignored)) return fs::absolute(given) / "children.json";
  if (!given.empty()) return fs::absolute(given);
  const fs::path here = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  for (const fs::path& folder : {here, here / "../libexec/ownership-vs-gc"}) {
    if (fs::exists(folder / "children.json", ignored)) return fs::canonical(folder) / "children.json";
  }
  throw os::UsageError("{}/children.json is missing: build the whole suite ('cmake --build' without --target)",
                       here.string());
}

std::string how_to_build(const fs::path& executable, const fs::path& children_file) {
  const fs::path build = children_file.parent_path().parent_path();
  if (fs::exists(build / "CMakeCache.txt")) {
    return fmt::format("build it with 'cmake --build {} --target {}'", build.string(), executable.filename().string());
  }
  return "build or install the suite again";
}

fs::path executable_at(const JsonFields& fields, std::string_view name, const fs::path& children_file) {
  fs::path path = (children_file.parent_path() / fields.text(name)).lexically_normal();
  if (access(path.c_str(), X_OK) == 0) return path;
  throw os::UsageError("{} is missing: {}", path.string(), how_to_build(path, children_file));
}

ChildProgram read_child(const JsonFields& fields, const fs::path& children_file) {
  ChildProgram child;
  child.variant = fields.text("variant");
  child.group = fields.has("group") ? fields.text("group") : "collection";
  if (fields.has("unavailable")) {
    child.unavailable = fields.text("unavailable");
    return child;
  }
  child.executable = executable_at(fields, "executable", children_file);
  if (fields.has("primitives")) child.primitives = executable_at(fields, "primitives", children_file);
  return child;
}

/// Names no library where the build made none, as under a sanitizer, or where the file knows of none.
fs::path counter_of(const JsonFields& fields, const fs::path& children_file) {
  if (!fields.has("counter") || fields.is_null("counter")) return {};
  fs::path path = (children_file.parent_path() / fields.text("counter")).lexically_normal();
  if (access(path.c_str(), R_OK) == 0) return path;
  throw os::UsageError("{} is missing: build or install the whole suite again", path.string());
}

}  // namespace

ChildrenFile load_children(const fs::path& given) {
  ChildrenFile file;
  file.path = find_children_file(given);
  std::ifstream stream(file.path);
  if (!stream) throw os::UsageError("cannot read {}: give an existing file", file.path.string());
  const auto content = record::parsed_json(std::string(std::istreambuf_iterator(stream), {}));
  if (!content) throw os::UsageError("{} is not JSON: build the suite again", file.path.string());
  try {
    const JsonFields fields(*content);
    fields.each_object("children",
                       [&](const JsonFields& child) { file.children.push_back(read_child(child, file.path)); });
    file.counter = counter_of(fields, file.path);
    file.toolchain = fields.has("toolchain") ? fields.carried("toolchain") : record::parsed_json("{}");
  } catch (const record::RecordError& error) {
    throw os::UsageError("{}: {}: build the suite again", file.path.string(), error.what());
  }
  if (file.children.empty()) throw os::UsageError("{} names no child: build the suite again", file.path.string());
  return file;
}

}  // namespace ovg::runner::catalogue
