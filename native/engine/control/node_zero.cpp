#include "engine/control/node_zero.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "engine/control/machine.hpp"
#include "engine/sync/clock.hpp"

namespace crystalline::control {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

std::string name_of(ControlState state) {
  static constexpr const char* kNames[] = {"initializing", "running", "paused", "stopping",
                                           "stopped"};
  return kNames[static_cast<int>(state)];
}

Error wrong_state(const char* wish, ControlState state) {
  return {ErrorCode::kWrongState,
          std::string("cannot ") + wish + ": the machine is " + name_of(state)};
}

}  // namespace

/// Node Zero's own thread takes turns: what others ask for (`requests_`), then one step.
struct NodeZero::Impl {
  struct Request {
    const std::function<Result<void>()>* work;
    Result<void> result;
    bool also_in_a_step;
    bool done;
  };

  Impl(const MachineConfig& config, const topology::Allocation& allocation, Conductor conductor)
      : config_(config),
        allocation_(allocation),
        conductor_(std::move(conductor)),
        machine_(std::make_shared<Machine>(config, allocation)) {
    machine_->on_interlude([this] { answer_changes(); });
    thread_ = std::thread([this] { conduct(); });
  }
  ~Impl() {
    (void)ask([this] {
      (void)stop();
      leaving_ = true;
      return Result<void>();
    });
    thread_.join();
  }

  /// Any thread: runs `work` on Node Zero's thread between two steps and returns its result.
  Result<void> ask(const std::function<Result<void>()>& work, bool also_in_a_step = false) {
    if (std::this_thread::get_id() == thread_.get_id()) return work();
    Request request{&work, {}, also_in_a_step, false};
    std::unique_lock lock(mutex_);
    requests_.push_back(&request);
    something_asked_.notify_one();
    if (also_in_a_step) machine_->wake();
    answered_.wait(lock, [&] { return request.done; });
    return std::move(request.result);
  }

  // --- on Node Zero's thread

  void conduct() {
    while (!leaving_) {
      answer_requests(state_.load(std::memory_order_relaxed) != ControlState::kRunning);
      if (state_.load(std::memory_order_relaxed) == ControlState::kRunning) take_step();
    }
  }

  /// Does what was asked for; with `patiently` sleeps until something is.
  void answer_requests(bool patiently) {
    std::unique_lock lock(mutex_);
    if (patiently && !await_request(lock)) return;
    while (!requests_.empty()) answer(*requests_.front(), lock);
  }

  /// Waits for a request. false: the paused machine has rested so long that its tree has shrunk.
  bool await_request(std::unique_lock<std::mutex>& lock) {
    const auto asked = [this] { return !requests_.empty(); };
    const bool may_shrink = state_.load(std::memory_order_relaxed) == ControlState::kPaused;
    if (!may_shrink || !machine_->has_grown()) {
      something_asked_.wait(lock, asked);
      return true;
    }
    if (something_asked_.wait_for(lock, std::chrono::milliseconds(config_.growth.rest_ms), asked)) {
      return true;
    }
    while (requests_.empty() && machine_->has_grown()) {
      lock.unlock();
      (void)machine_->shrink();
      lock.lock();
    }
    return false;
  }

  /// During a step: what may be done in it, in the order it was asked for.
  void answer_changes() {
    std::unique_lock lock(mutex_);
    while (!requests_.empty() && requests_.front()->also_in_a_step) {
      answer(*requests_.front(), lock);
    }
  }

  /// Does the first request, without the lock.
  void answer(Request& request, std::unique_lock<std::mutex>& lock) {
    requests_.pop_front();
    lock.unlock();
    Result<void> result = (*request.work)();
    lock.lock();
    request.result = std::move(result);
    request.done = true;  // the asker may be gone once the lock is free
    answered_.notify_all();
  }

