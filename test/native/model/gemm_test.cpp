#include "engine/model/gemm.hpp"

#include <gtest/gtest.h>

#include "arrays.hpp"
#include "engine/model/packed_matrix.hpp"

namespace crystalline::model {
namespace {

using reference::Array;

/// a (rows, depth) times b (depth, columns), row-major, in double.
Array exact_product(const ProductSize& size, const Array& a, const Array& b) {
  Array out(size.rows * size.columns);
  for (std::size_t r = 0; r < size.rows; ++r) {
    for (std::size_t k = 0; k < size.depth; ++k) {
      for (std::size_t c = 0; c < size.columns; ++c) {
        out[r * size.columns + c] += a[r * size.depth + k] * b[k * size.columns + c];
      }
    }
  }
  return out;
}

std::vector<float> transposed(const std::vector<float>& in, std::size_t rows) {
  const std::size_t columns = in.size() / rows;
  std::vector<float> out(in.size());
  for (std::size_t i = 0; i < in.size(); ++i) out[i % columns * rows + i / columns] = in[i];
  return out;
}

/// Sizes around the kernels' tiles and the depth block; the last ones have a left matrix that does
/// not stay near, and more rows than are packed at once.
std::vector<ProductSize> sizes() {
  return {{1, 1, 1},     {1, 65, 128}, {8, 48, 256},   {9, 49, 257},   {64, 128, 512},
          {65, 131, 65}, {3, 2, 700},  {33, 100, 513}, {131, 51, 520}, {257, 65, 256}};
}

class Gemm : public testing::TestWithParam<ProductSize> {
 protected:
  const ProductSize size_ = GetParam();
  const std::vector<float> a_ = random_floats(size_.rows * size_.depth, 1);
  const std::vector<float> b_ = random_floats(size_.depth * size_.columns, 2);
  const Array exact_ = exact_product(size_, doubles(a_), doubles(b_));
  std::vector<float> out_ = std::vector<float>(size_.rows * size_.columns);
  PanelBuffer panels_{size_.depth, 1};
};

TEST_P(Gemm, Multiply) {
  multiply(size_, {a_.data(), size_.depth}, {b_.data(), size_.columns},
           {out_.data(), size_.columns}, panels_);
  expect_close(out_, exact_, 1e-5, "a b");
}

TEST_P(Gemm, MultiplyWithBiasAndResidual) {
  const auto bias = random_floats(size_.columns, 3);
  const auto residual = random_floats(out_.size(), 4);
  multiply(size_, {a_.data(), size_.depth}, {b_.data(), size_.columns},
           {out_.data(), size_.columns}, panels_,
           {.bias = bias, .residual = {residual.data(), size_.columns}});
  Array expected = exact_;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    expected[i] += static_cast<double>(bias[i % size_.columns]) + static_cast<double>(residual[i]);
  }
  expect_close(out_, expected, 1e-5, "a b + bias + residual");
}

TEST_P(Gemm, AFactorMultipliesTheFinishedProduct) {
  const auto bias = random_floats(size_.columns, 3);
  const auto factor = random_floats(out_.size(), 4);
  Addends addends{.bias = bias};
  multiply(size_, {a_.data(), size_.depth}, {b_.data(), size_.columns},
           {out_.data(), size_.columns}, panels_, addends);
  std::vector<float> expected = out_;
  for (std::size_t i = 0; i < expected.size(); ++i) expected[i] *= factor[i];
  addends.factor = {factor.data(), size_.columns};
  multiply(size_, {a_.data(), size_.depth}, {b_.data(), size_.columns},
           {out_.data(), size_.columns}, panels_, addends);
  EXPECT_EQ(out_, expected);
}

TEST_P(Gemm, MultiplyTransposedGivesTheBitsOfMultiply) {
  const auto turned = transposed(b_, size_.depth);
  std::vector<float> other(out_.size());
  multiply_transposed(size_, {a_.data(), size_.depth}, {turned.data(), size_.depth},
                      {out_.data(), size_.columns}, panels_);
  multiply(size_, {a_.data(), size_.depth}, {b_.data(), size_.columns},
           {other.data(), size_.columns}, panels_);
  EXPECT_EQ(out_, other);
}

TEST_P(Gemm, RowsOneByOneGiveTheSameBits) {
  std::vector<float> single(out_.size());
  multiply(size_, {a_.data(), size_.depth}, {b_.data(), size_.columns},
           {out_.data(), size_.columns}, panels_);
  for (std::size_t r = 0; r < size_.rows; ++r) {
    multiply({1, size_.columns, size_.depth}, {a_.data() + r * size_.depth, size_.depth},
             {b_.data(), size_.columns}, {single.data() + r * size_.columns, size_.columns},
             panels_);
  }
  EXPECT_EQ(out_, single);
}

TEST_P(Gemm, AccumulateTransposed) {
  const auto turned = transposed(a_, size_.rows);
  const auto before = random_floats(out_.size(), 5);
  out_ = before;
  const double squares =
      accumulate_transposed(size_, {turned.data(), size_.rows}, {b_.data(), size_.columns},
                            {out_.data(), size_.columns}, panels_);
  Array expected = exact_;
  double norm = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    norm += exact_[i] * exact_[i];
    expected[i] += static_cast<double>(before[i]);
  }
  expect_close(out_, expected, 1e-5, "out + a' b");
  EXPECT_NEAR(squares / norm, 1.0, 1e-5);
}

