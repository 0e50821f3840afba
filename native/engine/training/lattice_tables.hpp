#pragma once

#include <array>
#include <span>
#include <string_view>

#include "engine/model/gpt.hpp"
#include "engine/text/tokenizer.hpp"

namespace crystalline::training {

/// Where the token and position tables begin. They change values, not the architecture.
enum class TableInitialisation {
  kStandard,       // N(0, 0.02) as GPT-2's
  kLattice,        // angular positions
  kLatticeFrozen,  // angular positions that stay: no update reaches the two tables
};

/// In enumeration order, as the contract spells them.
inline constexpr std::array<std::string_view, 3> kTableInitialisations = {"standard", "lattice",
                                                                          "lattice-frozen"};

/// Overwrites the token table and the position table of `weights` (layout.size()) by waves of the
/// lattice's angles: row r of a table has, in features 2j and 2j + 1, the cosine and the sine of
///
///   (j + 1) theta(p, k, n, lambda),  p the (r + 1)-th prime, k = r + 1,
///
/// with n = j + 1 and the wavelength of the token's first letter in the token table, n = width + j
/// + 1 and 0.343 m in the position table. All are scaled to a root mean square of 0.02, the
/// standard tables' deviation. Depends on tokenizer and layout only. theta alone, whose n-th
/// dimension is a shift that all tokens share, would span two directions; hence the multiples.
void fill_lattice_tables(const model::ParameterLayout& layout, const text::Tokenizer& tokenizer,
                         std::span<float> weights);

}  // namespace crystalline::training
