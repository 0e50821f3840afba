#pragma once

#include <array>
#include <atomic>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

#include "engine/base/aligned.hpp"
#include "engine/base/result.hpp"
#include "engine/sync/memory.hpp"

namespace crystalline::sync {

/// Where a WRITE_ONLY handle writes: elements can be assigned, never read.
template <typename T>
class WriteOnlySpan {
 public:
  class Element {
   public:
    explicit Element(T& place) : place_(place) {}
    void operator=(const T& value) const { place_ = value; }  // NOLINT: a proxy, not a value

   private:
    T& place_;
  };

  explicit WriteOnlySpan(std::span<T> places) : places_(places) {}
  [[nodiscard]] Element operator[](std::size_t index) const { return Element(places_[index]); }
  [[nodiscard]] std::size_t size() const { return places_.size(); }
  void copy_from(std::span<const T> values) const {
    assert(values.size() == places_.size());
    for (std::size_t i = 0; i < values.size(); ++i) places_[i] = values[i];
  }
  /// For kernels that only store: the same places as a plain span. Its content before the store is
  /// that of some older version.
  [[nodiscard]] std::span<T> kernel_destination() const { return places_; }

 private:
  std::span<T> places_;
};

/// An array of fixed size in immutable-once-published versions: the weights live in one.
///
/// Readers: any number, any thread; taking a handle is one atomic addition (wait-free, its cost
/// does not depend on the size), and what it shows never changes. Writers: one at a time; a writer
/// never waits for readers, it writes into a buffer nobody reads. When readers hold every buffer
/// the region grows by one, up to kMaxBuffers; then writing is refused with kOutOfMemory. The three
/// access modes are types: reading through WriteOnly, writing through ReadOnly, and committing what
/// is not given up do not compile. Handles must not outlive their region.
///
/// How: `head_` packs the newest buffer's index and the number of handles ever taken from it. A
/// publication swaps the word and hands that number to the retired buffer's `balance`; a released
/// handle subtracts one from it; a retired buffer with balance 0 is free. No pointer is compared,
/// so there is no ABA.
template <typename T, typename Memory = RealMemory>
class VersionedRegion {
  static_assert(std::is_trivially_copyable_v<T>);

  template <typename U>
  using Atomic = typename Memory::template Atomic<U>;
  struct Buffer {
    explicit Buffer(std::size_t size) : data(size) {}
    base::AlignedVector<T> data;
    typename Memory::template Plain<std::uint64_t> version{
        0};  // written before publication, then constant until reused
    alignas(base::kCacheLine) Atomic<std::int64_t> balance{0};
  };

 public:
  static constexpr std::size_t kMaxBuffers = 64;

  /// READ_ONLY: one version, unchanging as long as the handle lives.
  class ReadOnly {
   public:
    ReadOnly(ReadOnly&& other) noexcept : buffer_(std::exchange(other.buffer_, nullptr)) {}
    ReadOnly& operator=(ReadOnly&& other) noexcept {
      std::swap(buffer_, other.buffer_);
      return *this;
    }
    ~ReadOnly() {
      // release: our reads happen before the writer that finds balance 0 (acquire) reuses it.
      if (buffer_ != nullptr) buffer_->balance.fetch_sub(1, std::memory_order_release);
    }
    [[nodiscard]] std::span<const T> data() const { return buffer_->data; }
    [[nodiscard]] std::uint64_t version() const { return buffer_->version; }

   private:
    friend class VersionedRegion;
    explicit ReadOnly(Buffer* buffer) : buffer_(buffer) {}
    Buffer* buffer_;
  };

  /// WRITE_ONLY: the next version, its content undefined until written. Dropped without commit()
  /// nothing is published.
  class WriteOnly {
   public:
    WriteOnly(WriteOnly&& other) noexcept
        : region_(std::exchange(other.region_, nullptr)), index_(other.index_) {}
    WriteOnly& operator=(WriteOnly&&) = delete;
    ~WriteOnly() {
      if (region_ != nullptr) region_->writing_.store(false, std::memory_order_release);
    }
    [[nodiscard]] WriteOnlySpan<T> data() const {
      return WriteOnlySpan<T>(region_->buffers_[index_]->data);
    }
    /// Publishes and takes the handle, `std::move(handle).commit()`: nothing is written to what is
    /// published, and nothing is published twice. Returns the version published.
    std::uint64_t commit() && { return std::exchange(region_, nullptr)->publish(index_); }

