#include <algorithm>
#include <utility>

#include "engine/exchange/weights_file.hpp"
#include "engine/math/isa.hpp"
#include "engine/session/memory_need.hpp"
#include "engine/session/session.hpp"
#include "engine/spheres/sphere_tree.hpp"
#include "engine/training/run_metadata.hpp"

// How a session comes to a run: fresh, with foreign weights, or from a checkpoint.
namespace crystalline::session {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

Error outside(const std::string& what, const std::string& range) {
  return {ErrorCode::kInvalidArgument, what + "; it must be " + range + "."};
}

}  // namespace

/// Checks everything and builds the run, without taking it on.
Result<Session::Active> Session::allocate(const RunRequest& request) {
  std::shared_ptr<const text::Corpus> corpus;
  {
    const std::lock_guard lock(mutex_);
    if (disposed_) return disposed();
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
  if (disposed_) return disposed();
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
  request.progress.begin(base::WorkPart::kLoading, 4 * layout.parameters(), 1);
  if (auto read = file.value().load(layout, weights, request.progress); !read)
    return std::move(read).error();
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

}  // namespace crystalline::session
