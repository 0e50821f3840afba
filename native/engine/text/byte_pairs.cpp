#include "engine/text/byte_pairs.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace crystalline::text {
namespace {

using base::invalid;

constexpr std::uint32_t pair_of(Token left, Token right) {
  return std::uint32_t{left} << 16 | right;
}

constexpr std::size_t scattered(std::uint32_t pair) {
  return static_cast<std::size_t>((pair * std::uint64_t{0x9E3779B97F4A7C15}) >> 32);
}

/// The id of each single byte.
base::Result<std::array<Token, 256>> ids_of_bytes(const std::vector<std::string>& tokens,
                                                  const std::vector<Token>& specials) {
  std::array<int, 256> found;
  found.fill(-1);
  for (std::size_t id = 0; id < tokens.size(); ++id) {
    const bool special = std::ranges::find(specials, id) != specials.end();
    if (tokens[id].size() != 1 || special) continue;
    found[static_cast<std::uint8_t>(tokens[id][0])] = static_cast<int>(id);
  }
  std::array<Token, 256> ids{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    if (found[byte] < 0) {
      return invalid("The vocabulary has no token for the byte " + std::to_string(byte) +
                     ": it is not a byte-level one.");
    }
    ids[byte] = static_cast<Token>(found[byte]);
  }
  return ids;
}

}  // namespace

base::Result<BytePairs> BytePairs::create(std::vector<std::string> tokens,
                                          std::vector<Merge> merges, std::vector<Token> specials) {
  if (tokens.size() > kMostTokens) return invalid("The vocabulary has more than 65,536 tokens.");
  auto of_byte = ids_of_bytes(tokens, specials);
  if (!of_byte) return std::move(of_byte).error();
  for (const Token special : specials) {
    if (special >= tokens.size() || tokens[special].empty() ||
        tokens[special].find('\n') != std::string::npos) {
      return invalid("A special token is empty or has more than one line.");
    }
  }
  BytePairs pairs;
  pairs.slots_.resize(std::bit_ceil(2 * merges.size() + 2));
  for (std::size_t order = 0; order < merges.size(); ++order) {
    const Merge& merge = merges[order];
    if (std::max({merge.left, merge.right, merge.made}) >= tokens.size() ||
        tokens[merge.left] + tokens[merge.right] != tokens[merge.made]) {
      return invalid("Merge " + std::to_string(order) + " does not make the token it names.");
    }
    const std::uint32_t pair = pair_of(merge.left, merge.right);
    std::size_t at = scattered(pair) & (pairs.slots_.size() - 1);
    while (pairs.slots_[at] != 0 && pairs.slots_[at] >> 32 != pair) {
      at = (at + 1) & (pairs.slots_.size() - 1);
    }
    if (pairs.slots_[at] == 0) pairs.slots_[at] = std::uint64_t{pair} << 32 | (order + 1);
    pairs.ranks_.push_back({static_cast<std::uint32_t>(order), merge.made});
  }
  pairs.tokens_ = std::move(tokens);
  pairs.merges_ = std::move(merges);
  pairs.specials_ = std::move(specials);
  pairs.of_byte_ = of_byte.value();
  return pairs;
}

bool BytePairs::is_special(Token token) const {
  return std::ranges::find(specials_, token) != specials_.end();
}

const BytePairs::Rank* BytePairs::rank(Token left, Token right) const {
  const std::uint32_t pair = pair_of(left, right);
  std::size_t at = scattered(pair) & (slots_.size() - 1);
  while (slots_[at] != 0) {
    if (slots_[at] >> 32 == pair) return &ranks_[(slots_[at] & 0xFFFFFFFF) - 1];
    at = (at + 1) & (slots_.size() - 1);
  }
  return nullptr;
}

}  // namespace crystalline::text