  void take_step() {
    const std::uint64_t start = sync::now_us();
    auto next = conductor_.next();
    // A conductor may pause or stop the machine in next(); what it returned is then not begun.
    if (state_.load(std::memory_order_relaxed) != ControlState::kRunning) return;
    if (auto* program = std::get_if<spheres::StepProgram>(&next)) {
      step_ = program->step;
      machine_->record_control(start, step_);
      const std::uint32_t items = program->items;
      machine_->execute(std::move(*program));
      machine_->adapt(items);
    } else if (auto* sweep = std::get_if<spheres::SweepProgram>(&next)) {
      step_ = sweep->step;
      machine_->record_control(start, step_);
      machine_->execute(std::move(*sweep));
    } else {
      (void)pause();
      return;
    }
    const std::uint64_t ended = sync::now_us();
    conductor_.completed();
    machine_->record_control(ended, step_);
  }

  void become(ControlState state) {
    state_.store(state, std::memory_order_release);
    if (listener_) listener_(state);
  }

  Result<void> start() {
    const ControlState state = state_.load(std::memory_order_relaxed);
    if (state == ControlState::kRunning || state == ControlState::kStopping) {
      return wrong_state("start", state);
    }
    if (state == ControlState::kStopped) {
      const auto fresh = std::make_shared<Machine>(config_, allocation_);
      fresh->on_interlude([this] { answer_changes(); });
      const std::lock_guard lock(mutex_);
      machine_ = fresh;
    }
    if (state != ControlState::kPaused) machine_->launch();
    machine_->begin_epoch();
    become(ControlState::kRunning);
    return {};
  }

  Result<void> pause() {
    const ControlState state = state_.load(std::memory_order_relaxed);
    if (state == ControlState::kPaused) return {};
    if (state != ControlState::kRunning) return wrong_state("pause", state);
    machine_->end_epoch();
    become(ControlState::kPaused);
    return {};
  }

  Result<void> stop() {
    const ControlState state = state_.load(std::memory_order_relaxed);
    if (state == ControlState::kStopped || state == ControlState::kStopping) return {};
    if (state == ControlState::kRunning) machine_->end_epoch();
    become(ControlState::kStopping);
    machine_->terminate();
    become(ControlState::kStopped);
    return {};
  }

  /// Any thread: the machine as it is now, kept alive while it is read.
  [[nodiscard]] std::shared_ptr<const Machine> machine() const {
    const std::lock_guard lock(mutex_);
    return machine_;
  }

  MachineConfig config_;
  topology::Allocation allocation_;
  Conductor conductor_;
  std::atomic<ControlState> state_{ControlState::kInitializing};

  mutable std::mutex mutex_;  // requests_ and their ends, machine_
  std::condition_variable something_asked_;
  std::condition_variable answered_;
  std::deque<Request*> requests_;
  std::shared_ptr<Machine> machine_;  // written under the lock by Node Zero's thread only

  // Node Zero's thread only.
  std::function<void(ControlState)> listener_;
  std::uint64_t step_ = 0;
  bool leaving_ = false;

  std::thread thread_;
};

Result<std::unique_ptr<NodeZero>> NodeZero::create(const MachineConfig& config,
                                                   Conductor conductor) {
  if (config.threads < 1 || config.threads > kLargestCrew) {
    return Error{ErrorCode::kInvalidArgument,
                 "threads must be 1..256, is " + std::to_string(config.threads)};
  }
  if (config.depth < 1 || config.depth > spheres::kLargestDepth) {
    return Error{ErrorCode::kInvalidArgument,
                 "depth must be 1..4, is " + std::to_string(config.depth)};
  }
  const std::uint32_t most = config.growth.most_levels;
  if (most != 0 && (most < config.depth || most > spheres::kLargestDepth)) {
    return Error{ErrorCode::kInvalidArgument, "the largest depth must be from the depth, " +
                                                  std::to_string(config.depth) + ", to 4, is " +
                                                  std::to_string(most)};
  }
  const std::uint32_t built = spheres::sphere_count(config.depth);
  if (config.most_spheres < built || config.most_spheres > spheres::kMostSpheres) {
    return Error{ErrorCode::kInvalidArgument, "the tree's spheres must be " +
                                                  std::to_string(built) + "..65536 at most, are " +
                                                  std::to_string(config.most_spheres)};
  }
  auto allocation = topology::allocate(config.strategy, config.threads);
  if (!allocation.ok()) return std::move(allocation).error();
  return std::unique_ptr<NodeZero>(
      new NodeZero(std::make_unique<Impl>(config, allocation.value(), std::move(conductor))));
}

