#include "engine/model/linear.hpp"

#include "engine/model/gradient_sink.hpp"
#include "engine/model/row_kernel.hpp"

namespace crystalline::model {
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
  active_row_kernels().sum_rows(bias.data(), pass.d_out.data(), pass.tokens, outputs);
  double squares = add_contribution(pass.gradient.bias, bias);
  squares += accumulate_transposed({inputs, outputs, pass.tokens}, {pass.in.data(), inputs},
                                   {pass.d_out.data(), outputs},
                                   {pass.gradient.weight.data(), outputs}, panels);
  Addends addends{};
  if (!pass.slope.empty()) addends.factor = {pass.slope.data(), inputs};
  multiply_transposed({pass.tokens, inputs, outputs}, {pass.d_out.data(), outputs},
                      {pass.parameters.weight.data(), outputs}, {pass.d_in.data(), inputs}, panels,
                      addends);
  return squares;
}

}  // namespace crystalline::model
