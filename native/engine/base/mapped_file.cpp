#include "engine/base/mapped_file.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include "engine/base/file.hpp"

#ifndef _WIN32
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace crystalline::base {

#ifdef _WIN32
Result<MappedFile> MappedFile::open(const std::string& path) {
  MappedFile file(path);
  auto read = read_file(path, ~std::uint64_t{0});
  if (!read) return std::move(read).error();
  file.read_ = std::move(read).value();
  file.bytes_ = {reinterpret_cast<const char*>(file.read_.data()), file.read_.size()};
  return file;
}

MappedFile::~MappedFile() = default;
#else
Result<MappedFile> MappedFile::open(const std::string& path) {
  const auto opened = InputFile::open(path);  // its errors name what is wrong
  if (!opened) return opened.error();
  MappedFile file(path);
  const std::uint64_t size = opened.value().size();
  if (size == 0) return file;
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  void* const mapped =
      descriptor < 0 ? MAP_FAILED : ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  const int reason = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (mapped == MAP_FAILED) {
    return Error{ErrorCode::kIoFailed,
                 "Cannot map " + path + ": " + std::generic_category().message(reason)};
  }
  (void)::madvise(mapped, size, MADV_SEQUENTIAL);
  file.bytes_ = {static_cast<const char*>(mapped), size};
  return file;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}
#endif

MappedFile::MappedFile(MappedFile&& other) noexcept
    : path_(std::move(other.path_)),
      bytes_(std::exchange(other.bytes_, {})),
      read_(std::move(other.read_)) {}

}  // namespace crystalline::base
