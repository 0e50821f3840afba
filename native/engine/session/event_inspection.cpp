#include "engine/session/event_inspection.hpp"

#include <algorithm>
#include <utility>

#include "engine/lattice/phonetics.hpp"
#include "engine/primes/first_primes.hpp"
#include "engine/telemetry/event_ring.hpp"
#include "engine/training/batch_plan.hpp"

namespace crystalline::session {
namespace {

void set_text(EventInspection& found, const text::Corpus& corpus) {
  const auto tokens = corpus.train();
  const std::size_t at = found.offset;
  const std::size_t before = std::min(at, kTokensBefore);
  const std::size_t after = std::min(tokens.size() - at - 1, kTokensAfter);
  const auto words = [&](std::size_t from, std::size_t count) {
    return text::readable(corpus.tokenizer.decode(tokens.subspan(from, count)));
  };
  found.token = tokens[at];
  found.before = words(at - before, before);
  found.text = words(at, 1);
  found.after = words(at + 1, after);
}

base::Result<void> set_angle(EventInspection& found, const text::Tokenizer& tokenizer) {
  auto primes = primes::first_primes(found.token + std::size_t{1});
  if (!primes) return std::move(primes).error();
  found.prime = primes.value().back();
  found.wavelength_m = lattice::phonetic_wavelength(tokenizer.first_letter(found.token));
  auto angle = lattice::angular_position({.prime = found.prime,
                                          .index = 1 + (found.n - 1) % telemetry::kShellEvents,
                                          .dimension = 1,
                                          .wavelength_m = found.wavelength_m});
  if (!angle) return std::move(angle).error();
  found.angle = angle.value();
  return {};
}

}  // namespace

base::Result<EventInspection> inspect_event(const training::Trainer& trainer, std::uint64_t n,
                                            std::uint64_t newest) {
  if (n == 0 || n > newest) {
    return base::Error{base::ErrorCode::kNotFound, "There is no event " + std::to_string(n) +
                                                       "; the newest is " + std::to_string(newest) +
                                                       "."};
  }
  const training::TrainingConfig& config = trainer.config();
  const text::Corpus& corpus = trainer.corpus();
  const auto context = static_cast<std::uint64_t>(config.shape.context);
  const std::uint64_t of_step = context * training::sequences_of(config);
  EventInspection found;
  found.n = n;
  found.step = 1 + (n - 1) / of_step;
  found.sequence = static_cast<std::uint32_t>((n - 1) % of_step / context);
  found.position = static_cast<std::uint32_t>((n - 1) % context);
  const training::BatchPlan plan{config.seed, corpus.train_tokens, context};
  found.offset = plan.offset(found.step, found.sequence) + 1 + found.position;
  set_text(found, corpus);
  if (auto angle = set_angle(found, corpus.tokenizer); !angle) return std::move(angle).error();
  return found;
}

}  // namespace crystalline::session
