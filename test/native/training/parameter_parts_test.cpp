#include "engine/training/parameter_parts.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace crystalline::training {
namespace {

TEST(ParameterParts, CoverEveryElementOnceWithItsOwnDecay) {
  for (const model::Shape shape : {model::Shape{1, 1, 8, 8, 5}, model::Shape{4, 4, 128, 64, 83}}) {
    const model::ParameterLayout layout(shape);
    const auto parts = cut_into_parts(layout);
    ASSERT_GE(parts.size(), 1U);
    ASSERT_LE(parts.size(), 64U);
    std::vector<int> decays(layout.size(), -1);
    std::size_t at = 0;
    for (const auto& part : parts) {
      ASSERT_FALSE(part.empty());
      EXPECT_EQ(part.front().begin % 16, 0U);
      for (const Segment& segment : part) {
        ASSERT_EQ(segment.begin, at);
        ASSERT_LT(segment.begin, segment.end);
        std::fill(decays.begin() + static_cast<std::ptrdiff_t>(segment.begin),
                  decays.begin() + static_cast<std::ptrdiff_t>(segment.end),
                  static_cast<int>(segment.group));
        at = segment.end;
      }
    }
    EXPECT_EQ(at, layout.size());
    for (const auto& tensor : layout.tensors()) {
      for (std::size_t i = tensor.offset; i < tensor.offset + tensor.count; ++i) {
        ASSERT_EQ(decays[i], static_cast<int>(decay_group(tensor))) << tensor.name;
      }
    }
  }
}

}  // namespace
}  // namespace crystalline::training
