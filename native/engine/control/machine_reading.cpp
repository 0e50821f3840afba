#include <algorithm>
#include <limits>

#include "engine/control/machine.hpp"
#include "engine/sync/clock.hpp"

// What other threads read of the machine: frames and one sphere's account of itself.
namespace crystalline::control {

using spheres::Figure;
using spheres::Sphere;
using sync::now_us;

namespace {

/// Messages are remembered for this long after somebody has read them.
constexpr std::uint64_t kWatchUs = 2'000'000;

std::uint32_t narrow(std::uint64_t value) {
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(value, std::numeric_limits<std::uint32_t>::max()));
}

std::uint16_t narrow_16(std::uint32_t value) {
  return static_cast<std::uint16_t>(std::min(value, 0xffffU));
}

}  // namespace

std::array<std::uint32_t, spheres::kPriorities> Machine::waiting_for(std::uint32_t sphere) const {
  const Worker& worker = *crew_[tree_.worker_of(sphere)];
  std::array<std::uint32_t, spheres::kPriorities> counts{};
  for (std::size_t p = 0; p < counts.size(); ++p) counts[p] = worker.waiting_for(sphere, p);
  return counts;
}

telemetry::SphereRow Machine::row_of(const Sphere& sphere, std::uint64_t now,
                                     std::uint64_t elapsed_us) const {
  const auto view = sphere.state.view();
  const auto& counters = sphere.counters;
  const auto load = [](const auto& count) { return count.load(std::memory_order_relaxed); };
  const auto counts = waiting_for(sphere.id);
  const auto waiting = [&](spheres::Priority priority) {
    return narrow_16(counts[static_cast<std::size_t>(priority)]);
  };
  const std::uint64_t age = now > view.since_us ? now - view.since_us : 0;
  // Work since the last read: finished busy times, and the one under way.
  const std::uint64_t busy = view.busy_us + (spheres::is_busy(view.state) ? age : 0);
  std::uint64_t& before = busy_at_last_read_us_[sphere.id];
  const std::uint64_t worked = busy > before ? busy - before : 0;
  before = busy;
  const double share =
      elapsed_us == 0 ? 0.0 : static_cast<double>(worked) / static_cast<double>(elapsed_us);
  return {static_cast<std::uint8_t>(view.state),
          static_cast<std::uint8_t>(std::min(tree_.worker_of(sphere.id), 254U)),
          sphere.level,
          sphere.group,
          sphere.parent,
          waiting(spheres::Priority::kCritical),
          waiting(spheres::Priority::kHigh),
          waiting(spheres::Priority::kNormal),
          waiting(spheres::Priority::kLow),
          static_cast<std::uint32_t>(std::max(load(counters.queued_items), 0)),
          narrow(counters.get(Figure::kBatchesCompleted)),
          narrow(counters.get(Figure::kWorkStolenFrom)),
          narrow(counters.get(Figure::kWorkStolenTo)),
          narrow(counters.get(Figure::kMessagesReceived)),
          narrow(age),
          load(counters.gradient_norm),
          load(counters.loss_nats),
          static_cast<float>(std::min(share, 1.0))};
}

std::size_t Machine::read_spheres(std::span<telemetry::SphereRow> rows) const {
  const std::lock_guard lock(reading_);
  const std::uint64_t now = now_us();
  const std::uint64_t elapsed = now - last_read_us_;
  last_read_us_ = now;
  const std::uint32_t made = tree_.size();
  busy_at_last_read_us_.resize(made, 0);
  const std::size_t count = std::min<std::size_t>(rows.size(), made);
  for (std::size_t i = 0; i < count; ++i) {
    rows[i] = row_of(tree_[static_cast<std::uint32_t>(i)], now, elapsed);
  }
  return count;
}

std::size_t Machine::read_trace(std::span<telemetry::TraceRow> rows) const {
  std::vector<telemetry::Span> spans((crew_.size() + 1) * telemetry::TraceRing::kSpans);
  std::size_t count = control_trace_.read(spans);
  for (const auto& worker : crew_) count += worker->trace().read(std::span(spans).subspan(count));
  spans.resize(count);
  std::sort(spans.begin(), spans.end(),
            [](const auto& a, const auto& b) { return a.start_us < b.start_us; });
  const std::size_t kept = std::min(rows.size(), spans.size());
  const std::uint64_t now = now_us();
  for (std::size_t i = 0; i < kept; ++i) {
    const telemetry::Span& span = spans[spans.size() - kept + i];
    rows[i] = {narrow(now > span.start_us ? now - span.start_us : 0),
               span.duration_us,
               span.worker,
               span.kind,
               span.sphere,
               span.step};
  }
  return kept;
}

std::size_t Machine::read_messages(std::span<telemetry::MessageRow> rows,
                                   telemetry::MessageInterval& interval) const {
  const std::lock_guard lock(reading_);
  const std::uint64_t now = now_us();
  std::uint64_t sent = told_.load(std::memory_order_relaxed);
  for (std::size_t w = 0; w < crew_.size(); ++w) {
    sent += crew_[w]->messages_sent();
    crew_[w]->traffic().watch_until(now + kWatchUs);
    tally_.take(w, crew_[w]->traffic().ring());
  }
  told_traffic_.watch_until(now + kWatchUs);
  tally_.take(crew_.size(), told_traffic_.ring());
  // Before the first reading nobody watched: it tells of nothing.
  interval.length_us = tallied_us_ == 0 ? 0 : now - tallied_us_;
  interval.messages = tallied_us_ == 0 ? 0 : sent - tallied_;
  tallied_us_ = now;
  tallied_ = sent;
  return tally_.write(rows);
}

}  // namespace crystalline::control
