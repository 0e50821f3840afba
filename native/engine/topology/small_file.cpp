#include "engine/topology/small_file.hpp"

#include <fstream>
#include <sstream>
#include <utility>

namespace crystalline::topology {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  return text.str();
}

CpuList list_in(const std::filesystem::path& path) {
  auto list = parse_cpu_list(text_of(path));
  return list.ok() ? std::move(list).value() : CpuList{};
}

}  // namespace crystalline::topology
