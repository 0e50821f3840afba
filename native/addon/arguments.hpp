#pragma once

#include <napi.h>

#include <cstdint>
#include <string>
#include <vector>

// Reads arguments; what is not as promised throws invalid-argument and names the argument.
namespace crystalline::addon {

/// A JavaScript value and what the caller calls it: "config.model.blocks".
struct Argument {
  Napi::Value value;
  std::string name;

  /// Member `key` of an object.
  [[nodiscard]] Argument member(const char* key) const;
  [[nodiscard]] bool absent() const { return value.IsUndefined(); }

  [[nodiscard]] double number() const;
  /// A whole number from 0 to `most`.
  [[nodiscard]] std::uint64_t whole(std::uint64_t most = kMostWhole) const;
  /// Absent is false.
  [[nodiscard]] bool flag() const;
  [[nodiscard]] std::string text() const;
  /// Text that can be a path: not empty, no NUL.
  [[nodiscard]] std::string path() const;
  [[nodiscard]] Napi::Array array() const;
  /// An array of strings.
  [[nodiscard]] std::vector<std::string> texts() const;
  [[nodiscard]] Napi::Uint8Array bytes() const;
  [[nodiscard]] Napi::Float64Array doubles() const;
  [[nodiscard]] Napi::Function function() const;

  static constexpr std::uint64_t kMostWhole = (std::uint64_t{1} << 53) - 1;

 private:
  [[noreturn]] void refuse(const std::string& wanted) const;
  [[nodiscard]] Napi::TypedArray typed(napi_typedarray_type type, const char* wanted) const;
};

/// Argument `index` of a call; a missing one is undefined.
[[nodiscard]] Argument argument(const Napi::CallbackInfo& info, std::size_t index,
                                const char* name);

}  // namespace crystalline::addon
