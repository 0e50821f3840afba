#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/base/error.hpp"
#include "engine/session/frames.hpp"

// The engine's own account of its binary layouts and of the order of its enumerations, for the test
// that compares them with the TypeScript side.
namespace crystalline::session {

struct ColumnLayout {
  std::string_view name;
  std::size_t offset;  // bytes from the row's start
  std::string_view type;
};

struct FrameLayout {
  FrameKind kind;
  std::size_t field_bytes;
  std::size_t stride;
  std::vector<ColumnLayout> columns;
};

[[nodiscard]] std::vector<FrameLayout> frame_layouts();
/// In enumeration order.
[[nodiscard]] std::vector<std::string_view> sphere_state_names();
[[nodiscard]] std::vector<std::string_view> trace_kind_names();
[[nodiscard]] std::vector<std::string_view> message_type_names();
[[nodiscard]] std::vector<std::string_view> error_code_names();
/// "invalid-argument" and so on, as src/shared/contract/errors.ts spells them.
[[nodiscard]] std::string_view error_code_name(base::ErrorCode code);

}  // namespace crystalline::session
