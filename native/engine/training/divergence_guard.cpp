#include "engine/training/divergence_guard.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "engine/math/elementary.hpp"

namespace crystalline::training {
namespace {

constexpr std::uint64_t kRecent = 32;  // steps
constexpr double kLeastNats = 1;
constexpr double kDeviations = 6;

std::string digits(double value) {
  std::array<char, 32> text;
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 3).ptr;
  return {text.data(), end};
}

}  // namespace

std::optional<std::string> DivergenceGuard::judge(double loss_nats) {
  if (factor_ <= 0) return std::nullopt;
  if (seen_ == 0) {
    mean_ = loss_nats;
    variance_ = 0;
    ++seen_;
    return std::nullopt;
  }
  const double above = loss_nats - mean_;
  const bool strays = loss_nats > factor_ * mean_ && above > kLeastNats &&
                      above > kDeviations * math::sqrt(variance_);
  if (seen_ >= kRecent && strays) {
    restart();
    return "its loss, " + digits(loss_nats) + " nats, is far above the recent average of " +
           digits(mean_);
  }
  // The first steps are averaged evenly: the very first weighs no more than the others.
  const double share = 1.0 / static_cast<double>(std::min(seen_ + 1, kRecent));
  mean_ += share * above;
  variance_ = (1 - share) * (variance_ + share * above * above);
  ++seen_;
  return std::nullopt;
}

}  // namespace crystalline::training
