#include "engine/telemetry/trace_ring.hpp"

#include <algorithm>

namespace crystalline::telemetry {

void TraceRing::record(const Span& span) {
  const std::uint64_t index = published_.load(std::memory_order_relaxed);
  claimed_.store(index + 1, std::memory_order_relaxed);
  Slot& slot = slots_[index % kSpans];
  // release on every word: a reader that gets a new word sees the claim made before it.
  slot.words[0].store(span.start_us, std::memory_order_release);
  slot.words[1].store(std::uint64_t{span.duration_us} << 32 | span.step, std::memory_order_release);
  slot.words[2].store(
      std::uint64_t{span.worker} << 32 | static_cast<std::uint64_t>(span.kind) << 16 | span.sphere,
      std::memory_order_release);
  published_.store(index + 1, std::memory_order_release);  // pairs with read
}

std::size_t TraceRing::read(std::span<Span> spans) const {
  const std::uint64_t end = published_.load(std::memory_order_acquire);
  const std::uint64_t kept = std::min<std::uint64_t>({end, kSpans, spans.size()});
  const std::uint64_t begin = end - kept;
  for (std::uint64_t i = begin; i < end; ++i) {
    const Slot& slot = slots_[i % kSpans];
    // acquire: pairs with the writer's words.
    const std::uint64_t start = slot.words[0].load(std::memory_order_acquire);
    const std::uint64_t length = slot.words[1].load(std::memory_order_acquire);
    const std::uint64_t rest = slot.words[2].load(std::memory_order_acquire);
    spans[i - begin] = {start,
                        static_cast<std::uint32_t>(length >> 32),
                        static_cast<std::uint32_t>(length),
                        static_cast<std::uint8_t>(rest >> 32),
                        static_cast<TraceKind>(rest >> 16 & 0xff),
                        static_cast<std::uint16_t>(rest)};
  }
  // Spans below `sound` may have been overwritten while we copied: claim c touches index c -
  // kSpans.
  const std::uint64_t claimed = claimed_.load(std::memory_order_relaxed);
  const std::uint64_t sound = claimed > kSpans ? claimed - kSpans : 0;
  const std::uint64_t lost = std::clamp<std::uint64_t>(sound, begin, end) - begin;
  std::copy(spans.begin() + static_cast<std::ptrdiff_t>(lost),
            spans.begin() + static_cast<std::ptrdiff_t>(kept), spans.begin());
  return static_cast<std::size_t>(kept - lost);
}

}  // namespace crystalline::telemetry
