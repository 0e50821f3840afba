#include "engine/text/unicode_class.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "engine/text/unicode_table.hpp"

namespace crystalline::text {
namespace {

constexpr std::uint32_t kTabulated = 0x20000;
using Table = std::array<CharacterClass, kTabulated>;

Table tabulate() {
  Table table{};
  for (const ClassRange& range : kClassRanges) {
    const std::uint32_t end = std::min(range.end, kTabulated);
    for (std::uint32_t point = range.begin; point < end; ++point) table[point] = range.kind;
  }
  return table;
}

CharacterClass search(std::uint32_t code_point) {
  const auto* after = std::upper_bound(
      std::begin(kClassRanges), std::end(kClassRanges), code_point,
      [](std::uint32_t point, const ClassRange& range) { return point < range.begin; });
  if (after == std::begin(kClassRanges)) return CharacterClass::kOther;
  const ClassRange& range = *std::prev(after);
  return code_point < range.end ? range.kind : CharacterClass::kOther;
}

}  // namespace

CharacterClass character_class(std::uint32_t code_point) {
  static const Table table = tabulate();
  return code_point < kTabulated ? table[code_point] : search(code_point);
}

}  // namespace crystalline::text
