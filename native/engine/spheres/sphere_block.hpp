#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

#include "engine/spheres/sphere.hpp"

namespace crystalline::spheres {

/// Spheres of one worker, side by side, that are there as long as the block. One thread makes them,
/// which is the first to write their memory; they never move.
class SphereBlock {
 public:
  SphereBlock() = default;
  explicit SphereBlock(std::size_t room)
      : spheres_(static_cast<Sphere*>(
            ::operator new(room * sizeof(Sphere), std::align_val_t{alignof(Sphere)}))) {}
  SphereBlock(SphereBlock&& other) noexcept
      : spheres_(std::exchange(other.spheres_, nullptr)), count_(std::exchange(other.count_, 0)) {}
  SphereBlock& operator=(SphereBlock&& other) noexcept {
    std::swap(spheres_, other.spheres_);
    std::swap(count_, other.count_);
    return *this;
  }
  ~SphereBlock() {
    for (std::size_t i = 0; i < count_; ++i) spheres_[i].~Sphere();
    ::operator delete(spheres_, std::align_val_t{alignof(Sphere)});
  }

  /// At most as many as there is room for.
  Sphere& make(std::uint32_t id, std::uint8_t level, std::uint8_t group, std::uint32_t parent) {
    return *new (&spheres_[count_++]) Sphere(id, level, group, parent);
  }

 private:
  Sphere* spheres_ = nullptr;
  std::size_t count_ = 0;
};

}  // namespace crystalline::spheres
