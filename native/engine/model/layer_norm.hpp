#pragma once

#include <cstddef>
#include <span>

#include "engine/model/parameters.hpp"

// Layer normalisation: each token's features to mean 0 and variance 1, then gain and bias.
// Source: Ba, Kiros, Hinton, "Layer Normalization", arXiv:1607.06450. Epsilon 1e-5 as in GPT-2.
namespace crystalline::model {

/// Statistics kept for the backward pass, one number a token.
struct NormStatisticsView {
  std::span<float> mean;
  std::span<float> reciprocal_deviation;
};

///   out  (T, C)  written
///   kept (T)     written
///   in   (T, C)  T is kept.mean.size(), C is parameters.gain.size()
void layer_norm_forward(std::span<float> out, const NormStatisticsView& kept,
                        std::span<const float> in, const NormParameters<const float>& parameters);

/// What the backward pass reads and writes.
struct NormBackward {
  std::span<float> d_in;         // (T, C)  added to
  std::span<const float> d_out;  // (T, C)
  std::span<const float> in;     // (T, C)
  NormStatisticsView kept;       // (T)
  std::span<const float> gain;   // (C)
  std::span<float> d_gain;       // (C)  written: this sequence's own contribution
  std::span<float> d_bias;       // (C)  written: this sequence's own contribution
};
void layer_norm_backward(const NormBackward& pass);

}  // namespace crystalline::model
