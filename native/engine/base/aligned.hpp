#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace crystalline::base {

/// Bytes of a cache line on every machine we build for; also the alignment of an AVX-512 vector.
inline constexpr std::size_t kCacheLine = 64;

/// Allocator of storage that starts on a cache line.
template <typename T>
struct CacheAligned {
  using value_type = T;
  CacheAligned() = default;
  template <typename U>
  CacheAligned(const CacheAligned<U>&) noexcept {}  // NOLINT: converting by design
  [[nodiscard]] T* allocate(std::size_t count) {
    return static_cast<T*>(::operator new(count * sizeof(T), std::align_val_t{kCacheLine}));
  }
  void deallocate(T* memory, std::size_t) noexcept {
    ::operator delete(memory, std::align_val_t{kCacheLine});
  }
  template <typename U>
  bool operator==(const CacheAligned<U>&) const noexcept {
    return true;
  }
};

template <typename T>
using AlignedVector = std::vector<T, CacheAligned<T>>;

}  // namespace crystalline::base
