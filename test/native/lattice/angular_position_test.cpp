#include "engine/lattice/angular_position.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "engine/lattice/phonetics.hpp"
#include "engine/lattice/plimpton.hpp"

namespace crystalline::lattice {
namespace {

constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max();

/// Computed at 31 digits with the wavelengths as exact decimals and the founding bracket doubled.
struct Reference {
  std::uint64_t prime;
  std::uint64_t index;
  std::uint64_t dimension;
  double wavelength_m;
  double theta;
  int hour;
  double minute;
  int row;  // 1-based
};
constexpr std::array<Reference, 15> kReferences = {{
    {2, 1, 1, 0.343, 4.055308618069961262022904568228, 7, 44.7041368769, 11},
    {3, 2, 1, 1.372, 0.4772616853302904947081050818185, 0, 54.6901605855, 11},
    {5, 3, 2, 0.980, 5.310905744051868898992980204505, 10, 8.58496905192, 11},
    {7, 4, 3, 0.686, 3.879753792278329082456579591623, 7, 24.5870356948, 11},
    {97, 25, 5, 0.137, 5.579079457237440071412329821737, 10, 39.3154129357, 5},
    {541, 100, 12, 0.086, 3.408169857984369400629439769225, 6, 30.5474974524, 9},
    {7919, 1000, 7, 0.114, 3.894034611546680097202856360692, 7, 26.223497039, 10},
    {104729, 10000, 1, 0.490, 5.89015790017337215265123353643, 11, 14.9623766911, 4},
    {143999, 13343, 12, 0.343, 0.1831047486636483777606932536126, 0, 20.9822586145, 4},
    {144001, 13344, 12, 0.343, 4.067004587325646694686982119575, 7, 46.0443962282, 4},
    {144013, 13344, 12, 1.225, 2.912347027393004843810751815951, 5, 33.7303862942, 4},
    {15485863, 1000000, 24, 0.171, 0.3617574524940257529783127856578, 0, 41.4543504706, 4},
    {179424673, 10000000, 3, 1.143, 0.3128381563653048753968709797409, 0, 35.8486120608, 4},
    {2038074743, 100000000, 1, 0.098, 4.067066985663434905942908032912, 7, 46.051546551, 4},
    {22801763489, 1000000000, 12, 0.343, 5.236892040694777128692237896314, 10, 0.103623394927, 4},
}};

/// Spacing of doubles at x.
double ulp(double x) { return std::nextafter(x, std::numeric_limits<double>::infinity()) - x; }

TEST(AngularPosition, ReferenceRowsToOneUlp) {
  for (const Reference& row : kReferences) {
    const auto position =
        angular_position({row.prime, row.index, row.dimension, row.wavelength_m, kDefaultDoubling});
    ASSERT_TRUE(position.ok());
    const AngularPosition& at = position.value();
    EXPECT_LE(std::abs(at.theta - row.theta), ulp(row.theta)) << "p = " << row.prime;
    EXPECT_EQ(at.clock_hour, row.hour) << "p = " << row.prime;
    EXPECT_NEAR(at.clock_minute, row.minute, 1e-9) << "p = " << row.prime;
    EXPECT_EQ(at.plimpton_row, row.row - 1) << "p = " << row.prime;
    EXPECT_EQ(at.group, static_cast<int>(row.prime % 12));
  }
}

TEST(AngularPosition, TermsOfKnownRows) {
  const auto near = angular_position({143999, 13343, 12, 0.343, kDefaultDoubling});
  ASSERT_TRUE(near.ok());
  const AngularTerms& terms = near.value().terms;
  EXPECT_DOUBLE_EQ(terms.index, 5.242601590196899994362257437278);
  EXPECT_DOUBLE_EQ(terms.phonetic, 6.287709822868153812889702566064);
  EXPECT_DOUBLE_EQ(terms.omega, 0.00004166637731682418872091166033569);
  EXPECT_DOUBLE_EQ(terms.psi, -1.467014141350543652370938267215);
  EXPECT_TRUE(near.value().near_boundary);
  EXPECT_EQ(near.value().distance, 1U);
}

TEST(AngularPosition, SpiralAngleIsExactForLargeIndices) {
  const auto expect = [](std::uint64_t k, double truth) {
    EXPECT_LE(std::abs(spiral_angle(k) - truth), ulp(truth)) << k;
  };
  EXPECT_EQ(spiral_angle(0), 0.0);
  expect(1'000, 0.2135576139487119539040381919264);
  expect(1'000'000, 6.212498811785600165503728629903);
  expect(1'000'000'000, 4.711728292168726301545304542914);
  expect(1'000'000'000'000, 5.622497091216030328264754760887);
  expect(1'000'000'000'000'000, 5.329426597480017893548391583152);
  // Fibonacci numbers come nearest to whole turns: frac(F(93) phi) = phi^-93, F(93) ~ 2^63.4.
  expect(12'200'160'415'121'876'738U, 2.3031876604945608474e-19);
}

TEST(AngularPosition, TheDoublingSetIsTheCallersChoice) {
  const auto omega = [](std::uint64_t p, DoublingSet doubling) {
    return angular_position({p, 1, 1, 0.343, doubling}).value().terms.omega;
  };
  const double single = 3.0 / 144001;
  EXPECT_EQ(omega(144001, DoublingSet::kFoundingBracket), 2 * single);
  EXPECT_EQ(omega(144001, DoublingSet::kTrueTwins), single);
  EXPECT_EQ(omega(144071, DoublingSet::kTrueTwins), 2 * (3.0 / 144071));
  EXPECT_EQ(omega(144071, DoublingSet::kFoundingBracket), 3.0 / 144071);
}

TEST(AngularPosition, TokenOffsetIsThePartThatEventsShare) {
  for (const Reference& row : kReferences) {
    const double offset = token_theta_offset(row.prime, row.wavelength_m);
    EXPECT_GE(offset, 0.0);
    EXPECT_LT(offset, 6.283185307179587);
    const double index = 0.4766001445633545 * static_cast<double>(row.dimension - 1);
    const double sum = std::fmod(offset + spiral_angle(row.index) + index, 6.283185307179586);
    EXPECT_NEAR(angular_distance(sum, row.theta), 0.0, 1e-13);
  }
}

TEST(AngularPosition, ClockNeverShowsTwelveOrSixty) {
  for (std::uint64_t k = 0; k < 200'000; ++k) {
    const auto position =
        angular_position({2 + k, k * 0x9E3779B97F4A7C15U, 1 + k % 24, 0.343, kDefaultDoubling});
    ASSERT_GE(position.value().clock_hour, 0);
    ASSERT_LT(position.value().clock_hour, 12);
    ASSERT_GE(position.value().clock_minute, 0.0);
    ASSERT_LT(position.value().clock_minute, 60.0);
    ASSERT_LT(position.value().theta, 6.283185307179587);
  }
}

TEST(AngularPosition, LargestArgumentsStayInRange) {
  const auto position = angular_position({kLargest, kLargest, kLargest, 1e300, kDefaultDoubling});
  ASSERT_TRUE(position.ok());
  EXPECT_GE(position.value().theta, 0.0);
  EXPECT_LT(position.value().theta, 6.283185307179587);
  EXPECT_DOUBLE_EQ(position.value().terms.phonetic,
                   (std::log(343.0) - std::log(1e300)) / std::log(3.0));
}

TEST(AngularPosition, BadInputNamesArgumentValueAndRange) {
  const auto message = [](const AngularInput& input) {
    const auto position = angular_position(input);
    EXPECT_FALSE(position.ok());
    return position.ok() ? std::string() : position.error().message;
  };
  EXPECT_EQ(message({0, 1, 1, 0.343, kDefaultDoubling}),
            "p = 0 is outside 1 to 18446744073709551615");
  EXPECT_EQ(message({2, 1, 0, 0.343, kDefaultDoubling}),
            "n = 0 is outside 1 to 18446744073709551615");
  for (const double bad : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(),
                           std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(message({2, 1, 1, bad, kDefaultDoubling}).substr(0, 9), "lambda = ") << bad;
  }
}

TEST(Plimpton, RowsArePythagorean) {
  for (const PlimptonRow& row : kPlimptonRows) {
    EXPECT_EQ(std::uint64_t{row.a} * row.a + std::uint64_t{row.b} * row.b,
              std::uint64_t{row.c} * row.c);
  }
}

TEST(Plimpton, TiesGoToTheFirstRow) {
  EXPECT_EQ(nearest_plimpton_row(481), 5);   // rows 6 and 9 of the tablet
  EXPECT_EQ(nearest_plimpton_row(2700), 6);  // rows 7 and 14
  EXPECT_EQ(nearest_plimpton_row(kLargest), 3);
  EXPECT_EQ(nearest_plimpton_row(1), 10);
}

TEST(Plimpton, PsiReachesPlusPiButNeverMinusPi) {
  // p = 106 + 53 is nearest to another row; 53 itself is nearest to row 15 (56).
  const auto position = angular_position({53, 1, 1, 0.343, kDefaultDoubling});
  EXPECT_EQ(position.value().plimpton_row, 14);
  EXPECT_DOUBLE_EQ(position.value().terms.psi, 3.14159265358979323846);
}

TEST(Phonetics, TableIgnoresCaseAndHasADefault) {
  EXPECT_EQ(phonetic_wavelength(U'a'), 1.372);
  EXPECT_EQ(phonetic_wavelength(U'A'), 1.372);
  EXPECT_EQ(phonetic_wavelength(U'Z'), 0.086);
  EXPECT_EQ(phonetic_wavelength(U'W'), 0.686);
  EXPECT_EQ(phonetic_wavelength(U'h'), 0.343);
  EXPECT_EQ(phonetic_wavelength(U' '), 0.343);
  EXPECT_EQ(phonetic_wavelength(0x1F40B), 0.343);
}

}  // namespace
}  // namespace crystalline::lattice
