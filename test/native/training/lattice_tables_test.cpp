#include "engine/training/lattice_tables.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "engine/training/optimizer.hpp"

namespace crystalline::training {
namespace {

constexpr int kWidth = 16, kContext = 12;
const char kText[] = "aeiounst";

struct Tables {
  text::Tokenizer tokenizer = text::Tokenizer::build(text::TokenizerKind::kChar, kText).value();
  model::ParameterLayout layout{{.blocks = 1,
                                 .heads = 2,
                                 .width = kWidth,
                                 .context = kContext,
                                 .vocab = static_cast<int>(tokenizer.vocabulary())}};
  std::vector<float> standard = std::vector<float>(layout.size());
  std::vector<float> lattice;

  Tables() {
    model::initialise(layout, standard, 3);
    lattice = standard;
    fill_lattice_tables(layout, tokenizer, lattice);
  }
  [[nodiscard]] const model::TensorSpec& tensor(std::string_view name) const {
    for (const auto& tensor : layout.tensors()) {
      if (tensor.name == name) return tensor;
    }
    return layout.tensors().front();
  }
};

/// The terms of theta that differ between the waves of a row or are simple, in long double with
/// libm.
long double naive_theta(unsigned prime, unsigned k, unsigned n) {
  const long double pi = std::numbers::pi_v<long double>;
  const long double spiral = k * pi * (1 + std::sqrt(5.0L));
  const long double index = (n - 1) * 2 * pi / (12 * std::log(3.0L));
  const auto away = static_cast<long double>(prime < 144'000 ? 144'000 - prime : prime - 144'000);
  const long double omega = 3.0L / 144'000 / (1 + away / 144'000);
  return spiral + index + omega;
}

TEST(LatticeTables, RowsAreWavesOfTheAngleAndItsMultiples) {
  const Tables t;
  const unsigned primes[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
  const auto& positions = t.tensor("transformer.wpe.weight");
  for (unsigned row = 0; row < kContext; ++row) {
    // What all waves of a row share, phonetic term and psi, is found from the first of them.
    const float* values = t.lattice.data() + positions.offset + row * kWidth;
    const long double first = std::atan2(values[1], values[0]);
    const long double shared = first - naive_theta(primes[row], row + 1, kWidth + 1);
    for (unsigned j = 0; j < kWidth / 2; ++j) {
      const long double angle =
          (j + 1) * (naive_theta(primes[row], row + 1, kWidth + j + 1) + shared);
      const double size = 0.02 * std::numbers::sqrt2;
      EXPECT_NEAR(values[2 * j], size * static_cast<double>(std::cos(angle)), 1e-7) << row << j;
      EXPECT_NEAR(values[2 * j + 1], size * static_cast<double>(std::sin(angle)), 1e-7);
    }
  }
}

TEST(LatticeTables, ChangeTheTwoTablesOnlyAndKeepTheirSize) {
  const Tables t;
  for (const auto& tensor : t.layout.tensors()) {
    const bool table =
        tensor.name == "transformer.wte.weight" || tensor.name == "transformer.wpe.weight";
    double squares = 0;
    bool same = true;
    for (std::size_t i = tensor.offset; i < tensor.offset + tensor.count; ++i) {
      same = same && t.lattice[i] == t.standard[i];
      squares += static_cast<double>(t.lattice[i]) * t.lattice[i];
    }
    EXPECT_EQ(same, !table) << tensor.name;
    if (table) {
      EXPECT_NEAR(std::sqrt(squares / static_cast<double>(tensor.count)), 0.02, 1e-7);
    }
  }
}

TEST(LatticeTables, NoTwoTokensOrPositionsBeginAlike) {
  const Tables t;
  for (const char* name : {"transformer.wte.weight", "transformer.wpe.weight"}) {
    const auto& table = t.tensor(name);
    const std::size_t rows = table.count / kWidth;
    for (std::size_t a = 0; a < rows; ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        double apart = 0;
        for (std::size_t i = 0; i < kWidth; ++i) {
          apart += std::abs(t.lattice[table.offset + a * kWidth + i] -
                            t.lattice[table.offset + b * kWidth + i]);
        }
        // Near ones there are: theta takes 4 and 10 to angles a few thousandths apart.
        EXPECT_GT(apart, 1e-3) << name << a << b;
      }
    }
  }
}

TEST(LatticeTables, FrozenTablesStandWhateverTheOptimiser) {
  const Tables t;
  for (std::size_t kind = 0; kind < kOptimizerNames.size(); ++kind) {
    OptimizerConfig config;
    config.kind = static_cast<OptimizerKind>(kind);
    config.clip_value = 0.5;
    Optimizer optimizer(config, t.layout, 1, true);
    std::vector<float> gradient(t.layout.size(), 1.0F);
    std::vector<float> next(t.layout.size(), 7.0F);
    optimizer.prepare(1, 1e-2, 1.0);
    for (std::uint32_t part = 0; part < optimizer.parts(); ++part) {
      EXPECT_TRUE(optimizer.update(part, 0, next, t.lattice, gradient));
    }
    for (const auto& tensor : t.layout.tensors()) {
      const bool table = decay_group(tensor) == DecayGroup::kEmbedding;
      EXPECT_EQ(next[tensor.offset] == t.lattice[tensor.offset], table) << tensor.name << kind;
    }
    for (const float left : gradient) ASSERT_EQ(left, 0.0F);
  }
}

}  // namespace
}  // namespace crystalline::training
