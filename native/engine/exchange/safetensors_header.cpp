#include "engine/exchange/safetensors_header.hpp"

#include <optional>
#include <utility>

#include "engine/base/json.hpp"

namespace crystalline::exchange {
namespace {

using base::Json;

base::Error corrupt(const std::string& what) {
  return {base::ErrorCode::kCorrupt, "The safetensors header is damaged: " + what + "."};
}

std::optional<NumberType> type_of(std::string_view name) {
  if (name == "F32") return NumberType::kF32;
  if (name == "F16") return NumberType::kF16;
  if (name == "BF16") return NumberType::kBf16;
  return std::nullopt;
}

/// The dimensions and their product; absent: no list of numbers, or a product beyond 2^48.
std::optional<std::uint64_t> read_shape(const Json* shape, std::vector<std::uint64_t>& into) {
  const Json::Array* items = shape == nullptr ? nullptr : shape->array();
  if (items == nullptr || items->size() > 8) return std::nullopt;
  std::uint64_t count = 1;
  for (const Json& item : *items) {
    const std::uint64_t* n = item.number();
    constexpr std::uint64_t kMost = std::uint64_t{1} << 48;
    if (n == nullptr || *n > kMost || (*n > 0 && count > kMost / *n)) return std::nullopt;
    count *= *n;
    into.push_back(*n);
  }
  return count;
}

bool read_offsets(const Json* offsets, StoredTensor& tensor) {
  const Json::Array* pair = offsets == nullptr ? nullptr : offsets->array();
  if (pair == nullptr || pair->size() != 2) return false;
  const std::uint64_t* begin = (*pair)[0].number();
  const std::uint64_t* end = (*pair)[1].number();
  if (begin == nullptr || end == nullptr || *begin > *end) return false;
  tensor.begin = *begin;
  tensor.end = *end;
  return true;
}

}  // namespace

base::Result<SafetensorsHeader> parse_safetensors_header(std::string_view json,
                                                         std::uint64_t data_bytes) {
  auto parsed = base::parse_json(json);
  if (!parsed) return corrupt(parsed.error().message);
  const Json::Object* members = parsed.value().object();
  if (members == nullptr) return corrupt("it is no object");
  SafetensorsHeader header;
  for (const auto& [name, member] : *members) {
    if (name == "__metadata__") {
      if (member.object() == nullptr) return corrupt("its metadata is no object");
      for (const auto& [key, value] : *member.object()) {
        if (value.text() == nullptr) return corrupt("metadata " + key + " is no text");
        header.metadata.emplace(key, *value.text());
      }
      continue;
    }
    const Json* dtype = member.member("dtype");
    if (dtype == nullptr || dtype->text() == nullptr) return corrupt(name + " has no type");
    StoredTensor tensor;
    const auto count = read_shape(member.member("shape"), tensor.dimensions);
    if (!count || !read_offsets(member.member("data_offsets"), tensor) || tensor.end > data_bytes) {
      return corrupt(name + " has no sound shape or lies beyond the file");
    }
    const auto type = type_of(*dtype->text());
    if (!type) continue;
    tensor.type = *type;
    if (tensor.end - tensor.begin != *count * (*type == NumberType::kF32 ? 4U : 2U)) {
      return corrupt(name + " does not have the bytes of its shape");
    }
    header.tensors.emplace(name, std::move(tensor));
  }
  return header;
}

}  // namespace crystalline::exchange
