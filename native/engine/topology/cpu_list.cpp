#include "engine/topology/cpu_list.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string>

namespace crystalline::topology {
namespace {

constexpr std::uint32_t kLargestCpu = 65'535;

/// Takes a number off the front of `text`; false when there is none.
bool take_number(std::string_view& text, std::uint32_t& number) {
  const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{} || number > kLargestCpu) return false;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  return true;
}

/// Takes "a" or "a-b" and a following comma off the front of `text`.
bool take_range(std::string_view& text, CpuList& cpus) {
  std::uint32_t first = 0;
  if (!take_number(text, first)) return false;
  std::uint32_t last = first;
  if (text.starts_with('-')) {
    text.remove_prefix(1);
    if (!take_number(text, last) || last < first) return false;
  }
  for (std::uint32_t cpu = first; cpu <= last; ++cpu) cpus.push_back(cpu);
  if (text.empty()) return true;
  if (!text.starts_with(',')) return false;
  text.remove_prefix(1);
  return !text.empty();
}

}  // namespace

base::Result<CpuList> parse_cpu_list(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  const std::string_view whole = text;
  CpuList cpus;
  while (!text.empty()) {
    if (!take_range(text, cpus)) {
      return base::Error{base::ErrorCode::kInvalidArgument,
                         "not a list of processors: \"" + std::string(whole) + "\""};
    }
  }
  std::sort(cpus.begin(), cpus.end());
  cpus.erase(std::unique(cpus.begin(), cpus.end()), cpus.end());
  return cpus;
}

CpuList intersection(const CpuList& a, const CpuList& b) {
  CpuList both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both;
}

}  // namespace crystalline::topology