   private:
    friend class VersionedRegion;
    WriteOnly(VersionedRegion* region, std::size_t index) : region_(region), index_(index) {}
    VersionedRegion* region_;
    std::size_t index_;
  };

  /// READ_WRITE: the next version, beginning as a copy of the newest.
  class ReadWrite {
   public:
    [[nodiscard]] std::span<T> data() const { return handle_.data().kernel_destination(); }
    std::uint64_t commit() && { return std::move(handle_).commit(); }

   private:
    friend class VersionedRegion;
    explicit ReadWrite(WriteOnly handle) : handle_(std::move(handle)) {}
    WriteOnly handle_;
  };

  /// Version 0: `size` values, zero.
  explicit VersionedRegion(std::size_t size) : size_(size) {
    for (; count_ < 2; ++count_) buffers_[count_] = std::make_unique<Buffer>(size);
  }
  VersionedRegion(const VersionedRegion&) = delete;
  VersionedRegion& operator=(const VersionedRegion&) = delete;

  [[nodiscard]] std::size_t size() const { return size_; }

  /// Any thread, wait-free: the newest version.
  [[nodiscard]] ReadOnly read() const {
    // acquire: pairs with the exchange in publish, so the buffer's content is seen.
    const std::uint64_t head = head_.fetch_add(1, std::memory_order_acquire);
    return ReadOnly(buffers_[head >> kTakenBits].get());
  }
  /// Any thread: the newest version's number.
  [[nodiscard]] std::uint64_t version() const {
    return newest_version_.load(std::memory_order_acquire);
  }

  /// Any thread, one writer at a time: kWrongState while another write handle is open.
  [[nodiscard]] base::Result<WriteOnly> write() {
    if (writing_.exchange(true, std::memory_order_acquire)) {
      return base::Error{base::ErrorCode::kWrongState, "the region has an open writer"};
    }
    const std::size_t index = free_buffer();
    if (index == kMaxBuffers) {
      writing_.store(false, std::memory_order_release);
      return base::Error{base::ErrorCode::kOutOfMemory,
                         "readers hold all 64 versions of the region"};
    }
    return WriteOnly(this, index);
  }

  /// As write(), starting from the newest version.
  [[nodiscard]] base::Result<ReadWrite> modify() {
    auto handle = write();
    if (!handle.ok()) return std::move(handle).error();
    handle.value().data().copy_from(read().data());
    return ReadWrite(std::move(handle).value());
  }

  /// Buffers allocated; only while no writer is open.
  [[nodiscard]] std::size_t buffers() const { return count_; }

 private:
  static constexpr int kTakenBits = 48;

  std::uint64_t publish(std::size_t index) {
    const std::uint64_t version = newest_version_.load(std::memory_order_relaxed) + 1;
    buffers_[index]->version = version;
    // release: publishes content and version; pairs with read().
    const std::uint64_t old =
        head_.exchange(std::uint64_t{index} << kTakenBits, std::memory_order_release);
    const auto taken = static_cast<std::int64_t>(old & ((std::uint64_t{1} << kTakenBits) - 1));
    // relaxed: as a read-modify-write it keeps the readers' release sequence whole.
    buffers_[old >> kTakenBits]->balance.fetch_add(taken, std::memory_order_relaxed);
    newest_version_.store(version, std::memory_order_release);
    writing_.store(false, std::memory_order_release);
    return version;
  }

  /// A buffer neither newest nor read, growing if there is none; kMaxBuffers: refused.
  std::size_t free_buffer() {
    const std::size_t newest = head_.load(std::memory_order_relaxed) >> kTakenBits;
    for (std::size_t i = 0; i < count_; ++i) {
      // acquire: pairs with the release in ~ReadOnly.
      if (i != newest && buffers_[i]->balance.load(std::memory_order_acquire) == 0) return i;
    }
    if (count_ == kMaxBuffers) return kMaxBuffers;
    buffers_[count_] = std::make_unique<Buffer>(size_);
    return count_++;
  }

  std::size_t size_;
  std::size_t count_ = 0;  // of buffers_; the writer's
  std::array<std::unique_ptr<Buffer>, kMaxBuffers> buffers_;
  alignas(base::kCacheLine) mutable Atomic<std::uint64_t> head_{0};
  alignas(base::kCacheLine) Atomic<std::uint64_t> newest_version_{0};
  Atomic<bool> writing_{false};
};

}  // namespace crystalline::sync
