#include "engine/session/session.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/process_memory.hpp"
#include "engine/exchange/weights_file.hpp"
#include "engine/math/isa.hpp"
#include "engine/session/memory_need.hpp"
#include "engine/spheres/sphere_tree.hpp"
#include "engine/text/tokenizer_json.hpp"
#include "engine/topology/affinity.hpp"
#include "engine/topology/topology.hpp"
#include "engine/training/field_checks.hpp"
#include "engine/training/run_metadata.hpp"
#include "engine/training/schedule.hpp"

namespace crystalline::session {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kMostCorpora = 8;
constexpr std::uint64_t kMostSteps = 10'000'000;  // LIMITS.steps
constexpr std::uint64_t kMostPoints = 10'000;     // LIMITS.schedulePoints

Error disposed_error() { return {ErrorCode::kWrongState, "The engine has been disposed."}; }

Error outside(const std::string& what, const std::string& range) {
  return {ErrorCode::kInvalidArgument, what + "; it must be " + range + "."};
}

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
  if (disposed_) return disposed_error();
  std::erase_if(corpora_, [&](const auto& other) { return other->id == corpus->id; });
  if (corpora_.size() == kMostCorpora) corpora_.erase(corpora_.begin());
  corpora_.push_back(corpus);
  return corpus;
}

Result<std::shared_ptr<const text::Corpus>> Session::find_corpus(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  if (disposed_) return disposed_error();
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
  if (disposed_) return disposed_error();
  if (!active_.run) return Error{ErrorCode::kWrongState, "There is no run."};
  return active_;
}

/// Checks everything and builds the run, without taking it on.
Result<Session::Active> Session::allocate(const RunRequest& request) {
  std::shared_ptr<const text::Corpus> corpus;
  {
    const std::lock_guard lock(mutex_);
    if (disposed_) return disposed_error();
    if (active_.run) {
      return Error{ErrorCode::kWrongState, "There is a run already; end it first."};
    }
    const auto found = std::ranges::find(corpora_, request.corpus_id, &text::Corpus::id);
    if (found == corpora_.end()) {
      return Error{ErrorCode::kNotFound,
                   "No corpus with the id " + request.corpus_id + " is open."};
    }
    corpus = *found;
  }
  training::TrainingConfig config = request.training;
  config.shape.vocab = static_cast<int>(corpus->tokenizer.vocabulary());
  if (request.threads < 1 || request.threads > control::kLargestCrew) {
    return outside("threads is " + std::to_string(request.threads), "from 1 to 256");
  }
  if (request.depth < 1 || request.depth > spheres::kLargestDepth) {
    return outside("depth is " + std::to_string(request.depth), "from 1 to 4");
  }
  const std::uint32_t most = request.most_depth;
  if (most != 0 && (most < request.depth || most > spheres::kLargestDepth)) {
    return outside("maxDepth is " + std::to_string(most),
                   "from the depth, " + std::to_string(request.depth) + ", to 4");
  }
  if (auto valid = training::validate(config); !valid) return std::move(valid).error();
  if (auto fits = text::check_fits(*corpus, config.shape.context); !fits) {
    return std::move(fits).error();
  }
  if (auto enough = check_memory(bytes_needed(config, request.threads)); !enough) {
    return std::move(enough).error();
  }
  auto tokens = std::make_shared<const TokenTable>(corpus->tokenizer);
  control::MachineConfig machine{.threads = request.threads, .depth = request.depth};
  machine.sphere_timeout_ms = request.sphere_timeout_ms;
  machine.faults = request.faults;
  machine.growth.most_levels = request.most_depth;
  auto run = Run::create(config, machine, std::move(corpus), life_);
  if (!run) return std::move(run).error();
  return Active{std::move(run).value(), std::move(tokens)};
}

/// A run is on its way, if none is there: the state tells which way.
Result<void> Session::enter(RunState state) {
  const std::lock_guard lock(mutex_);
  if (disposed_) return disposed_error();
  if (!life_.state.move_to(state)) {
    return Error{ErrorCode::kWrongState, "There is a run already; end it first."};
  }
  return {};
}

RunInfo Session::adopt(Active active) {
  const RunInfo info{.parameters = active.run->trainer().layout().parameters(),
                     .spheres = active.run->machine().spheres(),
                     .step = active.run->trainer().step(),
                     .warning = {}};
  const std::lock_guard lock(mutex_);
  active.run->appear();
  active_ = std::move(active);
  return info;
}

Result<RunInfo> Session::create_run(const RunRequest& request) {
  const std::lock_guard control(control_mutex_);
  if (auto entered = enter(RunState::kInitializing); !entered) return std::move(entered).error();
  auto prepared = prepare(request);
  if (prepared) return adopt(std::move(prepared).value());
  (void)life_.state.move_to(RunState::kIdle);
  return std::move(prepared).error();
}

/// A run with fresh or foreign weights.
Result<Session::Active> Session::prepare(const RunRequest& request) {
  auto allocated = allocate(request);
  if (!allocated || request.initial_weights.empty()) return allocated;
  auto file = exchange::WeightsFile::open(request.initial_weights);
  if (!file) return std::move(file).error();
  const auto& layout = allocated.value().run->trainer().layout();
  base::AlignedVector<float> weights(layout.size());
  if (auto read = file.value().load(layout, weights); !read) return std::move(read).error();
  if (auto begun = allocated.value().run->begin_with(weights); !begun) {
    return std::move(begun).error();
  }
  return allocated;
}

Result<RunInfo> Session::restore_run(const RunRequest& request, const std::string& path) {
  const std::lock_guard control(control_mutex_);
  if (auto entered = enter(RunState::kRestoring); !entered) return std::move(entered).error();
  auto loaded = load(request, path);
  if (!loaded) {
    (void)life_.state.move_to(RunState::kIdle);
    return std::move(loaded).error();
  }
  auto [active, warning] = std::move(loaded).value();
  RunInfo info = adopt(std::move(active));
  info.warning = std::move(warning);
  return info;
}

/// A run that stands where the checkpoint was written, and what there is to warn of.
Result<std::pair<Session::Active, std::string>> Session::load(const RunRequest& request,
                                                              const std::string& path) {
  auto file = training::CheckpointFile::open(path);
  if (!file) return std::move(file).error();
  auto allocated = allocate(request);
  if (!allocated) return std::move(allocated).error();
  Run& run = *allocated.value().run;
  const std::string_view isa = math::isa_name(math::active_isa());
  const auto& found = file.value().metadata();
  const auto expected =
      training::run_metadata(run.trainer().config(), run.corpus(), {}, request.threads, isa);
  if (auto same = training::check_continues(expected, found, path); !same) {
    return std::move(same).error();
  }
  auto progress = training::progress_of(found, run.trainer().config().steps, path);
  if (!progress) return std::move(progress).error();
  if (auto loaded = run.load(file.value(), progress.value()); !loaded) {
    return std::move(loaded).error();
  }
  std::string warning;
  if (const auto trained_on = found.find("isa"); trained_on->second != isa) {
    warning = "The run was trained with the instruction set " + trained_on->second +
              ", which this machine lacks. It goes on with " + std::string(isa) +
              ": correct, but not bit for bit what it would have been.";
  }
  return std::pair{std::move(allocated).value(), std::move(warning)};
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
  if (run) run->end();  // ends a pause under way and samples; a checkpoint under way is written
  const std::lock_guard control(control_mutex_);
  const std::lock_guard lock(mutex_);
  active_ = {};
  (void)life_.state.move_to(RunState::kIdle);
  corpora_.clear();
}

}  // namespace crystalline::session
