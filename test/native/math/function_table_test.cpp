#include "engine/math/function_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "engine/math/elementary.hpp"

namespace crystalline::math {
namespace {

TEST(FunctionTable, IsSortedAndEachTakesOneOrTwo) {
  const auto all = named_functions();
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));
  for (const NamedFunction& entry : all) {
    EXPECT_NE(entry.of_one == nullptr, entry.of_two == nullptr) << entry.name;
  }
}

TEST(FunctionTable, EvaluatesByName) {
  EXPECT_EQ(evaluate("sin", std::array{0.5}).value(), sin(0.5));
  EXPECT_EQ(evaluate("pow", std::array{2.0, 10.0}).value(), 1024.0);
  EXPECT_EQ(evaluate("log3", std::array{81.0}).value(), 4.0);
  EXPECT_EQ(evaluate("atan2", std::array{1.0, 0.0}).value(), atan2(1.0, 0.0));
}

TEST(FunctionTable, RefusesUnknownNamesAndWrongCounts) {
  const auto unknown = evaluate("sine", std::array{0.5});
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().message.substr(0, 38), "function = sine is none of acos asin a");
  const auto one = evaluate("pow", std::array{0.5});
  ASSERT_FALSE(one.ok());
  EXPECT_EQ(one.error().message, "arguments = 1, but pow takes 2");
}

}  // namespace
}  // namespace crystalline::math
