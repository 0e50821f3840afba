#include "engine/math/isa.hpp"

#include <gtest/gtest.h>

namespace crystalline::math {
namespace {

TEST(Isa, NamesAreDistinct) {
  EXPECT_EQ(isa_name(Isa::kBaseline), "baseline");
  EXPECT_EQ(isa_name(Isa::kAvx2), "avx2");
  EXPECT_EQ(isa_name(Isa::kAvx512), "avx512");
}

TEST(Isa, ChoiceGoesDownButNeverUp) {
  EXPECT_EQ(choose_isa("baseline", Isa::kAvx512), Isa::kBaseline);
  EXPECT_EQ(choose_isa("avx2", Isa::kAvx512), Isa::kAvx2);
  EXPECT_EQ(choose_isa("avx512", Isa::kAvx512), Isa::kAvx512);
  EXPECT_EQ(choose_isa("avx512", Isa::kAvx2), Isa::kAvx2);
  EXPECT_EQ(choose_isa("avx2", Isa::kBaseline), Isa::kBaseline);
}

TEST(Isa, UnknownNameIsIgnored) {
  EXPECT_EQ(choose_isa("", Isa::kAvx2), Isa::kAvx2);
  EXPECT_EQ(choose_isa("AVX2", Isa::kAvx512), Isa::kAvx512);
}

TEST(Isa, ActiveIsNotAboveSupported) { EXPECT_LE(active_isa(), supported_isa()); }

}  // namespace
}  // namespace crystalline::math
