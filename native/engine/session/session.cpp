#include "engine/session/session.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/process_memory.hpp"
#include "engine/math/isa.hpp"
#include "engine/spheres/sphere_tree.hpp"
#include "engine/text/tokenizer_json.hpp"
#include "engine/topology/affinity.hpp"
#include "engine/topology/topology.hpp"
#include "engine/training/field_checks.hpp"
#include "engine/training/schedule.hpp"

namespace crystalline::session {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kMostCorpora = 8;
constexpr std::uint64_t kMostSteps = 10'000'000;  // LIMITS.steps
constexpr std::uint64_t kMostPoints = 10'000;     // LIMITS.schedulePoints

}  // namespace

Session::Session() {
  life_.changed = [this] { changed(); };
}

Session::~Session() { dispose(); }

EngineInfo Session::info() {
  const auto topology = topology::read_topology({}, topology::startup_affinity());
  return {.isa = std::string(math::isa_name(math::active_isa())),
          .processors = static_cast<std::uint32_t>(topology.cpus.size()),
          .numa_nodes = static_cast<std::uint32_t>(topology.nodes.size())};
}

Result<std::shared_ptr<const text::Corpus>> Session::open_corpus(text::CorpusRequest request) {
  auto opened = text::open_corpus(std::move(request));
  if (!opened) return std::move(opened).error();
  auto corpus = std::make_shared<const text::Corpus>(std::move(opened).value());
  const std::lock_guard lock(mutex_);
  if (disposed_) return disposed();
  std::erase_if(corpora_, [&](const auto& other) { return other->id == corpus->id; });
  if (corpora_.size() == kMostCorpora) corpora_.erase(corpora_.begin());
  corpora_.push_back(corpus);
  return corpus;
}

Result<std::shared_ptr<const text::Corpus>> Session::find_corpus(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  if (disposed_) return disposed();
  const auto found = std::ranges::find(corpora_, id, &text::Corpus::id);
  if (found != corpora_.end()) return *found;
  return Error{ErrorCode::kNotFound, "No corpus with the id " + id + " is open."};
}

Result<std::string> Session::tokenizer_json(const std::string& corpus_id) const {
  auto corpus = find_corpus(corpus_id);
  if (!corpus) return std::move(corpus).error();
  return text::tokenizer_to_json(corpus.value()->tokenizer);
}

Result<text::Tokens> Session::encode(const std::string& corpus_id, const std::string& text) const {
  auto corpus = find_corpus(corpus_id);
  if (!corpus) return std::move(corpus).error();
  return corpus.value()->tokenizer.encode(text);
}

Result<Session::Active> Session::active() const {
  const std::lock_guard lock(mutex_);
  if (disposed_) return disposed();
  if (!active_.run) return Error{ErrorCode::kWrongState, "There is no run."};
  return active_;
}

Result<training::ScheduleCurve> Session::draw_schedule(const training::OptimizerConfig& optimizer,
                                                       std::uint64_t steps, std::uint64_t points) {
  const base::Result<void> checks[] = {
      training::check_count("steps", steps, 1, kMostSteps),
      training::check_count("points", points, 2, kMostPoints),
      training::validate(optimizer),
  };
  if (auto failed = training::first_failure(checks); !failed) return std::move(failed).error();
  return training::draw_schedule(optimizer, steps, points);
}

Result<void> Session::run_until(std::uint64_t step) {
  auto present = active();
  if (!present) return std::move(present).error();
  return present.value().run->run_until(step);
}

Result<std::uint64_t> Session::pause() {
  const std::lock_guard control(control_mutex_);
  auto present = active();
  if (!present) return std::move(present).error();
  return present.value().run->pause();
}

Result<training::RateChange> Session::change_rate(double rate) {
  const std::lock_guard control(control_mutex_);
  auto present = active();
  if (!present) return std::move(present).error();
  return present.value().run->change_rate(rate);
}

Result<void> Session::end_run() {
  const std::lock_guard control(control_mutex_);
  auto present = active();
  if (!present) return std::move(present).error();
  present.value().run->end();
  const std::lock_guard lock(mutex_);
  active_ = {};
  (void)life_.state.move_to(RunState::kIdle);
  return {};
}

