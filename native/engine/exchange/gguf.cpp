#include "engine/exchange/gguf.hpp"

#include <utility>

#include "engine/base/file.hpp"
#include "engine/exchange/gguf_metadata.hpp"
#include "engine/exchange/gguf_tensors.hpp"

namespace crystalline::exchange {
namespace {

constexpr std::uint64_t kAlignment = 32;

std::uint64_t padding(std::uint64_t bytes) {
  return (kAlignment - bytes % kAlignment) % kAlignment;
}

std::uint32_t type_number(StoredType type) {  // ggml_type
  return type == StoredType::kF32 ? 0 : type == StoredType::kF16 ? 1 : 8;
}

void append_tensor_infos(GgufBytes& out, const std::vector<GgufTensor>& tensors) {
  std::uint64_t offset = 0;
  for (const GgufTensor& tensor : tensors) {
    out.text(tensor.name);
    out.u32(tensor.is_vector ? 1 : 2);
    out.u64(tensor.matrix.columns);
    if (!tensor.is_vector) out.u64(tensor.matrix.rows);
    out.u32(type_number(tensor.type));
    out.u64(offset);
    const std::uint64_t bytes =
        stored_bytes(tensor.type, tensor.matrix.rows * tensor.matrix.columns);
    offset += bytes + padding(bytes);
  }
}

std::uint64_t bytes_of(const std::vector<GgufTensor>& tensors) {
  std::uint64_t bytes = 0;
  for (const GgufTensor& tensor : tensors) {
    bytes += stored_bytes(tensor.type, tensor.matrix.rows * tensor.matrix.columns);
    bytes += padding(bytes);
  }
  return bytes;
}

}  // namespace

base::Result<Written> write_gguf(const std::string& path, const std::string& name,
                                 const model::ParameterLayout& layout,
                                 std::span<const float> weights, const text::Tokenizer& tokenizer,
                                 StoredType type, const base::Progress& progress) {
  Written result;
  const auto tensors = gguf_tensors(layout, weights, type, result.notes);
  const GgufMetadata metadata = gguf_metadata(name, layout.shape(), tokenizer, type, result.notes);
  GgufBytes head;
  head.u32(0x46554747);  // "GGUF"
  head.u32(3);
  head.u64(tensors.size());
  head.u64(metadata.count);
  head.raw(metadata.bytes);
  append_tensor_infos(head, tensors);
  head.zeros(padding(head.size()));

  auto file = base::AtomicFile::create(path);
  if (!file) return std::move(file).error();
  progress.begin(base::WorkPart::kWriting, head.size() + bytes_of(tensors), 1);
  std::uint64_t bytes = 0;
  const WriteBytes write = [&](std::span<const std::byte> piece) -> base::Result<void> {
    bytes += piece.size();
    if (auto go_on = progress.advance(piece.size()); !go_on) return go_on;
    return file.value().write(piece);
  };
  auto written = write(std::as_bytes(std::span(head.bytes())));
  for (const GgufTensor& tensor : tensors) {
    if (written) written = write_numbers(tensor.matrix, tensor.type, write);
    const std::string zeros(padding(bytes), '\0');
    if (written) written = write(std::as_bytes(std::span(zeros)));
  }
  if (!written) return std::move(written).error();
  auto committed = file.value().commit();
  if (!committed) return std::move(committed).error();
  result.bytes = committed.value();
  return result;
}

}  // namespace crystalline::exchange
