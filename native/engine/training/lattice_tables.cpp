#include "engine/training/lattice_tables.hpp"

#include <algorithm>
#include <cassert>
#include <numbers>
#include <string>

#include "engine/lattice/angular_position.hpp"
#include "engine/lattice/phonetics.hpp"
#include "engine/math/elementary.hpp"
#include "engine/primes/first_primes.hpp"

namespace crystalline::training {
namespace {

/// Cosines and sines of this amplitude have a root mean square of 0.02.
constexpr double kAmplitude = 0.02 * std::numbers::sqrt2;

std::span<float> table_of(const model::ParameterLayout& layout, std::span<float> weights,
                          std::string_view name) {
  for (const model::TensorSpec& tensor : layout.tensors()) {
    if (tensor.name == name) return weights.subspan(tensor.offset, tensor.count);
  }
  assert(false);  // every GPT-2 has both
  return {};
}

/// One row: the waves of what has this prime, index and wavelength, from dimension `first` on.
void fill_row(std::span<float> row, const lattice::AngularInput& place, std::uint64_t first) {
  for (std::size_t i = 0; i < row.size(); i += 2) {
    const std::uint64_t wave = i / 2 + 1;
    lattice::AngularInput input = place;
    input.dimension = first + wave;
    const double angle = static_cast<double>(wave) * lattice::angular_position(input).value().theta;
    row[i] = static_cast<float>(kAmplitude * math::cos(angle));
    if (i + 1 < row.size()) row[i + 1] = static_cast<float>(kAmplitude * math::sin(angle));
  }
}

}  // namespace

void fill_lattice_tables(const model::ParameterLayout& layout, const text::Tokenizer& tokenizer,
                         std::span<float> weights) {
  const auto width = static_cast<std::size_t>(layout.shape().width);
  const auto tokens = static_cast<std::size_t>(layout.shape().vocab);
  const auto context = static_cast<std::size_t>(layout.shape().context);
  // A vocabulary and a context are never larger than the table of primes.
  const auto primes = primes::first_primes(std::max(tokens, context)).value();
  const auto token_table = table_of(layout, weights, "transformer.wte.weight");
  for (std::size_t t = 0; t < tokens; ++t) {
    const double wavelength =
        lattice::phonetic_wavelength(tokenizer.first_letter(static_cast<text::Token>(t)));
    fill_row(token_table.subspan(t * width, width),
             {.prime = primes[t], .index = t + 1, .wavelength_m = wavelength}, 0);
  }
  const auto position_table = table_of(layout, weights, "transformer.wpe.weight");
  for (std::size_t i = 0; i < context; ++i) {
    fill_row(position_table.subspan(i * width, width),
             {.prime = primes[i], .index = i + 1, .wavelength_m = lattice::kDefaultWavelength},
             width);
  }
}

}  // namespace crystalline::training
