#include "engine/topology/cgroup.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string_view>
#include <vector>

#include "engine/topology/small_file.hpp"

namespace crystalline::topology {
namespace {

using std::filesystem::path;

/// Whether a comma-separated list has the word.
bool lists(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::size_t comma = words.find(',');
    if (words.substr(0, comma) == word) return true;
    if (comma == std::string_view::npos) return false;
    words.remove_prefix(comma + 1);
  }
  return false;
}

/// The group of a hierarchy from lines "number:controllers:/group"; "": not a member.
std::string group_in(const std::string& membership, bool version_2) {
  std::istringstream lines(text_of(membership));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string_view controllers(line.data() + first + 1, second - first - 1);
    if (version_2 ? controllers.empty() : lists(controllers, "cpu")) return line.substr(second + 1);
  }
  return "";
}

/// The folders of a group and of all above it: "/a/b" is root/a/b, root/a, root.
std::vector<path> folders_of(const path& root, const std::string& group) {
  std::vector<path> folders = {root};
  for (const path& part : path(group).relative_path()) {
    if (part == "..") return {root};  // outside of what this process can see
    folders.push_back(folders.back() / part);
  }
  std::reverse(folders.begin(), folders.end());
  return folders;
}

/// Processors' worth of a quota in a period, both in microseconds; 0: none.
std::uint32_t processors_of(double quota, double period) {
  if (!(quota > 0) || !(period > 0)) return 0;
  const double share = std::min(quota / period, 65'536.0);
  const auto whole = static_cast<std::uint32_t>(share);
  return std::max(1U, static_cast<double>(whole) < share ? whole + 1 : whole);
}

/// cpu.max is "quota period" or "max period".
std::uint32_t quota_of_version_2(const path& folder) {
  std::istringstream text(text_of(folder / "cpu.max"));
  std::string quota;
  double period = 0;
  if (!(text >> quota >> period)) return 0;
  return processors_of(std::strtod(quota.c_str(), nullptr), period);
}

std::uint32_t quota_of_version_1(const path& folder) {
  const auto number = [&](const char* name) {
    return std::strtod(text_of(folder / name).c_str(), nullptr);
  };
  return processors_of(number("cpu.cfs_quota_us"), number("cpu.cfs_period_us"));
}

void lower(std::uint32_t& limit, std::uint32_t other) {
  if (other != 0) limit = limit == 0 ? other : std::min(limit, other);
}

}  // namespace

CgroupLimits read_cgroup_limits(const std::string& root, const std::string& membership) {
  CgroupLimits limits;
  for (const path& folder : folders_of(root, group_in(membership, true))) {
    lower(limits.quota, quota_of_version_2(folder));
    if (limits.cpus.empty()) limits.cpus = list_in(folder / "cpuset.cpus.effective");
  }
  for (const path& folder : folders_of(path(root) / "cpu", group_in(membership, false))) {
    lower(limits.quota, quota_of_version_1(folder));
  }
  return limits;
}

}  // namespace crystalline::topology
