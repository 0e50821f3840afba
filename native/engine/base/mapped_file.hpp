#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace crystalline::base {

/// A file's content, mapped into memory and read from the disk as it is looked at (on Windows: read
/// at once). A file that another program cuts short while it is mapped ends this one: map for as
/// long as needed only.
class MappedFile {
 public:
  /// not-found, or io-failed; a folder is io-failed.
  [[nodiscard]] static Result<MappedFile> open(const std::string& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&&) = delete;
  ~MappedFile();

  [[nodiscard]] std::string_view bytes() const { return bytes_; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  explicit MappedFile(std::string path) : path_(std::move(path)) {}
  std::string path_;
  std::string_view bytes_;
  std::vector<std::uint8_t> read_;  // where nothing can be mapped
};

}  // namespace crystalline::base
