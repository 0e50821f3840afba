#pragma once

#include <span>

#include "engine/base/result.hpp"
#include "engine/text/token.hpp"

namespace crystalline::text {

/// The tokens of a corpus, written once and then read as one span. Up to 128 MB they lie in memory;
/// more are kept in a temporary file without a name, mapped, so that the system may drop what is
/// not looked at (on Windows: in memory whatever their number).
class TokenStore {
 public:
  TokenStore() = default;
  TokenStore(TokenStore&& other) noexcept;
  TokenStore& operator=(TokenStore&& other) noexcept;
  ~TokenStore();

  /// Before finish() only. io-failed: the temporary directory refuses, or its disk is full.
  [[nodiscard]] base::Result<void> append(std::span<const Token> tokens);
  /// After the last append: what has been written can be read now.
  [[nodiscard]] base::Result<void> finish();
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::span<const Token> view() const { return view_; }

  /// Asks the system to have these tokens, a part of view(), in memory soon; returns at once.
  /// Nothing to do where all of them are kept there. Any thread.
  void will_need(std::span<const Token> tokens) const;

  /// Tokens that are kept in memory at most; smaller in tests.
  std::size_t most_in_memory = std::size_t{64} << 20;

 private:
  [[nodiscard]] base::Result<void> write(std::span<const Token> tokens);
  void release();

  Tokens memory_;
  std::size_t size_ = 0;
  int descriptor_ = -1;
  std::span<const Token> view_;
};

}  // namespace crystalline::text
