#include "engine/training/optimizer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "engine/training/orthogonalise.hpp"

namespace crystalline::training {
namespace {

std::vector<float> random_numbers(std::size_t count, unsigned seed, float deviation = 1) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal(0, deviation);
  std::vector<float> numbers(count);
  for (float& number : numbers) number = normal(random);
  return numbers;
}

/// Newton-Schulz in double, by naive products.
std::vector<double> orthogonalised(std::vector<double> x, std::size_t rows, std::size_t columns) {
  double squares = 0;
  for (const double v : x) squares += v * v;
  for (double& v : x) v /= std::sqrt(squares);
  const bool tall = rows > columns;
  const auto at = [&](const std::vector<double>& m, std::size_t i, std::size_t j) {
    return tall ? m[j * columns + i] : m[i * columns + j];
  };
  const std::size_t m = std::min(rows, columns), n = std::max(rows, columns);
  for (int step = 0; step < 5; ++step) {
    std::vector<double> gram(m * m), square(m * m), next(x.size());
    for (std::size_t i = 0; i < m; ++i) {
      for (std::size_t j = 0; j < m; ++j) {
        for (std::size_t k = 0; k < n; ++k) gram[i * m + j] += at(x, i, k) * at(x, j, k);
      }
    }
    for (std::size_t i = 0; i < m; ++i) {
      for (std::size_t j = 0; j < m; ++j) {
        for (std::size_t k = 0; k < m; ++k) square[i * m + j] += gram[i * m + k] * gram[k * m + j];
      }
    }
    for (std::size_t i = 0; i < m; ++i) {
      for (std::size_t k = 0; k < n; ++k) {
        double sum = 3.4445 * at(x, i, k);
        for (std::size_t j = 0; j < m; ++j) {
          sum += (-4.7750 * gram[i * m + j] + 2.0315 * square[i * m + j]) * at(x, j, k);
        }
        next[tall ? k * columns + i : i * columns + k] = sum;
      }
    }
    x = next;
  }
  return x;
}

TEST(Orthogonaliser, FollowsTheDoubleReferenceForWideTallAndSquare) {
  Orthogonaliser orthogonalise(24, 96);
  for (const auto& [rows, columns] :
       {std::pair<std::size_t, std::size_t>{24, 96}, {96, 24}, {24, 24}, {8, 16}, {1, 5}}) {
    auto matrix = random_numbers(rows * columns, 3);
    const auto expected = orthogonalised({matrix.begin(), matrix.end()}, rows, columns);
    orthogonalise(matrix, rows, columns);
    for (std::size_t i = 0; i < matrix.size(); ++i) {
      ASSERT_NEAR(matrix[i], expected[i], 2e-4) << rows << " x " << columns << ", " << i;
    }
  }
}

TEST(Orthogonaliser, BringsEveryDirectionNearLengthOne) {
  constexpr std::size_t kRows = 16, kColumns = 64;
  auto matrix = random_numbers(kRows * kColumns, 5, 1e-4F);  // of any size
  Orthogonaliser(kRows, kColumns)(matrix, kRows, kColumns);
  for (std::size_t i = 0; i < kRows; ++i) {
    double length = 0;
    for (std::size_t k = 0; k < kColumns; ++k) {
      length += std::pow(matrix[i * kColumns + k], 2);
    }
    EXPECT_GT(std::sqrt(length), 0.6) << i;
    EXPECT_LT(std::sqrt(length), 1.25) << i;
  }
  std::vector<float> zeros(kRows * kColumns);
  Orthogonaliser(kRows, kColumns)(zeros, kRows, kColumns);
  EXPECT_EQ(zeros, std::vector<float>(kRows * kColumns));
}

class OptimizerTest : public testing::Test {
 protected:
  struct Outcome {
    std::vector<float> weights;
    std::vector<std::vector<float>> state;
  };
  /// Some steps on made-up gradients; parts done in the order and by the workers given.
  Outcome run(const OptimizerConfig& config, bool backwards, std::uint32_t workers) {
    Optimizer optimizer(config, layout_, workers);
    std::vector<float> weights(layout_.size()), next(layout_.size(), 77);
    fill(weights, 1, 0.02F);
    for (unsigned step = 1; step <= 5; ++step) {
      std::vector<float> gradient(layout_.size());
      fill(gradient, 10 + step, 0.5F);
      optimizer.prepare(step, 1e-2, 0.5);
      for (std::uint32_t i = 0; i < optimizer.parts(); ++i) {
        const std::uint32_t part = backwards ? optimizer.parts() - 1 - i : i;
        EXPECT_TRUE(optimizer.update(part, i % workers, next, weights, gradient));
      }
      EXPECT_EQ(gradient, std::vector<float>(layout_.size()));
      weights.swap(next);
    }
    Outcome outcome{weights, {}};
    for (const TensorGroup& group : optimizer.state()) {
      outcome.state.emplace_back(group.values.begin(), group.values.end());
    }
    return outcome;
  }
  /// Random tensors, zero padding.
  void fill(std::vector<float>& flat, unsigned seed, float deviation) const {
    const auto numbers = random_numbers(flat.size(), seed, deviation);
    for (const auto& tensor : layout_.tensors()) {
      std::copy_n(numbers.begin() + static_cast<std::ptrdiff_t>(tensor.offset), tensor.count,
                  flat.begin() + static_cast<std::ptrdiff_t>(tensor.offset));
    }
  }

