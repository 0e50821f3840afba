#include "engine/base/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

namespace crystalline::base {
namespace {

constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;

Error failure(const std::string& doing, const std::string& path, int reason) {
  const auto code = reason == ENOENT   ? ErrorCode::kNotFound
                    : reason == ENOMEM ? ErrorCode::kOutOfMemory
                                       : ErrorCode::kIoFailed;
  return {code, "Cannot " + doing + " " + path + ": " + std::generic_category().message(reason)};
}

#ifdef _WIN32
std::wstring native(const std::string& path) {
  return std::filesystem::path(std::u8string(path.begin(), path.end())).wstring();
}
int open_to_read(const std::string& path) {
  return _wopen(native(path).c_str(), _O_RDONLY | _O_BINARY);
}
int open_to_write(const std::string& path) {
  return _wopen(native(path).c_str(), _O_WRONLY | _O_CREAT | _O_TRUNC | _O_BINARY,
                _S_IREAD | _S_IWRITE);
}
void close_file(int descriptor) { _close(descriptor); }
std::int64_t read_some(int d, void* into, std::size_t n) {
  return _read(d, into, static_cast<unsigned>(n));
}
std::int64_t write_some(int d, const void* from, std::size_t n) {
  return _write(d, from, static_cast<unsigned>(n));
}
bool seek_to(int d, std::uint64_t offset) {
  return _lseeki64(d, static_cast<std::int64_t>(offset), SEEK_SET) >= 0;
}
bool sync_file(int descriptor) { return _commit(descriptor) == 0; }
bool sync_folder(const std::string&) { return true; }  // NTFS journals the rename
#else
int open_to_read(const std::string& path) { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); }
int open_to_write(const std::string& path) {
  return ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
}
void close_file(int descriptor) { ::close(descriptor); }
std::int64_t read_some(int d, void* into, std::size_t n) { return ::read(d, into, n); }
std::int64_t write_some(int d, const void* from, std::size_t n) { return ::write(d, from, n); }
bool seek_to(int d, std::uint64_t offset) {
  return ::lseek(d, static_cast<off_t>(offset), SEEK_SET) >= 0;
}
bool sync_file(int descriptor) {
#ifdef F_FULLFSYNC
  if (::fcntl(descriptor, F_FULLFSYNC) == 0) return true;
#endif
  return ::fsync(descriptor) == 0;
}
bool sync_folder(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  // Some file systems cannot sync a folder and say EINVAL: then the rename is as safe as it gets.
  const bool synced = ::fsync(descriptor) == 0 || errno == EINVAL;
  const int reason = errno;
  ::close(descriptor);
  errno = reason;
  return synced;
}
#endif

std::string temporary(const std::string& path) { return path + ".tmp"; }

}  // namespace

InputFile::InputFile(int descriptor, std::uint64_t size, std::string path)
    : descriptor_(descriptor), size_(size), path_(std::move(path)) {}

InputFile::InputFile(InputFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_),
      path_(std::move(other.path_)) {}

InputFile::~InputFile() {
  if (descriptor_ >= 0) close_file(descriptor_);
}

Result<InputFile> InputFile::open(const std::string& path) {
  const int descriptor = open_to_read(path);
  if (descriptor < 0) return failure("open", path, errno);
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) {
    const int reason = errno;
    close_file(descriptor);
    return failure("read", path, reason);
  }
  if ((status.st_mode & S_IFMT) == S_IFDIR) {
    close_file(descriptor);
    return failure("read", path, EISDIR);
  }
  return InputFile(descriptor, static_cast<std::uint64_t>(std::max<off_t>(status.st_size, 0)),
                   path);
}

Result<void> InputFile::read(std::span<std::byte> into) {
  while (!into.empty()) {
    const std::int64_t got =
        read_some(descriptor_, into.data(), std::min(into.size(), kMostAtOnce));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure("read", path_, errno);
    if (got == 0) return Error{ErrorCode::kCorrupt, path_ + " is truncated"};
    into = into.subspan(static_cast<std::size_t>(got));
  }
  return {};
}

Result<void> InputFile::seek(std::uint64_t offset) {
  if (!seek_to(descriptor_, offset)) return failure("read", path_, errno);
  return {};
}

AtomicFile::AtomicFile(int descriptor, std::string path)
    : descriptor_(descriptor), path_(std::move(path)) {}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      written_(other.written_),
      path_(std::move(other.path_)) {}

AtomicFile::~AtomicFile() {
  if (descriptor_ < 0) return;
  close_file(descriptor_);
  std::error_code ignored;  // nothing is left to be done about a file that cannot be removed
  std::filesystem::remove(std::filesystem::path(temporary(path_)), ignored);
}

Result<AtomicFile> AtomicFile::create(const std::string& path) {
  const int descriptor = open_to_write(temporary(path));
  if (descriptor < 0) return failure("write", path, errno);
  return AtomicFile(descriptor, path);
}

Result<void> AtomicFile::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const std::int64_t put =
        write_some(descriptor_, bytes.data(), std::min(bytes.size(), kMostAtOnce));
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return failure("write", path_, errno);
    bytes = bytes.subspan(static_cast<std::size_t>(put));
    written_ += static_cast<std::uint64_t>(put);
  }
  return {};
}

Result<std::uint64_t> AtomicFile::commit() {
  if (!sync_file(descriptor_)) return failure("write", path_, errno);
#ifdef _WIN32
  close_file(std::exchange(descriptor_, -1));  // an open file cannot be renamed there
#endif
  std::error_code problem;
  std::filesystem::rename(temporary(path_), path_, problem);
  if (problem) return failure("write", path_, problem.value());
  if (descriptor_ >= 0) close_file(std::exchange(descriptor_, -1));
  if (!sync_folder(path_)) return failure("write the folder of", path_, errno);
  return written_;
}

Result<std::vector<std::uint8_t>> read_file(const std::string& path, std::uint64_t most_bytes) {
  auto file = InputFile::open(path);
  if (!file) return std::move(file).error();
  if (file.value().size() > most_bytes) {
    return Error{ErrorCode::kInvalidArgument, path + " has " + std::to_string(file.value().size()) +
                                                  " bytes; at most " + std::to_string(most_bytes) +
                                                  " are read"};
  }
  std::vector<std::uint8_t> bytes(file.value().size());
  if (auto read = file.value().read(std::as_writable_bytes(std::span(bytes))); !read) {
    return std::move(read).error();
  }
  return bytes;
}

}  // namespace crystalline::base
