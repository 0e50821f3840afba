#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "engine/control/machine.hpp"
#include "engine/control/node_zero.hpp"

namespace crystalline::control {

/// Why `wish` is refused in `state`.
[[nodiscard]] base::Error wrong_state(const char* wish, ControlState state);

/// Node Zero's own thread takes turns: what others ask for (`requests_`), then one step.
struct NodeZero::Impl {
  struct Request {
    const std::function<base::Result<void>()>* work;
    base::Result<void> result;
    bool also_in_a_step;
    bool done;
  };

  Impl(const MachineConfig& config, const topology::Allocation& allocation, Conductor conductor);
  ~Impl();

  /// Any thread: runs `work` on Node Zero's thread between two steps and returns its result.
  base::Result<void> ask(const std::function<base::Result<void>()>& work,
                         bool also_in_a_step = false);
  /// Any thread: the machine as it is now, kept alive while it is read.
  [[nodiscard]] std::shared_ptr<const Machine> machine() const;

  // --- on Node Zero's thread

  void conduct();
  /// Does what was asked for; with `patiently` sleeps until something is.
  void answer_requests(bool patiently);
  /// Waits for a request. false: the paused machine has rested so long that its tree has shrunk.
  bool await_request(std::unique_lock<std::mutex>& lock);
  /// During a step: what may be done in it, in the order it was asked for.
  void answer_changes();
  /// Does the first request, without the lock.
  void answer(Request& request, std::unique_lock<std::mutex>& lock);
  void take_step();
  void become(ControlState state);
  base::Result<void> start();
  base::Result<void> pause();
  base::Result<void> stop();

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

}  // namespace crystalline::control
