#include "engine/control/node_zero_thread.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <variant>

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

}  // namespace

Error wrong_state(const char* wish, ControlState state) {
  return {ErrorCode::kWrongState,
          std::string("cannot ") + wish + ": the machine is " + name_of(state)};
}

NodeZero::Impl::Impl(const MachineConfig& config, const topology::Allocation& allocation,
                     Conductor conductor)
    : config_(config),
      allocation_(allocation),
      conductor_(std::move(conductor)),
      machine_(std::make_shared<Machine>(config, allocation)) {
  machine_->on_interlude([this] { answer_changes(); });
  thread_ = std::thread([this] { conduct(); });
}

NodeZero::Impl::~Impl() {
  (void)ask([this] {
    (void)stop();
    leaving_ = true;
    return Result<void>();
  });
  thread_.join();
}

Result<void> NodeZero::Impl::ask(const std::function<Result<void>()>& work, bool also_in_a_step) {
  if (std::this_thread::get_id() == thread_.get_id()) return work();
  Request request{&work, {}, also_in_a_step, false};
  std::unique_lock lock(mutex_);
  requests_.push_back(&request);
  something_asked_.notify_one();
  if (also_in_a_step) machine_->wake();
  answered_.wait(lock, [&] { return request.done; });
  return std::move(request.result);
}

std::shared_ptr<const Machine> NodeZero::Impl::machine() const {
  const std::lock_guard lock(mutex_);
  return machine_;
}

void NodeZero::Impl::conduct() {
  while (!leaving_) {
    answer_requests(state_.load(std::memory_order_relaxed) != ControlState::kRunning);
    if (state_.load(std::memory_order_relaxed) == ControlState::kRunning) take_step();
  }
}

void NodeZero::Impl::answer_requests(bool patiently) {
  std::unique_lock lock(mutex_);
  if (patiently && !await_request(lock)) return;
  while (!requests_.empty()) answer(*requests_.front(), lock);
}

bool NodeZero::Impl::await_request(std::unique_lock<std::mutex>& lock) {
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

void NodeZero::Impl::answer_changes() {
  std::unique_lock lock(mutex_);
  while (!requests_.empty() && requests_.front()->also_in_a_step) {
    answer(*requests_.front(), lock);
  }
}

void NodeZero::Impl::answer(Request& request, std::unique_lock<std::mutex>& lock) {
  requests_.pop_front();
  lock.unlock();
  Result<void> result = (*request.work)();
  lock.lock();
  request.result = std::move(result);
  request.done = true;  // the asker may be gone once the lock is free
  answered_.notify_all();
}

void NodeZero::Impl::take_step() {
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

void NodeZero::Impl::become(ControlState state) {
  state_.store(state, std::memory_order_release);
  if (listener_) listener_(state);
}

Result<void> NodeZero::Impl::start() {
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

Result<void> NodeZero::Impl::pause() {
  const ControlState state = state_.load(std::memory_order_relaxed);
  if (state == ControlState::kPaused) return {};
  if (state != ControlState::kRunning) return wrong_state("pause", state);
  machine_->end_epoch();
  become(ControlState::kPaused);
  return {};
}

Result<void> NodeZero::Impl::stop() {
  const ControlState state = state_.load(std::memory_order_relaxed);
  if (state == ControlState::kStopped || state == ControlState::kStopping) return {};
  if (state == ControlState::kRunning) machine_->end_epoch();
  become(ControlState::kStopping);
  machine_->terminate();
  become(ControlState::kStopped);
  return {};
}

}  // namespace crystalline::control
