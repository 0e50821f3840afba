#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/result.hpp"

// Files, with errors that name the path and the operating system's reason. Paths are UTF-8.
namespace crystalline::base {

/// A file opened for reading; closes itself.
class InputFile {
 public:
  /// not-found, or io-failed; a folder is io-failed.
  [[nodiscard]] static Result<InputFile> open(const std::string& path);
  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&&) = delete;
  ~InputFile();

  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  /// Fills `into` from the present position. A file that ends early is corrupt.
  [[nodiscard]] Result<void> read(std::span<std::byte> into);
  /// Continues at `offset` bytes from the start.
  [[nodiscard]] Result<void> seek(std::uint64_t offset);

 private:
  InputFile(int descriptor, std::uint64_t size, std::string path);
  int descriptor_;
  std::uint64_t size_;
  std::string path_;
};

/// A file that appears under its name complete or not at all: written beside it as NAME.tmp,
/// synced, renamed, and the folder synced. Destroyed before commit(), it leaves nothing.
class AtomicFile {
 public:
  [[nodiscard]] static Result<AtomicFile> create(const std::string& path);
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;
  ~AtomicFile();

  [[nodiscard]] Result<void> write(std::span<const std::byte> bytes);
  /// Bytes of the file. After this returns ok, the file survives a power cut.
  [[nodiscard]] Result<std::uint64_t> commit();

 private:
  AtomicFile(int descriptor, std::string path);
  int descriptor_;
  std::uint64_t written_ = 0;
  std::string path_;
};

/// The whole file. More than `most_bytes` is invalid-argument.
[[nodiscard]] Result<std::vector<std::uint8_t>> read_file(const std::string& path,
                                                          std::uint64_t most_bytes);

}  // namespace crystalline::base
