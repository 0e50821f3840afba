#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "engine/exchange/number_writer.hpp"
#include "engine/model/gpt.hpp"
#include "engine/text/tokenizer.hpp"

namespace crystalline::exchange {

/// Little-endian bytes of a GGUF file's head, appended.
class GgufBytes {
 public:
  void u32(std::uint32_t value) { number(value); }
  void u64(std::uint64_t value) { number(value); }
  void f32(float value) { number(value); }
  void byte(char value) { bytes_ += value; }
  /// Length and bytes.
  void text(std::string_view value) {
    u64(value.size());
    bytes_ += value;
  }
  void raw(std::string_view value) { bytes_ += value; }
  void zeros(std::size_t count) { bytes_.append(count, '\0'); }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  template <typename T>
  void number(T value) {
    char bytes[sizeof(value)];
    std::memcpy(bytes, &value, sizeof(value));
    bytes_.append(bytes, sizeof(value));
  }
  std::string bytes_;
};

/// The key-value pairs, and how many there are.
struct GgufMetadata {
  std::string bytes;
  std::uint64_t count = 0;
};

/// What llama.cpp has to know of a model and its tokenizer. Notes say what it cannot be told.
[[nodiscard]] GgufMetadata gguf_metadata(const std::string& name, const model::Shape& shape,
                                         const text::Tokenizer& tokenizer, StoredType type,
                                         std::vector<std::string>& notes);

}  // namespace crystalline::exchange