TEST_P(Gemm, PackedMatrixMultipliesPartOfTheDepth) {
  PanelBuffer whole(size_.depth, size_.columns);
  const auto packed =
      PackedMatrix::of({b_.data(), size_.columns}, size_.depth, size_.columns, whole);
  const std::size_t first = size_.depth / 3;
  const std::size_t count = size_.depth - first;
  const std::size_t columns = (size_.columns + 1) / 2;
  std::vector<float> part(columns);
  packed.multiply({a_.data() + first, size_.depth, 1}, {first, count}, 1, columns,
                  {part.data(), columns});
  Array expected(columns);
  for (std::size_t c = 0; c < columns; ++c) {
    for (std::size_t k = first; k < size_.depth; ++k) {
      expected[c] += static_cast<double>(a_[k]) * static_cast<double>(b_[k * size_.columns + c]);
    }
  }
  expect_close(part, expected, 1e-5, "part");
}

TEST(PanelCut, SharesWholeVectorsEvenly) {
  const GemmKernel& kernel = active_gemm_kernel();
  const auto vector = static_cast<std::size_t>(kernel.vector_columns);
  for (std::size_t columns = 1; columns <= 300; ++columns) {
    const PanelCut panels(kernel, columns);
    ASSERT_EQ(panels.first(0), 0U);
    ASSERT_EQ(panels.first(panels.count()), columns);
    std::size_t least = columns;
    std::size_t most = 0;
    for (std::size_t p = 0; p < panels.count(); ++p) {
      const auto vectors = (static_cast<std::size_t>(panels.columns(p)) + vector - 1) / vector;
      ASSERT_EQ(panels.first(p) % vector, 0U);
      ASSERT_LE(panels.columns(p), kernel.panel_columns);
      least = std::min(least, vectors);
      most = std::max(most, vectors);
    }
    ASSERT_GE(least, 1U);
    ASSERT_LE(most - least, 1U) << columns;
  }
}

std::string name_of(const testing::TestParamInfo<ProductSize>& test) {
  return std::to_string(test.param.rows) + "x" + std::to_string(test.param.columns) + "x" +
         std::to_string(test.param.depth);
}

INSTANTIATE_TEST_SUITE_P(Sizes, Gemm, testing::ValuesIn(sizes()), name_of);

}  // namespace
}  // namespace crystalline::model
