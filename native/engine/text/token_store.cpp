#include "engine/text/token_store.hpp"

#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#ifndef _WIN32
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#endif

namespace crystalline::text {
namespace {

[[maybe_unused]] base::Error refused(const std::string& doing) {
  return {base::ErrorCode::kIoFailed, "Cannot " + doing + " the temporary file of tokens: " +
                                          std::generic_category().message(errno) +
                                          ". TMPDIR says in which directory it is made."};
}

#ifndef _WIN32
/// A file that has no name any more; -1 and errno when none can be made.
int unnamed_file() {
  const char* const named = std::getenv("TMPDIR");
  std::error_code ignored;
  const std::string folder = named != nullptr && *named != '\0'                   ? named
                             : std::filesystem::is_directory("/var/tmp", ignored) ? "/var/tmp"
                                                                                  : "/tmp";
  std::string path = folder + "/crystalline-tokens-XXXXXX";
  const int descriptor = ::mkstemp(path.data());
  if (descriptor >= 0) ::unlink(path.c_str());
  return descriptor;
}
#endif

}  // namespace

TokenStore::TokenStore(TokenStore&& other) noexcept { *this = std::move(other); }

TokenStore& TokenStore::operator=(TokenStore&& other) noexcept {
  release();
  memory_ = std::move(other.memory_);  // keeps its place: view_ holds
  most_in_memory = other.most_in_memory;
  size_ = std::exchange(other.size_, 0);
  descriptor_ = std::exchange(other.descriptor_, -1);
  view_ = std::exchange(other.view_, {});
  return *this;
}

TokenStore::~TokenStore() { release(); }

#ifdef _WIN32
void TokenStore::release() {}

void TokenStore::will_need(std::span<const Token>) const {}

base::Result<void> TokenStore::append(std::span<const Token> tokens) {
  memory_.insert(memory_.end(), tokens.begin(), tokens.end());
  size_ += tokens.size();
  return {};
}

base::Result<void> TokenStore::finish() {
  memory_.shrink_to_fit();
  view_ = memory_;
  return {};
}
#else
void TokenStore::release() {
  if (descriptor_ < 0) return;
  if (!view_.empty()) ::munmap(const_cast<Token*>(view_.data()), view_.size_bytes());
  ::close(std::exchange(descriptor_, -1));
}

void TokenStore::will_need(std::span<const Token> tokens) const {
  if (descriptor_ < 0 || tokens.empty()) return;
  // From a page's begin on; the mapping begins with one.
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const auto first = static_cast<std::size_t>(tokens.data() - view_.data()) * sizeof(Token);
  const std::size_t begin = first / page * page;
  auto* const mapped = reinterpret_cast<char*>(const_cast<Token*>(view_.data()));
  // A refusal costs only time: what is not there yet is read when it is looked at.
  (void)::madvise(mapped + begin, first + tokens.size_bytes() - begin, MADV_WILLNEED);
}

base::Result<void> TokenStore::append(std::span<const Token> tokens) {
  if (descriptor_ < 0 && size_ + tokens.size() <= most_in_memory) {
    memory_.insert(memory_.end(), tokens.begin(), tokens.end());
    size_ += tokens.size();
    return {};
  }
  if (descriptor_ < 0) {
    descriptor_ = unnamed_file();
    if (descriptor_ < 0) return refused("make");
    size_ = 0;
    if (auto moved = write(memory_); !moved) return moved;
    memory_ = Tokens();
  }
  return write(tokens);
}

base::Result<void> TokenStore::write(std::span<const Token> tokens) {
  auto bytes = std::as_bytes(tokens);
  while (!bytes.empty()) {
    const auto put = ::write(descriptor_, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return refused("write");
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  size_ += tokens.size();
  return {};
}

base::Result<void> TokenStore::finish() {
  if (descriptor_ < 0) {
    memory_.shrink_to_fit();
    view_ = memory_;
    return {};
  }
  void* const mapped =
      ::mmap(nullptr, size_ * sizeof(Token), PROT_READ, MAP_SHARED, descriptor_, 0);
  if (mapped == MAP_FAILED) return refused("map");
  view_ = {static_cast<const Token*>(mapped), size_};
  return {};
}
#endif

}  // namespace crystalline::text
