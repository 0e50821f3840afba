#include "engine/control/message_tally.hpp"

#include <algorithm>

namespace crystalline::control {

void MessageTally::take(std::size_t sender, const spheres::Traffic::Ring& ring) {
  const std::uint64_t before = read_[sender];
  read_[sender] = ring.count();
  const std::size_t held = taken_.size();
  taken_.resize(held + spheres::Traffic::kRemembered);
  taken_.resize(held + ring.read(std::span(taken_).subspan(held), before, read_[sender]));
}

std::size_t MessageTally::write(std::span<telemetry::MessageRow> rows) {
  std::sort(taken_.begin(), taken_.end());
  all_.clear();
  for (std::size_t i = 0; i < taken_.size();) {
    std::size_t end = i;
    while (end < taken_.size() && taken_[end] == taken_[i]) ++end;
    const auto link = spheres::Traffic::unpack(taken_[i].front());
    all_.push_back({link.sender, link.receiver, static_cast<std::uint32_t>(end - i),
                    static_cast<std::uint8_t>(link.type), static_cast<std::uint8_t>(link.priority),
                    0});
    i = end;
  }
  taken_.clear();
  const std::size_t count = std::min(rows.size(), all_.size());
  if (count < all_.size()) {
    std::nth_element(all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(count), all_.end(),
                     [](const auto& a, const auto& b) { return a.count > b.count; });
  }
  std::copy_n(all_.begin(), count, rows.begin());
  return count;
}

}  // namespace crystalline::control
