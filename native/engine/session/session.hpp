#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/session/block_inspection.hpp"
#include "engine/session/event_inspection.hpp"
#include "engine/session/frames.hpp"
#include "engine/session/run.hpp"
#include "engine/session/token_table.hpp"
#include "engine/session/works.hpp"
#include "engine/text/corpus.hpp"
#include "engine/training/training_config.hpp"

namespace crystalline::session {

/// What this process can do.
struct EngineInfo {
  std::string isa;               // "avx512", "avx2" or "baseline"
  std::uint32_t processors = 1;  // that this process may run on
  std::uint32_t numa_nodes = 1;
};

struct RunRequest {
  std::string corpus_id;
  /// shape.vocab is taken from the corpus.
  training::TrainingConfig training;
  std::uint32_t threads = 1;
  /// Levels of spheres below the root, 1..4; never changes the weights.
  std::uint32_t depth = 1;
  /// Levels the tree may grow to under load, depth..4, and shrinks from at rest; 0: it keeps its
  /// depth.
  std::uint32_t most_depth = 0;
  /// create_run: a safetensors file whose weights the run begins with; empty: fresh ones.
  std::string initial_weights = {};
  /// Told of those weights' bytes; cancelled: no run.
  base::Progress progress = {};
  /// Faults to inject; they change no result.
  std::vector<spheres::Fault> faults = {};
  /// A micro-batch that has not begun after this long is given to another try.
  std::uint32_t sphere_timeout_ms = 30'000;
};

struct RunInfo {
  std::uint64_t parameters = 0;
  std::uint32_t spheres = 0;
  std::uint64_t step = 0;
  std::string warning;  // empty: none
};

/// The session's state as the addon shows it.
struct SessionStatus {
  RunState state = RunState::kIdle;
  /// Absent while there is no run: idle, initializing, restoring.
  std::optional<RunStatus> run;
  /// Number of the newest loop event; 0: none yet.
  std::uint64_t newest_loop_event = 0;
  std::uint64_t resident_bytes = 0;
};

/// The engine's life in a process: corpora and at most one run. Knows no JavaScript.
///
/// Threads: any call from any thread. open_corpus, create_run, restore_run, pause, save,
/// change_rate, end_run, sample and weights_sha256 take as long as their work; of those that change
/// the run one goes at a time and the others wait. run_until, status, read_metrics and read_frame
/// answer at once (the last two from one thread at a time). After dispose() every call is
/// wrong-state, or returns nothing.
class Session {
 public:
  Session();
  ~Session();

  [[nodiscard]] static EngineInfo info();

