#include "engine/exchange/safetensors_writer.hpp"

#include <cassert>
#include <cstring>
#include <utility>

#include "engine/base/file.hpp"
#include "engine/base/json.hpp"

namespace crystalline::exchange {
namespace {

std::string header_of(const model::ParameterLayout& layout, StoredType type) {
  std::string json = R"({"__metadata__":{"format":"pt"})";
  std::uint64_t at = 0;
  for (const model::TensorSpec& spec : layout.tensors()) {
    const std::uint64_t end = at + stored_bytes(type, spec.count);
    json += ',';
    base::append_json_string(json, spec.name);
    json +=
        type == StoredType::kF32 ? R"(:{"dtype":"F32","shape":[)" : R"(:{"dtype":"F16","shape":[)";
    for (std::size_t i = 0; i < spec.dimensions.size(); ++i) {
      json += (i > 0 ? "," : "") + std::to_string(spec.dimensions[i]);
    }
    json += "],\"data_offsets\":[" + std::to_string(at) + "," + std::to_string(end) + "]}";
    at = end;
  }
  json += '}';
  json.resize((json.size() + 7) / 8 * 8, ' ');
  const std::uint64_t length = json.size();
  std::string header(sizeof(length), '\0');
  std::memcpy(header.data(), &length, sizeof(length));
  return header + json;
}

}  // namespace

base::Result<std::uint64_t> write_safetensors(const std::string& path,
                                              const model::ParameterLayout& layout,
                                              std::span<const float> weights, StoredType type,
                                              const base::Progress& progress) {
  assert(type != StoredType::kQ80);
  auto file = base::AtomicFile::create(path);
  if (!file) return std::move(file).error();
  const std::string header = header_of(layout, type);
  progress.begin(base::WorkPart::kWriting, header.size() + stored_bytes(type, layout.parameters()),
                 1);
  const WriteBytes write = [&](std::span<const std::byte> piece) -> base::Result<void> {
    if (auto go_on = progress.advance(piece.size()); !go_on) return go_on;
    return file.value().write(piece);
  };
  auto written = write(std::as_bytes(std::span(header)));
  for (const model::TensorSpec& spec : layout.tensors()) {
    if (!written) break;
    written =
        write_numbers({weights.data() + spec.offset, 1, spec.count, spec.count, 1}, type, write);
  }
  if (!written) return std::move(written).error();
  return file.value().commit();
}

}  // namespace crystalline::exchange
