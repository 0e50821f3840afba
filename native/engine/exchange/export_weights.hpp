#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/exchange/number_writer.hpp"
#include "engine/model/gpt.hpp"

namespace crystalline::exchange {

enum class FileFormat { kSafetensors, kGguf };

struct ExportRequest {
  std::string checkpoint;      // path of one of this program's
  std::string tokenizer_json;  // the run's tokenizer
  std::string name;
  std::string path;  // to write
  FileFormat format = FileFormat::kSafetensors;
  StoredType type = StoredType::kF32;  // kSafetensors: not kQ80
  base::Progress progress = {};
};

struct Exported {
  std::uint64_t bytes = 0;
  std::vector<std::string> notes;
  model::Shape shape;
  std::optional<std::uint32_t> end_token;  // of the vocabulary, where it has one
};

/// Writes a checkpoint's weights for other programs. Errors: those of the checkpoint and of the
/// tokenizer; mismatch when the two do not belong together; cancelled, leaving nothing, when
/// request.progress was. Memory: the weights once.
[[nodiscard]] base::Result<Exported> export_weights(const ExportRequest& request);

}  // namespace crystalline::exchange
