#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <optional>
#include <source_location>
#include <string>
#include <tuple>
#include <vector>

// The memory orders a program names, each at its place in the source, and their weakenings.
namespace crystalline::schedules {

[[nodiscard]] constexpr bool acquires(std::memory_order order) {
  return order == std::memory_order_acquire || order == std::memory_order_acq_rel ||
         order == std::memory_order_seq_cst;
}
[[nodiscard]] constexpr bool releases(std::memory_order order) {
  return order == std::memory_order_release || order == std::memory_order_acq_rel ||
         order == std::memory_order_seq_cst;
}

enum class Access { kLoad, kStore, kChange };

/// The orders one step weaker.
[[nodiscard]] inline std::vector<std::memory_order> weaker(Access access, std::memory_order order) {
  using enum std::memory_order;
  if (order == relaxed || order == consume) return {};
  if (order == seq_cst) {
    if (access == Access::kLoad) return {acquire};
    if (access == Access::kStore) return {release};
    return {acq_rel};
  }
  if (order == acq_rel) return {acquire, release};
  return {relaxed};
}

[[nodiscard]] inline const char* name_of(std::memory_order order) {
  static constexpr const char* kNames[] = {"relaxed", "consume", "acquire",
                                           "release", "acq_rel", "seq_cst"};
  return kNames[static_cast<std::size_t>(order)];
}

/// Where an order is named.
struct Site {
  std::string file;  // its name without folders
  std::uint32_t line;
  std::uint32_t column;
  auto operator<=>(const Site&) const = default;
};

[[nodiscard]] inline Site site_of(const std::source_location& place) {
  const std::string path = place.file_name();
  return {path.substr(path.find_last_of('/') + 1), place.line(), place.column()};
}

/// The sites met so far, and the one that is weakened, if any.
class Orders {
 public:
  struct Named {
    Access access;
    std::memory_order order;
    std::string path;
  };

  std::memory_order at(const std::source_location& place, Access access, std::memory_order order) {
    if (!recording_ && !weak_) return order;
    const Site site = site_of(place);
    if (recording_) named_.try_emplace(site, Named{access, order, place.file_name()});
    return weak_ && weak_->first == site ? weak_->second : order;
  }
  void record(bool on) { recording_ = on; }
  void weaken(std::optional<std::pair<Site, std::memory_order>> weak) { weak_ = std::move(weak); }
  [[nodiscard]] const std::map<Site, Named>& named() const { return named_; }
  void forget() { named_.clear(); }

 private:
  bool recording_ = false;
  std::optional<std::pair<Site, std::memory_order>> weak_;
  std::map<Site, Named> named_;
};

inline Orders& orders() {
  static Orders all;
  return all;
}

}  // namespace crystalline::schedules
