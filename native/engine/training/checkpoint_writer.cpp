#include <bit>
#include <cstring>
#include <utility>

#include "engine/base/crc32c.hpp"
#include "engine/base/json.hpp"
#include "engine/base/sha256.hpp"
#include "engine/training/checkpoint.hpp"
#include "engine/training/safetensors_layout.hpp"

namespace crystalline::training {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors files are little-endian");

std::span<const std::byte> bytes_of(const FileTensor& tensor, const CheckpointTensors& from) {
  const std::span<const float> flat =
      tensor.group == FileTensor::kWeights
          ? from.weights
          : std::span<const float>(from.groups[tensor.group].values);
  return std::as_bytes(flat.subspan(tensor.spec->offset, tensor.spec->count));
}

/// The CRC-32C of each tensor, by a space.
std::string checks_of(const std::vector<FileTensor>& tensors, const CheckpointTensors& from) {
  std::string all;
  for (const FileTensor& tensor : tensors) {
    if (!all.empty()) all += ' ';
    all += checksum_text(base::crc32c(bytes_of(tensor, from)));
  }
  return all;
}

void append_metadata(std::string& out, const Metadata& metadata) {
  out += "\"__metadata__\":{";
  bool first = true;
  for (const auto& [key, value] : metadata) {
    if (!std::exchange(first, false)) out += ',';
    base::append_json_string(out, key);
    out += ':';
    base::append_json_string(out, value);
  }
  out += '}';
}

void append_tensor(std::string& out, const FileTensor& tensor) {
  out += ',';
  base::append_json_string(out, tensor.name);
  out += ":{\"dtype\":\"F32\",\"shape\":[";
  for (std::size_t i = 0; i < tensor.spec->dimensions.size(); ++i) {
    if (i > 0) out += ',';
    out += std::to_string(tensor.spec->dimensions[i]);
  }
  out += "],\"data_offsets\":[" + std::to_string(tensor.begin) + ',' + std::to_string(tensor.end) +
         "]}";
}

/// Length field and JSON, padded with spaces to a multiple of 8 bytes.
std::string header_of(const std::vector<FileTensor>& tensors, const Metadata& metadata) {
  std::string json = "{";
  append_metadata(json, metadata);
  for (const FileTensor& tensor : tensors) append_tensor(json, tensor);
  json += '}';
  json.resize((json.size() + 7) / 8 * 8, ' ');
  const std::uint64_t length = json.size();
  std::string header(sizeof(length), '\0');
  std::memcpy(header.data(), &length, sizeof(length));
  return header + json;
}

}  // namespace

std::string weights_sha256(const model::ParameterLayout& layout, std::span<const float> weights) {
  base::Sha256 hash;
  for (const model::TensorSpec& tensor : layout.tensors()) {
    hash.update(std::as_bytes(weights.subspan(tensor.offset, tensor.count)));
  }
  return base::hexadecimal(hash.finish());
}

base::Result<CheckpointWritten> write_checkpoint(const std::string& path,
                                                 const model::ParameterLayout& layout,
                                                 const CheckpointTensors& tensors,
                                                 Metadata metadata) {
  const auto files = file_tensors(layout, tensors.groups);
  const std::string weights_digest = weights_sha256(layout, tensors.weights);
  metadata.insert_or_assign("format", "pt");  // what other readers of safetensors look for
  metadata.insert_or_assign(std::string(kFormatKey), std::string(kFormat));
  metadata.insert_or_assign(std::string(kWeightsDigestKey), weights_digest);
  metadata.insert_or_assign(std::string(kTensorChecksKey), checks_of(files, tensors));
  const std::string blank(kDigestDigits, '0');
  metadata.insert_or_assign(std::string(kDigestKey), blank);

  std::string header = header_of(files, metadata);
  base::Sha256 hash;
  hash.update(header);
  for (const FileTensor& tensor : files) hash.update(bytes_of(tensor, tensors));
  const std::string digest = base::hexadecimal(hash.finish());
  const std::string field = "\"" + std::string(kDigestKey) + "\":\"";
  header.replace(header.find(field + blank) + field.size(), kDigestDigits, digest);

  auto file = base::AtomicFile::create(path);
  if (!file) return std::move(file).error();
  auto written = file.value().write(std::as_bytes(std::span(header)));
  for (const FileTensor& tensor : files) {
    if (!written) break;
    written = file.value().write(bytes_of(tensor, tensors));
  }
  if (!written) return std::move(written).error();
  auto bytes = file.value().commit();
  if (!bytes) return std::move(bytes).error();
  return CheckpointWritten{bytes.value(), weights_digest};
}

}  // namespace crystalline::training
