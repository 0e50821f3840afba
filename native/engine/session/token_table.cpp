#include "engine/session/token_table.hpp"

#include <cassert>

#include "engine/lattice/angular_position.hpp"
#include "engine/lattice/phonetics.hpp"
#include "engine/primes/first_primes.hpp"

namespace crystalline::session {

TokenTable::TokenTable(const text::Tokenizer& tokenizer) {
  const auto primes = primes::first_primes(tokenizer.vocabulary());
  assert(primes.ok());  // a vocabulary is never larger than the table of primes
  rows_.reserve(primes.value().size());
  for (const std::uint32_t prime : primes.value()) {
    const auto token = static_cast<text::Token>(rows_.size());
    const double wavelength = lattice::phonetic_wavelength(tokenizer.first_letter(token));
    rows_.push_back({prime, static_cast<float>(lattice::token_theta_offset(prime, wavelength))});
  }
}

}  // namespace crystalline::session
