#include "engine/session/memory_need.hpp"

#include <cstdio>
#include <string>

#include "engine/training/optimizer.hpp"

namespace crystalline::session {
namespace {

/// Memory the system could hand out now, in bytes; 0: it does not tell.
std::uint64_t available_bytes() {
#if defined(__linux__)
  std::FILE* file = std::fopen("/proc/meminfo", "re");
  if (file == nullptr) return 0;
  char line[256];
  unsigned long long kib = 0;
  while (std::fgets(line, sizeof(line), file) != nullptr) {
    if (std::sscanf(line, "MemAvailable: %llu kB", &kib) == 1) break;
  }
  std::fclose(file);
  return std::uint64_t{kib} * 1024;
#else
  return 0;
#endif
}

std::string mebibytes(std::uint64_t bytes) { return std::to_string(bytes >> 20) + " MiB"; }

}  // namespace

std::uint64_t bytes_needed(const training::TrainingConfig& config, std::uint32_t workers) {
  const model::Shape& shape = config.shape;
  const auto of = [](int n) { return static_cast<std::uint64_t>(n); };
  const std::uint64_t width = of(shape.width);
  const std::uint64_t parameters = 12 * of(shape.blocks) * width * width +
                                   (of(shape.vocab) + of(shape.context)) * width +
                                   (13 * of(shape.blocks) + 2) * width;
  const std::uint64_t vectors = 2 + training::state_vectors(config.optimizer.kind) +
                                (config.optimizer.ema_decay > 0 ? 2 : 0) +
                                training::lanes_of(training::sequences_of(config));
  return sizeof(float) * parameters * vectors + model::workspace_bytes(shape) * workers;
}

base::Result<void> check_memory(std::uint64_t needed) {
  const std::uint64_t available = available_bytes();
  if (available == 0 || needed <= available) return {};
  return base::Error{base::ErrorCode::kOutOfMemory,
                     "The run needs about " + mebibytes(needed) + " of memory and " +
                         mebibytes(available) + " are free. Choose a smaller model or context."};
}

}  // namespace crystalline::session
