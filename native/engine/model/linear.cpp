#include "engine/model/linear.hpp"

#include <algorithm>

#include "engine/model/gradient_sink.hpp"

namespace crystalline::model {
namespace {

/// sums[c] = sum over rows, ascending, of in[row][c].
void sum_rows(std::span<float> sums, std::span<const float> in, std::size_t rows) {
  std::fill(sums.begin(), sums.end(), 0.0F);
  for (std::size_t row = 0; row < rows; ++row) {
    const float* const from = in.data() + row * sums.size();
    for (std::size_t c = 0; c < sums.size(); ++c) sums[c] += from[c];
  }
}

}  // namespace

void linear_forward(std::span<float> out, std::span<const float> in, std::size_t tokens,
                    const LinearParameters<const float>& parameters,
                    std::span<const float> residual, PanelBuffer& panels) {
  const std::size_t outputs = parameters.bias.size();
  const std::size_t inputs = parameters.weight.size() / outputs;
  Addends addends{.bias = parameters.bias};
  if (!residual.empty()) addends.residual = {residual.data(), outputs};
  multiply({tokens, outputs, inputs}, {in.data(), inputs}, {parameters.weight.data(), outputs},
           {out.data(), outputs}, panels, addends);
}

double linear_backward(const LinearBackward& pass, PanelBuffer& panels) {
  const std::size_t outputs = pass.parameters.bias.size();
  const std::size_t inputs = pass.parameters.weight.size() / outputs;
  const std::span<float> bias = pass.scratch.first(outputs);
  sum_rows(bias, pass.d_out, pass.tokens);
  double squares = add_contribution(pass.gradient.bias, bias);
  squares += accumulate_transposed({inputs, outputs, pass.tokens}, {pass.in.data(), inputs},
                                   {pass.d_out.data(), outputs},
                                   {pass.gradient.weight.data(), outputs}, panels);
  multiply_transposed({pass.tokens, inputs, outputs}, {pass.d_out.data(), outputs},
                      {pass.parameters.weight.data(), outputs}, {pass.d_in.data(), inputs}, panels);
  return squares;
}

}  // namespace crystalline::model
