#include "engine/exchange/weights_file.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <utility>

namespace crystalline::exchange {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::uint64_t kMostHeaderBytes = 16 * 1024 * 1024;
constexpr std::string_view kPrefix = "transformer.";

float float_of_half(std::uint16_t half) {
  const std::uint32_t sign = std::uint32_t{half & 0x8000U} << 16;
  const std::uint32_t exponent = half >> 10 & 31U;
  const std::uint32_t fraction = half & 0x3FFU;
  if (exponent == 31) return std::bit_cast<float>(sign | 0x7F800000U | fraction << 13);
  if (exponent > 0) return std::bit_cast<float>(sign | (exponent + 112) << 23 | fraction << 13);
  const float size = static_cast<float>(fraction) * 0x1p-24F;
  return sign == 0 ? size : -size;
}

void convert(std::string_view bytes, NumberType type, std::span<float> into) {
  if (type == NumberType::kF32) {
    std::memcpy(into.data(), bytes.data(), bytes.size());
    return;
  }
  for (std::size_t i = 0; i < into.size(); ++i) {
    std::uint16_t half = 0;
    std::memcpy(&half, bytes.data() + 2 * i, sizeof(half));
    into[i] = type == NumberType::kF16 ? float_of_half(half)
                                       : std::bit_cast<float>(std::uint32_t{half} << 16);
  }
}

std::string shape_text(const auto& dimensions) {
  std::string text;
  for (const auto n : dimensions) text += (text.empty() ? "(" : ", ") + std::to_string(n);
  return text + ")";
}

bool same_shape(const StoredTensor& stored, const model::TensorSpec& spec) {
  return std::ranges::equal(
      stored.dimensions, spec.dimensions,
      [](std::uint64_t a, std::int64_t b) { return a == static_cast<std::uint64_t>(b); });
}

}  // namespace

Result<WeightsFile> WeightsFile::open(const std::string& path) {
  auto mapped = base::MappedFile::open(path);
  if (!mapped) return std::move(mapped).error();
  WeightsFile file(std::move(mapped).value());
  const std::string_view bytes = file.file_.bytes();
  std::uint64_t length = 0;
  if (bytes.size() >= sizeof(length)) std::memcpy(&length, bytes.data(), sizeof(length));
  if (bytes.size() < sizeof(length) || length > kMostHeaderBytes ||
      length > bytes.size() - sizeof(length)) {
    return Error{ErrorCode::kCorrupt, path + " is truncated, or no safetensors file."};
  }
  file.data_ = bytes.substr(sizeof(length) + length);
  auto header = parse_safetensors_header(bytes.substr(sizeof(length), length), file.data_.size());
  if (!header) return Error{header.error().code, path + ": " + header.error().message};
  file.header_ = std::move(header).value();
  return file;
}

const StoredTensor* WeightsFile::find(std::string_view name) const {
  auto found = header_.tensors.find(name);
  if (found == header_.tensors.end() && name.starts_with(kPrefix)) {
    found = header_.tensors.find(name.substr(kPrefix.size()));
  }
  return found == header_.tensors.end() ? nullptr : &found->second;
}

std::string_view WeightsFile::bytes_of(const StoredTensor& tensor) const {
  return data_.substr(tensor.begin, tensor.end - tensor.begin);
}

/// A head that is stored must be the token table: the models here have no other.
Result<void> WeightsFile::check_head() const {
  const StoredTensor* head = find("lm_head.weight");
  const StoredTensor* table = find("transformer.wte.weight");
  if (head == nullptr || table == nullptr || bytes_of(*head) == bytes_of(*table)) return {};
  return Error{ErrorCode::kMismatch,
               file_.path() +
                   " has an output head of its own (lm_head.weight); only models whose "
                   "head is the token table can be trained here."};
}

Result<void> WeightsFile::load(const model::ParameterLayout& layout, std::span<float> weights,
                               const base::Progress& progress) const {
  if (auto head = check_head(); !head) return head;
  std::ranges::fill(weights, 0.0F);
  for (const model::TensorSpec& spec : layout.tensors()) {
    const StoredTensor* stored = find(spec.name);
    if (stored == nullptr) {
      return Error{ErrorCode::kMismatch, file_.path() + " has no tensor " + spec.name + "."};
    }
    if (!same_shape(*stored, spec)) {
      return Error{ErrorCode::kMismatch, file_.path() + ": " + spec.name + " has the shape " +
                                             shape_text(stored->dimensions) + ", not " +
                                             shape_text(spec.dimensions) + "."};
    }
    convert(bytes_of(*stored), stored->type, weights.subspan(spec.offset, spec.count));
    if (auto go_on = progress.advance(4 * spec.count); !go_on) return go_on;
  }
  return {};
}

Result<model::Shape> shape_of(const SafetensorsHeader& header) {
  model::Shape shape;
  const std::pair<std::string_view, int*> fields[] = {{"model.blocks", &shape.blocks},
                                                      {"model.heads", &shape.heads},
                                                      {"model.width", &shape.width},
                                                      {"model.context", &shape.context},
                                                      {"model.vocabulary", &shape.vocab}};
  for (const auto& [key, value] : fields) {
    const auto found = header.metadata.find(key);
    const char* const end =
        found == header.metadata.end() ? nullptr : found->second.data() + found->second.size();
    if (end == nullptr || std::from_chars(found->second.data(), end, *value).ptr != end) {
      return Error{
          ErrorCode::kMismatch,
          "The file is no checkpoint of this program: it does not say " + std::string(key) + "."};
    }
  }
  if (auto valid = model::validate(shape); !valid) return std::move(valid).error();
  return shape;
}

}  // namespace crystalline::exchange
