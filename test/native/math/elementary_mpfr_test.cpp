#include <gtest/gtest.h>
#include <mpfr.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <limits>
#include <ostream>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "engine/math/elementary.hpp"
#include "native/math/hard_inputs.hpp"

// Every elementary function against MPFR at 300 bits. Random arguments a function: 15,000, or what
// the environment variable CRYSTALLINE_SAMPLES says (10^6 for the figures in the docstrings). If
// CRYSTALLINE_HARD_INPUTS names a folder, its FUNCTION.txt are tried too: doubles in hexadecimal
// floating point, one a line, or two with a comma between.
namespace crystalline::math {
namespace {

constexpr double kBound = 0.55;

/// An MPFR number that frees itself.
class Big {
 public:
  Big() { mpfr_init2(value_, 300); }
  ~Big() { mpfr_clear(value_); }
  Big(const Big&) = delete;
  Big& operator=(const Big&) = delete;
  [[nodiscard]] mpfr_ptr get() { return value_; }

 private:
  mpfr_t value_;
};

/// Distance from `got` to `truth` in units of the double spacing at `truth`; infinite where one is
/// NaN or infinite and the other is not.
double ulp_error(double got, Big& truth) {
  const double rounded = mpfr_get_d(truth.get(), MPFR_RNDN);
  if (std::isnan(rounded) && std::isnan(got)) return 0;
  if (!std::isfinite(rounded) || !std::isfinite(got)) {
    return got == rounded ? 0 : std::numeric_limits<double>::infinity();
  }
  if (got == 0 && rounded == 0) return 0;
  const long exponent = std::max<long>(mpfr_get_exp(truth.get()), -1021);
  Big difference;
  mpfr_set_d(difference.get(), got, MPFR_RNDN);
  mpfr_sub(difference.get(), difference.get(), truth.get(), MPFR_RNDN);
  mpfr_mul_2si(difference.get(), difference.get(), 53 - exponent, MPFR_RNDN);
  return std::abs(mpfr_get_d(difference.get(), MPFR_RNDN));
}

enum class Spread { kEven, kLogarithmic, kLogarithmicPositive };

struct Range {
  double low;
  double high;
  Spread spread;
};

/// Random arguments of each of a function's ranges.
std::size_t samples(std::size_t ranges) {
  const char* const wanted = std::getenv("CRYSTALLINE_SAMPLES");
  return (wanted == nullptr ? 15'000 : std::stoul(wanted)) / ranges + 1;
}

/// The further hard inputs of a function, `count` numbers a row. Lines that strtod does not read (a
/// signalling NaN) are left out.
std::vector<std::vector<double>> further_inputs(const std::string& name, std::size_t count) {
  std::vector<std::vector<double>> rows;
  const char* const folder = std::getenv("CRYSTALLINE_HARD_INPUTS");
  if (folder == nullptr) return rows;
  std::ifstream file(std::string(folder) + "/" + name + ".txt");
  for (std::string line; std::getline(file, line);) {
    std::vector<double> row;
    const char* at = line.c_str();
    for (char* end = nullptr; *at != '\0'; at = *end == ',' ? end + 1 : end) {
      row.push_back(std::strtod(at, &end));
      if (end == at) break;
    }
    if (row.size() == count) rows.push_back(row);
  }
  return rows;
}

void report(const std::string& name, double worst, const std::string& where) {
  EXPECT_LE(worst, kBound) << name << " at " << where;
  if (std::getenv("CRYSTALLINE_SAMPLES") != nullptr) {
    std::printf("%-8s %.4f ULP at %s\n", name.c_str(), worst, where.c_str());
    std::fflush(stdout);
  }
}

std::string hexadecimal(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%a", x);
  return text;
}

double draw(std::mt19937_64& random, const Range& range) {
  const double u = static_cast<double>(random() >> 11) * 0x1p-53;
  if (range.spread == Spread::kEven) return range.low + (range.high - range.low) * u;
  const double low = std::log2(range.low);
  const double x = std::exp2(low + (std::log2(range.high) - low) * u) *
                   (1 + static_cast<double>(random() >> 12) * 0x1p-60);
  return range.spread == Spread::kLogarithmic && (random() & 1) != 0 ? -x : x;
}

struct OneArgument {
  std::string name;
  std::function<double(double)> ours;
  std::function<void(mpfr_ptr, mpfr_srcptr)> truth;
  std::vector<Range> ranges;
  std::span<const double> hard = {};
};

void PrintTo(const OneArgument& function, std::ostream* out) { *out << function.name; }

template <auto Function>
void call(mpfr_ptr out, mpfr_srcptr in) {
  Function(out, in, MPFR_RNDN);
}

void log3_truth(mpfr_ptr out, mpfr_srcptr in) {
  Big three;
  mpfr_log_ui(three.get(), 3, MPFR_RNDN);
  mpfr_log(out, in, MPFR_RNDN);
  mpfr_div(out, out, three.get(), MPFR_RNDN);
}

std::vector<OneArgument> one_argument_functions() {
  constexpr auto kEven = Spread::kEven;
  constexpr auto kSigned = Spread::kLogarithmic;
  constexpr auto kPositive = Spread::kLogarithmicPositive;
  return {
      {"exp",
       exp,
       call<mpfr_exp>,
       {{-745.2, 709.8, kEven}, {-746, -707, kEven}, {1e-18, 1, kSigned}}},
      {"exp2",
       exp2,
       call<mpfr_exp2>,
       {{-1075, 1024, kEven}, {-1075, -1021, kEven}, {1e-18, 1, kSigned}}},
      {"expm1", expm1, call<mpfr_expm1>, {{1e-300, 709, kSigned}, {-2, 2, kEven}}},
      {"log",
       log,
       call<mpfr_log>,
       {{1e-320, 1.7e308, kPositive}, {0.5, 2, kEven}, {0.99, 1.01, kEven}},
       hard::kLog},
      {"log2", log2, call<mpfr_log2>, {{1e-320, 1.7e308, kPositive}, {0.9, 1.1, kEven}}},
      {"log3", log3, log3_truth, {{1e-320, 1.7e308, kPositive}, {0.9, 1.1, kEven}}},
      {"log10", log10, call<mpfr_log10>, {{1e-320, 1.7e308, kPositive}, {0.9, 1.1, kEven}}},
      {"log1p",
       log1p,
       call<mpfr_log1p>,
       {{1e-300, 1e300, kPositive}, {-1, 1, kEven}, {-0.05, 0.05, kEven}}},
      {"sqrt", sqrt, call<mpfr_sqrt>, {{5e-324, 1.7e308, kPositive}}},
      {"cbrt", cbrt, call<mpfr_cbrt>, {{5e-324, 1.7e308, kSigned}, {1, 8, kEven}}, hard::kCbrt},
      {"sin",
       sin,
       call<mpfr_sin>,
       {{-10, 10, kEven}, {1e-300, 1e15, kSigned}, {1e4, 1.7e308, kSigned}},
       hard::kSin},
      {"cos",
       cos,
       call<mpfr_cos>,
       {{-10, 10, kEven}, {1e-10, 1e15, kSigned}, {1e4, 1.7e308, kSigned}},
       hard::kCos},
      {"tan",
       tan,
       call<mpfr_tan>,
       {{-10, 10, kEven}, {1e-300, 1e15, kSigned}, {1e4, 1.7e308, kSigned}},
       hard::kTan},
      {"asin", asin, call<mpfr_asin>, {{-1, 1, kEven}, {1e-300, 1, kSigned}}},
      {"acos", acos, call<mpfr_acos>, {{-1, 1, kEven}, {0.999, 1, kEven}}},
      {"atan", atan, call<mpfr_atan>, {{-3, 3, kEven}, {1e-300, 1e300, kSigned}}, hard::kAtan},
      {"sinh",
       sinh,
       call<mpfr_sinh>,
       {{-710.4, 710.4, kEven}, {1e-300, 3, kSigned}, {-1, 1, kEven}}},
      {"cosh", cosh, call<mpfr_cosh>, {{-710.4, 710.4, kEven}, {-2, 2, kEven}}},
      {"tanh",
       tanh,
       call<mpfr_tanh>,
       {{-20, 20, kEven}, {1e-300, 1, kSigned}, {-0.5, 0.5, kEven}},
       hard::kTanh},
      {"erf", erf, call<mpfr_erf>, {{-6, 6, kEven}, {5e-324, 6, kSigned}, {-0.5, 0.5, kEven}}},
  };
}

class ElementaryMpfr : public ::testing::TestWithParam<OneArgument> {};

TEST_P(ElementaryMpfr, IsWithinItsBound) {
  const OneArgument& function = GetParam();
  std::mt19937_64 random(20'261'123);
  Big in;
  Big truth;
  double worst = 0;
  double where = 0;
  const auto measure = [&](double x) {
    mpfr_set_d(in.get(), x, MPFR_RNDN);
    function.truth(truth.get(), in.get());
    const double error = ulp_error(function.ours(x), truth);
    if (error > worst) {
      worst = error;
      where = x;
    }
  };
  const std::size_t count = samples(function.ranges.size());
  for (const Range& range : function.ranges) {
    for (std::size_t i = 0; i < count; ++i) measure(draw(random, range));
  }
  for (const double x : function.hard) measure(x);
  for (const auto& row : further_inputs(function.name, 1)) measure(row[0]);
  report(function.name, worst, hexadecimal(where));
}

INSTANTIATE_TEST_SUITE_P(All, ElementaryMpfr, ::testing::ValuesIn(one_argument_functions()),
                         [](const auto& test) { return test.param.name; });

struct TwoArguments {
  std::string name;
  std::function<double(double, double)> ours;
  std::function<void(mpfr_ptr, mpfr_srcptr, mpfr_srcptr)> truth;
  std::vector<std::pair<Range, Range>> ranges;
  std::span<const hard::Pair> hard = {};
};

void PrintTo(const TwoArguments& function, std::ostream* out) { *out << function.name; }

template <auto Function>
void call_two(mpfr_ptr out, mpfr_srcptr a, mpfr_srcptr b) {
  Function(out, a, b, MPFR_RNDN);
}

std::vector<TwoArguments> two_argument_functions() {
  constexpr auto kEven = Spread::kEven;
  constexpr auto kSigned = Spread::kLogarithmic;
  constexpr auto kPositive = Spread::kLogarithmicPositive;
  return {
      {"pow",
       pow,
       call_two<mpfr_pow>,
       {{{1e-5, 1e5, kPositive}, {-60, 60, kEven}},
        {{1e-320, 1.7e308, kPositive}, {1e-3, 1e3, kSigned}},
        {{0.9, 1.1, kEven}, {-7'000, 7'000, kEven}},
        {{1e-300, 1e-10, kPositive}, {1, 40, kEven}}}},
      {"atan2",
       atan2,
       call_two<mpfr_atan2>,
       {{{-5, 5, kEven}, {-5, 5, kEven}}, {{5e-324, 1.7e308, kSigned}, {5e-324, 1.7e308, kSigned}}},
       hard::kAtan2},
      {"hypot",
       hypot,
       call_two<mpfr_hypot>,
       {{{-5, 5, kEven}, {-5, 5, kEven}},
        {{5e-324, 1.7e308, kSigned}, {5e-324, 1.7e308, kSigned}},
        {{1e-320, 1e-305, kSigned}, {1e-320, 1e-305, kSigned}}}},
      {"fmod",
       fmod,
       call_two<mpfr_fmod>,
       {{{-1e5, 1e5, kEven}, {-5, 5, kEven}}, {{5e-324, 1e30, kSigned}, {5e-324, 1e30, kSigned}}}},
  };
}

class ElementaryMpfrTwo : public ::testing::TestWithParam<TwoArguments> {};

TEST_P(ElementaryMpfrTwo, IsWithinItsBound) {
  const TwoArguments& function = GetParam();
  std::mt19937_64 random(144'000);
  Big a;
  Big b;
  Big truth;
  double worst = 0;
  std::string where;
  const auto measure = [&](double x, double y) {
    mpfr_set_d(a.get(), x, MPFR_RNDN);
    mpfr_set_d(b.get(), y, MPFR_RNDN);
    function.truth(truth.get(), a.get(), b.get());
    const double error = ulp_error(function.ours(x, y), truth);
    if (error > worst) {
      worst = error;
      where = hexadecimal(x) + ", " + hexadecimal(y);
    }
  };
  const std::size_t count = samples(function.ranges.size());
  for (const auto& [first, second] : function.ranges) {
    for (std::size_t i = 0; i < count; ++i) measure(draw(random, first), draw(random, second));
  }
  for (const hard::Pair& pair : function.hard) measure(pair.y, pair.x);
  for (const auto& row : further_inputs(function.name, 2)) measure(row[0], row[1]);
  report(function.name, worst, where);
}

INSTANTIATE_TEST_SUITE_P(All, ElementaryMpfrTwo, ::testing::ValuesIn(two_argument_functions()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace crystalline::math
