#include "engine/telemetry/event_ring.hpp"

#include <algorithm>
#include <bit>

namespace crystalline::telemetry {
namespace {

std::uint32_t pack(EventRow row) { return std::uint32_t{row.token} << 16 | row.loss; }

EventRow unpack(std::uint32_t word) {
  return {static_cast<std::uint16_t>(word >> 16), static_cast<std::uint16_t>(word)};
}

}  // namespace

EventRing::EventRing() : slots_(kShellEvents) {}

void EventRing::append(std::span<const EventRow> rows) {
  const std::uint64_t before = newest_.load(std::memory_order_relaxed);  // ours alone to write
  const std::uint64_t after = before + rows.size();
  const std::uint64_t skipped = rows.size() > kShellEvents ? rows.size() - kShellEvents : 0;
  claimed_.store(after, std::memory_order_relaxed);
  for (std::uint64_t i = skipped; i < rows.size(); ++i) {
    // release: a reader that gets a new row sees the claim made before it.
    slots_[(before + i) % kShellEvents].store(pack(rows[i]), std::memory_order_release);
  }
  newest_.store(after, std::memory_order_release);  // pairs with read
}

void EventRing::restart(std::uint64_t newest) {
  generation_.fetch_add(1, std::memory_order_acq_rel);  // odd: a restart is under way
  restarted_at_.store(newest, std::memory_order_release);
  claimed_.store(newest, std::memory_order_release);
  newest_.store(newest, std::memory_order_release);
  generation_.fetch_add(1, std::memory_order_release);
}

std::uint64_t EventRing::newest() const { return newest_.load(std::memory_order_acquire); }

EventRing::Slice EventRing::read(std::uint64_t since_n, std::span<EventRow> rows) const {
  for (;;) {
    const std::uint64_t generation = generation_.load(std::memory_order_acquire);
    const std::uint64_t newest = newest_.load(std::memory_order_acquire);
    const std::uint64_t oldest = std::max(restarted_at_.load(std::memory_order_acquire),
                                          newest - std::min(newest, kShellEvents));
    // A `since_n` ahead of us comes from before a restart: such a reader starts over.
    std::uint64_t after = since_n > newest ? oldest : std::max(since_n, oldest);
    after = std::max(after, newest - std::min<std::uint64_t>(newest - after, rows.size()));
    for (std::uint64_t n = after; n < newest; ++n) {
      // acquire: pairs with the release in append.
      rows[n - after] = unpack(slots_[n % kShellEvents].load(std::memory_order_acquire));
    }
    // Rows up to `overtaken` may have been overwritten by the rows a shell later.
    const std::uint64_t claimed = claimed_.load(std::memory_order_acquire);
    const bool whole =
        (generation & 1) == 0 && generation == generation_.load(std::memory_order_acquire);
    if (!whole) continue;
    const std::uint64_t overtaken = claimed - std::min(claimed, kShellEvents);
    const std::uint64_t lost = std::clamp(overtaken, after, newest) - after;
    std::copy(rows.begin() + static_cast<std::ptrdiff_t>(lost),
              rows.begin() + static_cast<std::ptrdiff_t>(newest - after), rows.begin());
    return {after + lost + 1, static_cast<std::size_t>(newest - after - lost)};
  }
}

std::uint16_t half_from_float(float value) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = bits >> 16 & 0x8000;
  const std::uint32_t size = bits & 0x7fff'ffff;
  if (size > 0x7f80'0000) return static_cast<std::uint16_t>(sign | 0x7e00);   // NaN
  if (size >= 0x4780'0000) return static_cast<std::uint16_t>(sign | 0x7c00);  // 65536 and more
  if (size < 0x3300'0000) return static_cast<std::uint16_t>(sign);            // below 2^-25
  // Significand with its hidden bit, shifted so that the half's last place is bit 0.
  const std::uint32_t exponent = size >> 23;
  const std::uint32_t significand = (size & 0x7f'ffff) | 0x80'0000;
  const bool normal = exponent >= 113;  // 2^-14 and more
  const std::uint32_t shift = normal ? 13 : 126 - exponent;
  const std::uint32_t base = normal ? (exponent - 113) << 10 : 0;
  const std::uint32_t rest = significand & ((1U << shift) - 1);
  const std::uint32_t middle = 1U << (shift - 1);
  std::uint32_t half = base + (significand >> shift);
  if (rest > middle || (rest == middle && (half & 1) != 0)) ++half;
  return static_cast<std::uint16_t>(sign | half);
}

}  // namespace crystalline::telemetry
