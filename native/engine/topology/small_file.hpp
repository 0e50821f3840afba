#pragma once

#include <filesystem>
#include <string>

#include "engine/topology/cpu_list.hpp"

namespace crystalline::topology {

/// A small file's text; empty when it cannot be read.
[[nodiscard]] std::string text_of(const std::filesystem::path& path);
/// The processors a file lists; none when it cannot be read or lists something else.
[[nodiscard]] CpuList list_in(const std::filesystem::path& path);

}  // namespace crystalline::topology
