#pragma once

namespace crystalline::sync {

/// Asks for the cache line at `place` so that it can be written soon, before another processor's
/// copy of it costs the writer a wait. A hint: nothing changes, any address will do.
inline void prefetch_for_writing(const void* place) noexcept {
#if defined(__x86_64__) || defined(__i386__)
  // g++ makes a prefetch for reading of __builtin_prefetch unless built for a newer processor; the
  // older ones take this instruction for a no-operation.
  asm volatile("prefetchw %0" : : "m"(*static_cast<const char*>(place)));
#else
  __builtin_prefetch(place, 1);
#endif
}

}  // namespace crystalline::sync
