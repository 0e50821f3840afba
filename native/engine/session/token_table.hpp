#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/text/tokenizer.hpp"

namespace crystalline::session {

/// A token on the lattice: the row of src/shared/frames/token-frame.ts (a test compares).
struct TokenRow {
  std::uint32_t prime;  // the (token + 1)-th prime
  float theta_offset;   // phonetic term + omega + psi, radians in [0, 2 pi)
};
static_assert(sizeof(TokenRow) == 8);

/// The vocabulary's primes and angles, in id order. Constant for a tokenizer.
class TokenTable {
 public:
  explicit TokenTable(const text::Tokenizer& tokenizer);
  [[nodiscard]] std::span<const TokenRow> rows() const { return rows_; }

 private:
  std::vector<TokenRow> rows_;
};

}  // namespace crystalline::session
