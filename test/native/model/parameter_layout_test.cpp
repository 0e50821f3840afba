#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <utility>

#include "arrays.hpp"

namespace crystalline::model {
namespace {

using Dimensions = std::vector<std::int64_t>;

constexpr Shape kBaby = {.blocks = 4, .heads = 4, .width = 128, .context = 64, .vocab = 65};

const TensorSpec& find(const ParameterLayout& layout, const std::string& name) {
  for (const TensorSpec& tensor : layout.tensors()) {
    if (tensor.name == name) return tensor;
  }
  ADD_FAILURE() << name << " is missing";
  return layout.tensors().front();
}

TEST(ParameterLayout, HasTheTensorsOfHuggingFaceGpt2) {
  const ParameterLayout layout(kBaby);
  EXPECT_EQ(layout.tensors().size(), 2U + 12U * 4U + 2U) << "the head is tied: no lm_head";
  EXPECT_EQ(find(layout, "transformer.wte.weight").dimensions, (Dimensions{65, 128}));
  EXPECT_EQ(find(layout, "transformer.wpe.weight").dimensions, (Dimensions{64, 128}));
  EXPECT_EQ(find(layout, "transformer.h.3.ln_1.weight").dimensions, Dimensions{128});
  EXPECT_EQ(find(layout, "transformer.h.3.attn.c_attn.weight").dimensions, (Dimensions{128, 384}));
  EXPECT_EQ(find(layout, "transformer.h.3.attn.c_attn.bias").dimensions, Dimensions{384});
  EXPECT_EQ(find(layout, "transformer.h.0.attn.c_proj.weight").dimensions, (Dimensions{128, 128}));
  EXPECT_EQ(find(layout, "transformer.h.0.mlp.c_fc.weight").dimensions, (Dimensions{128, 512}));
  EXPECT_EQ(find(layout, "transformer.h.0.mlp.c_proj.weight").dimensions, (Dimensions{512, 128}));
  EXPECT_EQ(find(layout, "transformer.ln_f.bias").dimensions, Dimensions{128});
}

TEST(ParameterLayout, CountsGpt2SmallAsPublished) {
  const ParameterLayout layout(
      {.blocks = 12, .heads = 12, .width = 768, .context = 1024, .vocab = 50257});
  EXPECT_EQ(layout.parameters(), 124'439'808U);
}

TEST(ParameterLayout, TensorsAreAlignedDisjointAndDecayIfMatrices) {
  const ParameterLayout layout({.blocks = 2, .heads = 3, .width = 9, .context = 11, .vocab = 13});
  std::size_t end = 0;
  std::size_t parameters = 0;
  std::set<std::string> names;
  for (const TensorSpec& tensor : layout.tensors()) {
    EXPECT_EQ(tensor.offset % 16, 0U) << tensor.name;
    EXPECT_GE(tensor.offset, end) << tensor.name;
    EXPECT_EQ(tensor.decays, tensor.dimensions.size() == 2) << tensor.name;
    std::int64_t count = 1;
    for (const std::int64_t dimension : tensor.dimensions) count *= dimension;
    EXPECT_EQ(tensor.count, static_cast<std::size_t>(count)) << tensor.name;
    end = tensor.offset + tensor.count;
    parameters += tensor.count;
    names.insert(tensor.name);
  }
  EXPECT_EQ(names.size(), layout.tensors().size());
  EXPECT_EQ(layout.parameters(), parameters);
  EXPECT_GE(layout.size(), end);
  EXPECT_EQ(layout.size() % 16, 0U);
}

TEST(Validate, TakesThePresetsAndNamesWhatIsWrong) {
  EXPECT_TRUE(validate(kBaby).ok());
  const auto message = [](auto change) {
    Shape shape = kBaby;
    change(shape);
    const auto result = validate(shape);
    return result.ok() ? std::string("accepted") : result.error().message;
  };
  EXPECT_EQ(message([](Shape& s) { s.blocks = 0; }), "blocks is 0, allowed is 1 to 24");
  EXPECT_EQ(message([](Shape& s) { s.heads = 33; }), "heads is 33, allowed is 1 to 32");
  EXPECT_EQ(message([](Shape& s) { s.width = 4; }), "width is 4, allowed is 8 to 2048");
  EXPECT_EQ(message([](Shape& s) { s.context = 4096; }), "context is 4096, allowed is 8 to 2048");
  EXPECT_EQ(message([](Shape& s) { s.vocab = -1; }), "vocab is -1, allowed is 1 to 65536");
  EXPECT_EQ(message([](Shape& s) { s.width = 130; }), "width is 130, not a multiple of heads (4)");
}

/// The number after `label` in `text`, from `from` on; digits may be grouped by '_'.
int number_after(const std::string& text, const std::string& label, std::size_t from) {
  const std::size_t at = text.find(label, from);
  if (at == std::string::npos) return -1;
  std::string digits = text.substr(at + label.size(), 12);
  std::erase(digits, '_');
  return std::stoi(digits);
}

/// A field's bounds as the contract states them: "blocks: { min: 1, max: 24 }".
std::pair<int, int> contract_bounds(const std::string& field) {
  const std::filesystem::path root = std::filesystem::path(__FILE__).parent_path() / "../../..";
  std::ifstream file(root / "src/shared/contract/limits.ts");
  std::stringstream text;
  text << file.rdbuf();
  const std::size_t at = text.str().find("\n  " + field + ": {");
  if (at == std::string::npos) return {-1, -1};
  return {number_after(text.str(), "min: ", at), number_after(text.str(), "max: ", at)};
}

TEST(Validate, HasTheBoundsOfTheContract) {
  const auto accepts = [](int Shape::*field, int value) {
    Shape shape = {.blocks = 1, .heads = 1, .width = 8, .context = 8, .vocab = 5};
    if (field == &Shape::heads && value > 0) shape.width = 2048 / value * value;
    shape.*field = value;
    return validate(shape).ok();
  };
  const std::pair<std::string, int Shape::*> fields[] = {{"blocks", &Shape::blocks},
                                                         {"heads", &Shape::heads},
                                                         {"width", &Shape::width},
                                                         {"context", &Shape::context}};
  for (const auto& [name, field] : fields) {
    const auto [least, most] = contract_bounds(name);
    ASSERT_GT(least, 0) << name << " not found in limits.ts";
    EXPECT_TRUE(accepts(field, least) && accepts(field, most)) << name;
    EXPECT_FALSE(accepts(field, most + 1)) << name;
    EXPECT_FALSE(accepts(field, least - 1)) << name;
  }
}

TEST(Initialise, DrawsNormalMatricesZeroBiasesAndUnitGains) {
  const ParameterLayout layout(kBaby);
  std::vector<float> weights(layout.size(), 7.0F);
  initialise(layout, weights, 1);
  std::size_t end = 0;
  for (const TensorSpec& tensor : layout.tensors()) {
    for (std::size_t i = end; i < tensor.offset; ++i) EXPECT_EQ(weights[i], 0.0F) << "padding";
    end = tensor.offset + tensor.count;
    double sum = 0;
    double squares = 0;
    for (std::size_t i = tensor.offset; i < end; ++i) {
      sum += static_cast<double>(weights[i]);
      squares += static_cast<double>(weights[i]) * static_cast<double>(weights[i]);
    }
    const auto count = static_cast<double>(tensor.count);
    if (!tensor.decays) {
      const bool gain =
          tensor.name.find("ln_") != std::string::npos && tensor.name.ends_with("weight");
      EXPECT_EQ(sum, gain ? count : 0.0) << tensor.name;
      EXPECT_EQ(squares, gain ? count : 0.0) << tensor.name;
      continue;
    }
    const double wanted = tensor.name.ends_with("c_proj.weight") ? 0.02 / std::sqrt(8.0) : 0.02;
    EXPECT_NEAR(sum / count, 0.0, 4.5 * wanted / std::sqrt(count)) << tensor.name;
    EXPECT_NEAR(std::sqrt(squares / count), wanted, 4.5 * wanted / std::sqrt(2 * count))
        << tensor.name;
  }
}

TEST(Initialise, DependsOnTheSeedAlone) {
  const ParameterLayout layout({.blocks = 1, .heads = 1, .width = 8, .context = 8, .vocab = 5});
  std::vector<float> one(layout.size());
  std::vector<float> again(layout.size(), 3.0F);
  std::vector<float> other(layout.size());
  initialise(layout, one, 1);
  initialise(layout, again, 1);
  initialise(layout, other, 2);
  EXPECT_EQ(one, again);
  EXPECT_NE(one, other);
}

}  // namespace
}  // namespace crystalline::model
