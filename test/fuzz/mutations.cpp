#include "fuzz/mutations.hpp"

#include <algorithm>
#include <array>

#include "engine/base/philox.hpp"

namespace crystalline::fuzz {
namespace {

constexpr std::array<unsigned char, 12> kAwkward = {0x00, 0x01, 0x7F, 0x80, 0xBF, 0xC0,
                                                    0xED, 0xF4, 0xFF, '"',  '{',  '9'};
constexpr std::size_t kLongestStretch = 64;

/// A place within the first 4 KiB three times out of four: that is where headers are.
std::size_t place(std::size_t size, std::uint32_t pick, std::uint32_t where) {
  return where % ((pick & 3) == 0 ? size : std::min<std::size_t>(size, 4096));
}

void damage_once(std::string& input, const std::array<std::uint32_t, 4>& words) {
  const auto [kind, where, value, pick] = words;
  const std::size_t at = place(input.size(), pick, where);
  const std::size_t length = std::min<std::size_t>(1 + value % kLongestStretch, input.size() - at);
  switch (kind % 7) {
    case 0:
      input[at] = static_cast<char>(input[at] ^ (1 << (value % 8)));
      break;
    case 1:
      input[at] = static_cast<char>(kAwkward[value % kAwkward.size()]);
      break;
    case 2:
      input.erase(at, length);
      break;
    case 3:
      input.insert(at, input.substr(at, length));
      break;
    case 4:
      input.resize(at);
      break;
    case 5: {  // the next digit becomes another one, or an overflow
      const std::size_t digit = input.find_first_of("0123456789", at);
      if (digit == std::string::npos) break;
      if (value % 8 == 0) {
        input.insert(digit, "9999999999999999999");
      } else {
        input[digit] = static_cast<char>('0' + value % 10);
      }
      break;
    }
    default:
      std::swap(input[at], input[place(input.size(), pick >> 2, value)]);
  }
}

}  // namespace

void damage(std::string& input, std::uint64_t seed, std::uint64_t number) {
  const auto draw = [&](std::uint64_t index) {
    return base::random_words(seed, base::RandomStream::kSampling, 0, number * 8 + index);
  };
  const std::uint32_t places = 1 + draw(0)[0] % 4;
  for (std::uint32_t i = 1; i <= places && !input.empty(); ++i) damage_once(input, draw(i));
}

}  // namespace crystalline::fuzz
