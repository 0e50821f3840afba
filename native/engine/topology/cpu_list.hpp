#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace crystalline::topology {

/// Logical processors by the operating system's number, ascending, each once.
using CpuList = std::vector<std::uint32_t>;

/// Reads the kernel's list format: "0-3,8,10-11"; "" and "\n" are the empty list. Numbers are at
/// most 65535. kInvalidArgument names the text that is not a list.
[[nodiscard]] base::Result<CpuList> parse_cpu_list(std::string_view text);

/// Those of `a` that are in `b`.
[[nodiscard]] CpuList intersection(const CpuList& a, const CpuList& b);

}  // namespace crystalline::topology
