#include "engine/exchange/export_weights.hpp"

#include <utility>

#include "engine/base/aligned.hpp"
#include "engine/base/file.hpp"
#include "engine/exchange/gguf.hpp"
#include "engine/exchange/safetensors_writer.hpp"
#include "engine/exchange/weights_file.hpp"
#include "engine/text/tokenizer_json.hpp"
#include "engine/training/checkpoint.hpp"

namespace crystalline::exchange {
namespace {

using base::Error;
using base::ErrorCode;

std::optional<std::uint32_t> end_of(const text::Tokenizer& tokenizer) {
  if (tokenizer.kind() != text::TokenizerKind::kBpe) return std::nullopt;
  for (const text::Token special : tokenizer.byte_pairs().specials()) {
    if (tokenizer.bytes(special) == text::kEndOfText) return special;
  }
  return std::nullopt;
}

base::Result<void> verify(const std::string& checkpoint, const base::Progress& progress) {
  auto stored = base::InputFile::open(checkpoint);
  if (!stored) return std::move(stored).error();
  progress.begin(base::WorkPart::kVerifying, stored.value().size(), 0.5);
  auto sound = training::CheckpointFile::open(checkpoint, progress);
  if (!sound) return std::move(sound).error();
  return {};
}

}  // namespace

base::Result<Exported> export_weights(const ExportRequest& request) {
  if (request.format == FileFormat::kSafetensors && request.type == StoredType::kQ80) {
    return Error{ErrorCode::kInvalidArgument, "A safetensors file holds f32 or f16, not q8_0."};
  }
  const base::Progress& progress = request.progress;
  if (auto sound = verify(request.checkpoint, progress); !sound) return std::move(sound).error();
  auto file = WeightsFile::open(request.checkpoint);
  if (!file) return std::move(file).error();
  auto shape = shape_of(file.value().header());
  if (!shape) return std::move(shape).error();
  auto tokenizer = text::tokenizer_from_json(request.tokenizer_json);
  if (!tokenizer) return std::move(tokenizer).error();
  const auto vocabulary = static_cast<std::size_t>(shape.value().vocab);
  if (tokenizer.value().vocabulary() != vocabulary) {
    return Error{ErrorCode::kMismatch,
                 "The tokenizer has " + std::to_string(tokenizer.value().vocabulary()) +
                     " tokens, the checkpoint " + std::to_string(vocabulary) + "."};
  }
  const model::ParameterLayout layout(shape.value());
  base::AlignedVector<float> weights(layout.size());
  progress.begin(base::WorkPart::kLoading, 4 * layout.size(), 0.6);
  if (auto loaded = file.value().load(layout, weights, progress); !loaded) {
    return std::move(loaded).error();
  }
  Exported exported;
  exported.shape = shape.value();
  exported.end_token = end_of(tokenizer.value());
  if (request.format == FileFormat::kGguf) {
    auto written = write_gguf(request.path, request.name, layout, weights, tokenizer.value(),
                              request.type, progress);
    if (!written) return std::move(written).error();
    exported.bytes = written.value().bytes;
    exported.notes = std::move(written.value().notes);
    return exported;
  }
  auto bytes = write_safetensors(request.path, layout, weights, request.type, progress);
  if (!bytes) return std::move(bytes).error();
  exported.bytes = bytes.value();
  if (tokenizer.value().kind() == text::TokenizerKind::kChar) {
    exported.notes.push_back(
        "A character tokenizer carries the characters of its corpus only: others are dropped from "
        "a prompt by the programs that read the folder.");
  }
  return exported;
}

}  // namespace crystalline::exchange
