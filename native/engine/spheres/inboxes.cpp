#include "engine/spheres/inboxes.hpp"

namespace crystalline::spheres {

std::optional<std::uint32_t> Inboxes::upcoming(std::size_t ahead) const {
  for (std::size_t p = kPriorities; p-- > 0;) {
    if (lines_[p].size() > ahead) return lines_[p].peek(ahead).receiver;
    ahead -= lines_[p].size();
  }
  return std::nullopt;
}

}  // namespace crystalline::spheres