NodeZero::NodeZero(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
NodeZero::~NodeZero() = default;

Result<void> NodeZero::start() {
  return impl_->ask([this] { return impl_->start(); });
}
Result<void> NodeZero::pause() {
  return impl_->ask([this] { return impl_->pause(); });
}
Result<void> NodeZero::stop() {
  return impl_->ask([this] { return impl_->stop(); });
}
ControlState NodeZero::state() const { return impl_->state_.load(std::memory_order_acquire); }

void NodeZero::between_steps(const std::function<void()>& work) {
  (void)impl_->ask([&work] {
    work();
    return Result<void>();
  });
}

void NodeZero::on_state_change(std::function<void(ControlState)> listener) {
  (void)impl_->ask([this, &listener] {
    impl_->listener_ = std::move(listener);
    return Result<void>();
  });
}

std::uint32_t NodeZero::spheres() const { return impl_->machine()->tree().size(); }
std::uint32_t NodeZero::leaves() const { return impl_->machine()->tree().leaves(); }
std::uint32_t NodeZero::workers() const { return impl_->config_.threads; }

Result<std::uint32_t> NodeZero::spawn(std::uint32_t parent, std::uint8_t group) {
  Result<std::uint32_t> id = 0U;
  (void)impl_->ask(
      [&, this] {
        id = impl_->machine_->spawn(parent, group);
        return Result<void>();
      },
      true);
  return id;
}
Result<void> NodeZero::terminate(std::uint32_t sphere) {
  return impl_->ask([sphere, this] { return impl_->machine_->terminate_sphere(sphere); }, true);
}
Result<void> NodeZero::move(std::uint32_t sphere, std::uint32_t parent) {
  return impl_->ask([=, this] { return impl_->machine_->move(sphere, parent); }, true);
}
Result<void> NodeZero::synchronize(std::chrono::milliseconds patience) {
  return impl_->ask([patience, this]() -> Result<void> {
    if (impl_->machine_->synchronize(patience)) return {};
    return Error{ErrorCode::kCancelled,
                 "after " + std::to_string(patience.count()) + " ms messages were still under way"};
  });
}
Health NodeZero::health() const { return impl_->machine()->health(); }
Result<void> NodeZero::rebalance() {
  return impl_->ask([this]() -> Result<void> {
    const ControlState state = impl_->state_.load(std::memory_order_relaxed);
    if (state != ControlState::kRunning && state != ControlState::kPaused) {
      return wrong_state("rebalance", state);
    }
    impl_->machine_->rebalance();
    return {};
  });
}
std::string NodeZero::validate() const {
  std::string wrong;
  (void)impl_->ask([&, this] {
    wrong = impl_->machine_->validate();
    return Result<void>();
  });
  return wrong;
}

spheres::Statistics NodeZero::statistics() const {
  spheres::Statistics statistics;
  (void)impl_->ask([this, &statistics] {
    statistics = impl_->machine_->gather_statistics();
    return Result<void>();
  });
  return statistics;
}

std::size_t NodeZero::read_spheres(std::span<telemetry::SphereRow> rows) const {
  return impl_->machine()->read_spheres(rows);
}
std::size_t NodeZero::read_messages(std::span<telemetry::MessageRow> rows,
                                    telemetry::MessageInterval& interval) const {
  return impl_->machine()->read_messages(rows, interval);
}
Result<SphereInspection> NodeZero::inspect(std::uint32_t sphere) const {
  return impl_->machine()->inspect(sphere);
}
std::size_t NodeZero::read_trace(std::span<telemetry::TraceRow> rows) const {
  return impl_->machine()->read_trace(rows);
}

}  // namespace crystalline::control
