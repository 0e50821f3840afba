#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

// The network's layers in double, written as their formulas read: the oracle of the engine's
// kernels. Every backward pass here is itself checked against finite differences.
namespace crystalline::model::reference {

using Array = std::vector<double>;

inline Array linear_forward(const Array& in, const Array& weight, const Array& bias) {
  const std::size_t outputs = bias.size();
  const std::size_t inputs = weight.size() / outputs;
  const std::size_t tokens = in.size() / inputs;
  Array out(tokens * outputs);
  for (std::size_t t = 0; t < tokens; ++t) {
    for (std::size_t o = 0; o < outputs; ++o) {
      double sum = bias[o];
      for (std::size_t i = 0; i < inputs; ++i) sum += in[t * inputs + i] * weight[i * outputs + o];
      out[t * outputs + o] = sum;
    }
  }
  return out;
}

struct LinearGradient {
  Array in;
  Array weight;
  Array bias;
};

inline LinearGradient linear_backward(const Array& d_out, const Array& in, const Array& weight,
                                      std::size_t outputs) {
  const std::size_t inputs = weight.size() / outputs;
  const std::size_t tokens = in.size() / inputs;
  LinearGradient d{Array(in.size()), Array(weight.size()), Array(outputs)};
  for (std::size_t t = 0; t < tokens; ++t) {
    for (std::size_t o = 0; o < outputs; ++o) {
      const double upstream = d_out[t * outputs + o];
      d.bias[o] += upstream;
      for (std::size_t i = 0; i < inputs; ++i) {
        d.in[t * inputs + i] += upstream * weight[i * outputs + o];
        d.weight[i * outputs + o] += upstream * in[t * inputs + i];
      }
    }
  }
  return d;
}

inline Array layer_norm_forward(const Array& in, const Array& gain, const Array& bias) {
  const std::size_t width = gain.size();
  Array out(in.size());
  for (std::size_t first = 0; first < in.size(); first += width) {
    double mean = 0;
    for (std::size_t i = 0; i < width; ++i) mean += in[first + i] / static_cast<double>(width);
    double variance = 0;
    for (std::size_t i = 0; i < width; ++i) {
      variance += (in[first + i] - mean) * (in[first + i] - mean) / static_cast<double>(width);
    }
    for (std::size_t i = 0; i < width; ++i) {
      out[first + i] = (in[first + i] - mean) / std::sqrt(variance + 1e-5) * gain[i] + bias[i];
    }
  }
  return out;
}

struct NormGradient {
  Array in;
  Array gain;
  Array bias;
};

inline NormGradient layer_norm_backward(const Array& d_out, const Array& in, const Array& gain) {
  const std::size_t width = gain.size();
  const auto count = static_cast<double>(width);
  NormGradient d{Array(in.size()), Array(width), Array(width)};
  const Array normalised = layer_norm_forward(in, Array(width, 1.0), Array(width, 0.0));
  for (std::size_t first = 0; first < in.size(); first += width) {
    double mean = 0;
    double square = 0;
    double gradient_sum = 0;
    double product_sum = 0;
    for (std::size_t i = 0; i < width; ++i) {
      mean += in[first + i] / count;
      square += in[first + i] * in[first + i] / count;
      gradient_sum += d_out[first + i] * gain[i];
      product_sum += d_out[first + i] * gain[i] * normalised[first + i];
      d.gain[i] += d_out[first + i] * normalised[first + i];
      d.bias[i] += d_out[first + i];
    }
    const double deviation = std::sqrt(square - mean * mean + 1e-5);
    for (std::size_t i = 0; i < width; ++i) {
      d.in[first + i] = (d_out[first + i] * gain[i] - gradient_sum / count -
                         normalised[first + i] * product_sum / count) /
                        deviation;
    }
  }
  return d;
}

inline double gelu(double x) {
  const double inner = std::sqrt(2.0 / M_PI) * (x + 0.044715 * x * x * x);
  return 0.5 * x * (1.0 + std::tanh(inner));
}

inline double gelu_derivative(double x) {
  const double inner = std::sqrt(2.0 / M_PI) * (x + 0.044715 * x * x * x);
  const double tangent = std::tanh(inner);
  return 0.5 * (1.0 + tangent) + 0.5 * x * (1.0 - tangent * tangent) * std::sqrt(2.0 / M_PI) *
                                     (1.0 + 3.0 * 0.044715 * x * x);
}

/// Causal attention of (T, 3C) queries, keys and values. The probabilities (H, T, T) too, if asked.
inline Array attention_forward(const Array& in, std::size_t tokens, std::size_t heads,
                               Array* probabilities = nullptr) {
  const std::size_t width = in.size() / tokens / 3;
  const std::size_t depth = width / heads;
  Array out(tokens * width);
  if (probabilities != nullptr) probabilities->assign(heads * tokens * tokens, 0.0);
  for (std::size_t h = 0; h < heads; ++h) {
    for (std::size_t t = 0; t < tokens; ++t) {
      Array row(t + 1);
      for (std::size_t s = 0; s <= t; ++s) {
        for (std::size_t i = 0; i < depth; ++i) {
          row[s] += in[t * 3 * width + h * depth + i] * in[s * 3 * width + width + h * depth + i] /
                    std::sqrt(static_cast<double>(depth));
        }
      }
      const double largest = *std::max_element(row.begin(), row.end());
      double sum = 0;
      for (double& value : row) sum += value = std::exp(value - largest);
      for (std::size_t s = 0; s <= t; ++s) {
        const double p = row[s] / sum;
        if (probabilities != nullptr) (*probabilities)[(h * tokens + t) * tokens + s] = p;
        for (std::size_t i = 0; i < depth; ++i) {
          out[t * width + h * depth + i] += p * in[s * 3 * width + 2 * width + h * depth + i];
        }
      }
    }
  }
  return out;
}

inline Array attention_backward(const Array& d_out, const Array& in, std::size_t tokens,
                                std::size_t heads) {
  const std::size_t width = in.size() / tokens / 3;
  const std::size_t depth = width / heads;
  const double scale = 1.0 / std::sqrt(static_cast<double>(depth));
  Array p;
  attention_forward(in, tokens, heads, &p);
  Array d(in.size());
  for (std::size_t h = 0; h < heads; ++h) {
    for (std::size_t t = 0; t < tokens; ++t) {
      const double* const row = &p[(h * tokens + t) * tokens];
      Array d_row(t + 1);
      double sum = 0;
      for (std::size_t s = 0; s <= t; ++s) {
        for (std::size_t i = 0; i < depth; ++i) {
          const double upstream = d_out[t * width + h * depth + i];
          d_row[s] += upstream * in[s * 3 * width + 2 * width + h * depth + i];
          d[s * 3 * width + 2 * width + h * depth + i] += row[s] * upstream;
        }
        sum += row[s] * d_row[s];
      }
      for (std::size_t s = 0; s <= t; ++s) {
        const double d_score = scale * row[s] * (d_row[s] - sum);
        for (std::size_t i = 0; i < depth; ++i) {
          const std::size_t query = t * 3 * width + h * depth + i;
          const std::size_t key = s * 3 * width + width + h * depth + i;
          d[query] += d_score * in[key];
          d[key] += d_score * in[query];
        }
      }
    }
  }
  return d;
}

/// Loss in nats of one token; logits' gradient too, if asked.
inline double cross_entropy(const double* logits, std::size_t vocab, std::size_t target,
                            double* gradient = nullptr) {
  const double largest = *std::max_element(logits, logits + vocab);
  double sum = 0;
  for (std::size_t i = 0; i < vocab; ++i) sum += std::exp(logits[i] - largest);
  for (std::size_t i = 0; i < vocab && gradient != nullptr; ++i) {
    gradient[i] = std::exp(logits[i] - largest) / sum - (i == target ? 1.0 : 0.0);
  }
  return std::log(sum) + largest - logits[target];
}

}  // namespace crystalline::model::reference