  model::ParameterLayout layout_{model::Shape{2, 2, 24, 16, 29}};
};

TEST_F(OptimizerTest, TheOrderOfPartsAndTheNumberOfWorkersChangeNoBit) {
  for (std::size_t kind = 0; kind < kOptimizerNames.size(); ++kind) {
    const OptimizerConfig config{.kind = static_cast<OptimizerKind>(kind), .clip_value = 0.3};
    const Outcome one = run(config, false, 1);
    const Outcome three = run(config, true, 3);
    EXPECT_EQ(one.weights, three.weights) << kOptimizerNames[kind];
    EXPECT_EQ(one.state, three.state) << kOptimizerNames[kind];
  }
}

TEST_F(OptimizerTest, EveryWeightMovesAndPaddingStaysZero) {
  for (std::size_t kind = 0; kind < kOptimizerNames.size(); ++kind) {
    const Outcome outcome = run({.kind = static_cast<OptimizerKind>(kind)}, false, 2);
    std::vector<float> before(layout_.size());
    fill(before, 1, 0.02F);
    std::vector<bool> held(layout_.size());
    for (const auto& tensor : layout_.tensors()) {
      for (std::size_t i = 0; i < tensor.count; ++i) {
        held[tensor.offset + i] = true;
        ASSERT_NE(outcome.weights[tensor.offset + i], before[tensor.offset + i])
            << kOptimizerNames[kind] << " " << tensor.name;
      }
    }
    for (std::size_t i = 0; i < layout_.size(); ++i) {
      if (held[i]) continue;
      ASSERT_EQ(outcome.weights[i], 0) << kOptimizerNames[kind] << " " << i;
    }
  }
}

TEST_F(OptimizerTest, EachGroupHasItsDecay) {
  const OptimizerConfig config{.kind = OptimizerKind::kSgd,
                               .weight_decay = 0.5,
                               .embedding_decay = 0.25,
                               .vector_decay = 0.125};
  Optimizer optimizer(config, layout_, 1);
  std::vector<float> weights(layout_.size(), 1), next(layout_.size()), none(layout_.size());
  optimizer.prepare(1, 0.5, 1);
  for (std::uint32_t part = 0; part < optimizer.parts(); ++part) {
    ASSERT_TRUE(optimizer.update(part, 0, next, weights, none));
  }
  for (const auto& tensor : layout_.tensors()) {
    const bool table = tensor.name.find("wte") != std::string::npos ||
                       tensor.name.find("wpe") != std::string::npos;
    const float kept = table ? 0.875F : tensor.dimensions.size() == 2 ? 0.75F : 0.9375F;
    EXPECT_EQ(next[tensor.offset], kept) << tensor.name;
  }
}

TEST_F(OptimizerTest, MuonMovesMatricesByTheirOrthogonalisedMomentum) {
  const OptimizerConfig config{.kind = OptimizerKind::kMuon, .weight_decay = 0.1};
  Optimizer optimizer(config, layout_, 1);
  std::vector<float> weights(layout_.size()), next(layout_.size()), gradient(layout_.size());
  fill(weights, 1, 0.02F);
  fill(gradient, 2, 1);
  const auto given = gradient;
  optimizer.prepare(1, 1e-2, 1);
  for (std::uint32_t part = 0; part < optimizer.parts(); ++part) {
    ASSERT_TRUE(optimizer.update(part, 0, next, weights, gradient));
  }
  for (const auto& tensor : layout_.tensors()) {
    if (decay_group(tensor) != DecayGroup::kMatrix) continue;
    const auto rows = static_cast<std::size_t>(tensor.dimensions[0]);
    const auto columns = static_cast<std::size_t>(tensor.dimensions[1]);
    std::vector<double> g(
        given.begin() + static_cast<std::ptrdiff_t>(tensor.offset),
        given.begin() + static_cast<std::ptrdiff_t>(tensor.offset + tensor.count));
    const auto direction = orthogonalised(std::move(g), rows, columns);
    const double scale = 0.2 * std::sqrt(static_cast<double>(std::max(rows, columns)));
    for (std::size_t i = 0; i < tensor.count; ++i) {
      const double w = weights[tensor.offset + i];
      ASSERT_NEAR(next[tensor.offset + i], w * (1 - 1e-3) - 1e-2 * scale * direction[i], 1e-5)
          << tensor.name << " " << i;
    }
  }
}

TEST_F(OptimizerTest, KeepsAsManyVectorsAsItSays) {
  for (std::size_t kind = 0; kind < kOptimizerNames.size(); ++kind) {
    const auto k = static_cast<OptimizerKind>(kind);
    Optimizer optimizer({.kind = k}, layout_, 1);
    std::vector<const float*> vectors;
    for (const auto& group : optimizer.state()) {
      if (std::ranges::find(vectors, group.values.data()) == vectors.end()) {
        vectors.push_back(group.values.data());
      }
    }
    EXPECT_EQ(vectors.size(), state_vectors(k)) << kOptimizerNames[kind];
  }
}

}  // namespace
}  // namespace crystalline::training
