#include "engine/lattice/constants.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace crystalline::lattice {
namespace {

TEST(Constants, VerdictsAreTheTrueOnes) {
  std::map<std::string, Verdict> verdicts;
  for (const ConstantClaim& claim : verify_constants()) verdicts[claim.name] = claim.verdict;
  ASSERT_EQ(verdicts.size(), 29U);
  const std::set<std::string> wrong = {"boundary-bracket", "twelve-groups",
                                       "dimensional-frequencies"};
  const std::set<std::string> names = {"lambda", "cymatic-frequencies"};
  for (const auto& [name, verdict] : verdicts) {
    const Verdict expected = wrong.contains(name)   ? Verdict::kFalse
                             : names.contains(name) ? Verdict::kNameOnly
                                                    : Verdict::kTrue;
    EXPECT_EQ(verdict, expected) << name;
  }
}

TEST(Constants, ChecksTellWhatWasFound) {
  for (const ConstantClaim& claim : verify_constants()) {
    EXPECT_FALSE(claim.value.empty());
    EXPECT_FALSE(claim.claim.empty());
    if (claim.name == "boundary-bracket") {
      EXPECT_EQ(claim.check, "143999 is prime; 144001 = 11 * 13 * 19 * 53");
    }
    if (claim.name == "dimensional-frequencies") {
      EXPECT_EQ(claim.check, "not prime: 12");
    }
    if (claim.name == "vector-culmination") {
      EXPECT_EQ(claim.check,
                "144000 = 2^7 * 3^2 * 5^3; 3 * 1728 * 250 = 1296000, 144000 * 9 = 1296000");
    }
  }
}

TEST(Constants, VerdictNames) {
  EXPECT_EQ(verdict_name(Verdict::kTrue), "true");
  EXPECT_EQ(verdict_name(Verdict::kFalse), "false");
  EXPECT_EQ(verdict_name(Verdict::kNameOnly), "name-only");
}

}  // namespace
}  // namespace crystalline::lattice
