#include "addon/block_answer.hpp"

#include <cstdint>
#include <vector>

namespace crystalline::addon {
namespace {

Napi::Value number(Napi::Env env, auto value) {
  return Napi::Number::New(env, static_cast<double>(value));
}

Napi::Array array_of(Napi::Env env, const auto& numbers) {
  Napi::Array js = Napi::Array::New(env, numbers.size());
  std::uint32_t index = 0;
  for (const auto value : numbers) js.Set(index++, number(env, value));
  return js;
}

Napi::Array tensors_to_js(Napi::Env env, const std::vector<model::TensorMagnitudes>& tensors) {
  Napi::Array js = Napi::Array::New(env, tensors.size());
  for (std::uint32_t i = 0; i < tensors.size(); ++i) {
    const model::MagnitudeHistogram& histogram = tensors[i].histogram;
    Napi::Object tensor = Napi::Object::New(env);
    tensor.Set("name", tensors[i].name);
    tensor.Set("bins", array_of(env, histogram.bins));
    tensor.Set("zeros", number(env, histogram.zeros));
    tensor.Set("notFinite", number(env, histogram.not_finite));
    tensor.Set("rootMeanSquare", number(env, histogram.root_mean_square));
    js.Set(i, tensor);
  }
  return js;
}

}  // namespace

session::BlockRequest read_block_request(const Argument& request) {
  const Argument tokens = request.member("tokens");
  return {.block = request.member("block").whole(),
          .head = request.member("head").whole(),
          .text = request.member("text").text(),
          .tokens = tokens.absent() ? session::kMostTokens : tokens.whole()};
}

Napi::Value block_to_js(Napi::Env env, const session::BlockInspection& seen) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("step", number(env, seen.step));
  Napi::Array tokens = Napi::Array::New(env, seen.tokens.size());
  for (std::uint32_t i = 0; i < seen.tokens.size(); ++i) tokens.Set(i, seen.tokens[i]);
  js.Set("tokens", tokens);
  js.Set("attention", array_of(env, seen.attention));
  js.Set("weights", tensors_to_js(env, seen.weights));
  if (seen.gradients) {
    Napi::Object gradients = Napi::Object::New(env);
    gradients.Set("step", number(env, seen.gradients->step));
    gradients.Set("tensors", tensors_to_js(env, seen.gradients->tensors));
    js.Set("gradients", gradients);
  }
  return js;
}

}  // namespace crystalline::addon
