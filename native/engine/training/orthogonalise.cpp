#include "engine/training/orthogonalise.hpp"

#include <algorithm>
#include <cassert>

#include "engine/math/elementary.hpp"
#include "engine/training/reduction.hpp"

namespace crystalline::training {
namespace {

constexpr int kIterations = 5;
constexpr float kA = 3.4445F;
constexpr float kB = -4.7750F;
constexpr float kC = 2.0315F;
constexpr double kLeastNorm = 1e-30;

void transpose(std::span<float> out, std::span<const float> in, std::size_t rows,
               std::size_t columns) {
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < columns; ++c) out[c * rows + r] = in[r * columns + c];
  }
}

}  // namespace

Orthogonaliser::Orthogonaliser(std::size_t rows, std::size_t columns)
    : x_(rows * columns),
      next_(rows * columns),
      gram_(std::min(rows, columns) * std::min(rows, columns)),
      square_(gram_.size()),
      panels_(std::max(rows, columns), std::max(rows, columns)) {}

void Orthogonaliser::operator()(std::span<float> matrix, std::size_t rows, std::size_t columns) {
  assert(matrix.size() == rows * columns && matrix.size() <= x_.size());
  const bool tall = rows > columns;
  const auto x = std::span(x_).first(matrix.size());
  if (tall) {
    transpose(x, matrix, rows, columns);
  } else {
    std::copy(matrix.begin(), matrix.end(), x.begin());
  }
  const double norm = math::sqrt(squared_norm(x));
  const auto scale = static_cast<float>(1 / std::max(norm, kLeastNorm));
  for (float& value : x) value *= scale;
  for (int i = 0; i < kIterations; ++i) iterate(std::min(rows, columns), std::max(rows, columns));
  if (tall) {
    transpose(matrix, std::span<const float>(x_).first(matrix.size()), columns, rows);
  } else {
    std::copy_n(x_.begin(), matrix.size(), matrix.begin());
  }
}

void Orthogonaliser::iterate(std::size_t rows, std::size_t columns) {
  const model::ConstMatrix x{x_.data(), columns};
  const model::ConstMatrix gram{gram_.data(), rows};
  model::multiply_transposed({rows, rows, columns}, x, x, {gram_.data(), rows}, panels_);
  model::multiply({rows, rows, rows}, gram, gram, {square_.data(), rows}, panels_);
  for (std::size_t i = 0; i < rows * rows; ++i) square_[i] = kB * gram_[i] + kC * square_[i];
  for (std::size_t i = 0; i < rows; ++i) square_[i * rows + i] += kA;
  model::multiply({rows, columns, rows}, {square_.data(), rows}, x, {next_.data(), columns},
                  panels_);
  std::swap(x_, next_);
}

}  // namespace crystalline::training