  /// The newest eight corpora stay open.
  [[nodiscard]] base::Result<std::shared_ptr<const text::Corpus>> open_corpus(
      text::CorpusRequest request);
  /// The tokenizer of an open corpus, as Hugging Face's tokenizer.json.
  [[nodiscard]] base::Result<std::string> tokenizer_json(const std::string& corpus_id) const;
  /// The tokens of a text by an open corpus's tokenizer.
  [[nodiscard]] base::Result<text::Tokens> encode(const std::string& corpus_id,
                                                  const std::string& text) const;
  [[nodiscard]] base::Result<RunInfo> create_run(const RunRequest& request);
  [[nodiscard]] base::Result<RunInfo> restore_run(const RunRequest& request,
                                                  const std::string& path);
  /// A schedule as it would run; invalid-argument for what a run would refuse.
  [[nodiscard]] static base::Result<training::ScheduleCurve> draw_schedule(
      const training::OptimizerConfig& optimizer, std::uint64_t steps, std::uint64_t points);
  [[nodiscard]] base::Result<void> run_until(std::uint64_t step);
  [[nodiscard]] base::Result<std::uint64_t> pause();
  /// From the next step on, the learning rate is `rate` and follows the schedule from there.
  [[nodiscard]] base::Result<training::RateChange> change_rate(double rate);
  [[nodiscard]] base::Result<void> end_run();
  [[nodiscard]] SessionStatus status() const;
  /// Of the present run: Run::validation. nullopt: none, or no run.
  [[nodiscard]] std::optional<training::Validation> validation() const;
  /// Rows written: kMetricFields.size() numbers each.
  std::size_t read_metrics(std::span<double> into);
  /// Bytes written; 0: no run, or no room for the header.
  std::size_t read_frame(FrameKind kind, std::uint64_t since_n, std::span<std::byte> into);
  [[nodiscard]] base::Result<Saved> save(const std::string& path);
  /// `id`, of the caller's choice, lets the sample be read and cancelled while it is written; 0:
  /// neither. wrong-state: that id is in use.
  [[nodiscard]] base::Result<Sample> sample(const SampleRequest& request, std::uint64_t id = 0);
  /// What the sample has written since the last call; absent: no such sample is under way.
  [[nodiscard]] std::optional<SampleStream::Part> read_sample(std::uint64_t id) const;
  /// Ends a sample at its present token. Harmless when there is none.
  void cancel_sample(std::uint64_t id) const;
  [[nodiscard]] base::Result<std::string> weights_sha256() const;
  /// How the machine is; answers at once.
  [[nodiscard]] base::Result<control::Health> health() const;
  /// Answers at once. not-found: the run has had no such sphere.
  [[nodiscard]] base::Result<control::SphereInspection> inspect(std::uint64_t sphere) const;
  /// Answers at once. not-found: the run has not trained that event yet.
  [[nodiscard]] base::Result<EventInspection> inspect_event(std::uint64_t n) const;
  /// The training loop's events, of whatever run: to be listened to from C++, or read. Answers at
  /// once.
  [[nodiscard]] LoopEvents& loop_events() { return life_.events; }
  /// Long works of others that belong to this session's life: they are cancelled with it.
  [[nodiscard]] Works& works() { return works_; }
  /// One block and head of the run's model over a text: session::inspect_block. wrong-state: no
  /// run.
  [[nodiscard]] base::Result<BlockInspection> inspect_block(const BlockRequest& request) const;
  /// Called on an engine thread when the run has paused itself, completed or failed. The listener
  /// must only pass it on: a call of this session from inside it would wait for itself.
  void on_change(std::function<void()> listener);
  /// Stops every thread. Idempotent.
  void dispose();

 private:
  struct Active {
    std::shared_ptr<Run> run;
    std::shared_ptr<const TokenTable> tokens;
  };
  [[nodiscard]] base::Result<std::shared_ptr<const text::Corpus>> find_corpus(
      const std::string& id) const;
  [[nodiscard]] base::Result<Active> active() const;
  [[nodiscard]] base::Result<Active> allocate(const RunRequest& request);
  [[nodiscard]] base::Result<Active> prepare(const RunRequest& request);
  [[nodiscard]] base::Result<std::pair<Active, std::string>> load(const RunRequest& request,
                                                                  const std::string& path);
  [[nodiscard]] base::Result<void> enter(RunState state);
  [[nodiscard]] RunInfo adopt(Active active);
  void changed();
  [[nodiscard]] static base::Error disposed() {
    return {base::ErrorCode::kWrongState, "The engine has been disposed."};
  }
  [[nodiscard]] std::shared_ptr<SampleStream> find_sample(std::uint64_t id) const;

  RunLife life_;  // first: a run uses it to its end
  Works works_;
  std::mutex control_mutex_;  // held by whatever changes the run, for as long as that takes

  mutable std::mutex mutex_;                                  // guards what follows, briefly
  std::vector<std::shared_ptr<const text::Corpus>> corpora_;  // newest last
  Active active_;
  std::map<std::uint64_t, std::shared_ptr<SampleStream>> samples_;
  bool disposed_ = false;

  std::mutex listener_mutex_;  // held while the listener runs
  std::function<void()> listener_;
  FrameWriter frames_;
};

}  // namespace crystalline::session
