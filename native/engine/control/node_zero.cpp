#include "engine/control/node_zero.hpp"

#include <string>
#include <utility>

#include "engine/control/node_zero_thread.hpp"

namespace crystalline::control {

using base::Error;
using base::ErrorCode;
using base::Result;

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

void NodeZero::reset_statistics() {
  between_steps([this] { impl_->machine_->reset_statistics(); });
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