SessionStatus Session::status() const {
  SessionStatus status{.state = life_.state.load(),
                       .run = std::nullopt,
                       .newest_loop_event = life_.events.newest(),
                       .resident_bytes = base::resident_bytes()};
  if (const auto present = active()) {
    status.run = present.value().run->status();
    status.state = status.run->state;
  }
  return status;
}

std::optional<training::Validation> Session::validation() const {
  const auto present = active();
  return present ? present.value().run->validation() : std::nullopt;
}

std::size_t Session::read_metrics(std::span<double> into) {
  const auto present = active();
  return present ? present.value().run->read_metrics(into) : 0;
}

std::size_t Session::read_frame(FrameKind kind, std::uint64_t since_n, std::span<std::byte> into) {
  const auto present = active();
  if (!present) return 0;
  return frames_.write(kind, *present.value().run, *present.value().tokens, since_n, into);
}

Result<Saved> Session::save(const std::string& path) {
  const std::lock_guard control(control_mutex_);
  auto present = active();
  if (!present) return std::move(present).error();
  return present.value().run->save(path);
}

Result<Sample> Session::sample(const SampleRequest& request, std::uint64_t id) {
  if (auto valid = validate(request); !valid) return std::move(valid).error();
  auto present = active();
  if (!present) return std::move(present).error();
  const auto stream = std::make_shared<SampleStream>();
  if (id != 0) {
    const std::lock_guard lock(mutex_);
    if (!samples_.try_emplace(id, stream).second) {
      return Error{ErrorCode::kWrongState, "A sample with this id is under way."};
    }
  }
  auto sample = present.value().run->sample(request, id == 0 ? nullptr : stream.get());
  const std::lock_guard lock(mutex_);
  samples_.erase(id);
  return sample;
}

std::shared_ptr<SampleStream> Session::find_sample(std::uint64_t id) const {
  const std::lock_guard lock(mutex_);
  const auto found = samples_.find(id);
  return found == samples_.end() ? nullptr : found->second;
}

std::optional<SampleStream::Part> Session::read_sample(std::uint64_t id) const {
  const auto stream = find_sample(id);
  return stream ? std::optional(stream->take()) : std::nullopt;
}

void Session::cancel_sample(std::uint64_t id) const {
  if (const auto stream = find_sample(id)) stream->cancel();
}

Result<std::string> Session::weights_sha256() const {
  auto present = active();
  if (!present) return std::move(present).error();
  return present.value().run->weights_sha256();
}

Result<control::Health> Session::health() const {
  auto present = active();
  if (!present) return std::move(present).error();
  return present.value().run->machine().health();
}

Result<control::SphereInspection> Session::inspect(std::uint64_t sphere) const {
  auto present = active();
  if (!present) return std::move(present).error();
  const std::uint64_t id = std::min<std::uint64_t>(sphere, spheres::kNoSphere);
  return present.value().run->machine().inspect(static_cast<std::uint32_t>(id));
}

Result<EventInspection> Session::inspect_event(std::uint64_t n) const {
  auto present = active();
  if (!present) return std::move(present).error();
  const Run& run = *present.value().run;
  return session::inspect_event(run.trainer(), n, run.events().newest());
}

Result<BlockInspection> Session::inspect_block(const BlockRequest& request) const {
  auto present = active();
  if (!present) return std::move(present).error();
  const Run& run = *present.value().run;
  return session::inspect_block(run.trainer(), run.corpus().tokenizer, request);
}

void Session::on_change(std::function<void()> listener) {
  const std::lock_guard lock(listener_mutex_);
  listener_ = std::move(listener);
}

void Session::changed() {
  const std::lock_guard lock(listener_mutex_);
  if (listener_) listener_();
}

void Session::dispose() {
  std::shared_ptr<Run> run;
  {
    const std::lock_guard lock(mutex_);
    disposed_ = true;
    run = active_.run;
  }
  works_.end_all();
  if (run) run->end();  // ends a pause under way and samples; a checkpoint under way is written
  const std::lock_guard control(control_mutex_);
  const std::lock_guard lock(mutex_);
  active_ = {};
  (void)life_.state.move_to(RunState::kIdle);
  corpora_.clear();
}

}  // namespace crystalline::session
