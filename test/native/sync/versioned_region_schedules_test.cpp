#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "engine/sync/versioned_region.hpp"
#include "native/sync/schedules/explore.hpp"
#include "native/sync/schedules/modelled_memory.hpp"

namespace crystalline::schedules {
namespace {

using Region = sync::VersionedRegion<int, ModelledMemory>;

/// A buffer's version is plain memory written before its content is published and read with it, so
/// a race on it is a race on the content.
void look(const Region& region, std::uint64_t& last) {
  const auto first = region.read();
  const std::uint64_t version = first.version();
  require(version >= last, "versions do not go back");
  require(first.data()[0] == static_cast<int>(version), "the content is that of the version");
  const auto second = region.read();
  require(second.version() >= version, "versions do not go back");
  require(first.version() == version, "a version does not change while it is read");
  last = second.version();
}

Program read_and_write(int readers, int versions) {
  const auto region = std::make_shared<Region>(1);
  Program program;
  program.threads.push_back([=] {
    for (int version = 1; version <= versions; ++version) {
      auto handle = region->write();
      require(handle.ok(), "a buffer is free");
      handle.value().data()[0] = version;
      require(std::move(handle).value().commit() == static_cast<std::uint64_t>(version),
              "versions count up");
    }
  });
  for (int r = 0; r < readers; ++r) {
    program.threads.push_back([=] {
      std::uint64_t last = 0;
      for (int i = 0; i < 2; ++i) look(*region, last);
    });
  }
  program.after = [=] {
    require(region->read().version() == static_cast<std::uint64_t>(versions), "the newest stands");
    require(region->version() == static_cast<std::uint64_t>(versions), "and is told");
  };
  return program;
}

/// Two threads write in turns; the token hands what the one did on to the other.
Program two_writers() {
  const auto region = std::make_shared<Region>(1);
  const auto written = std::make_shared<ModelledPlain<int>>(0);
  Program program;
  for (int w = 0; w < 2; ++w) {
    program.threads.push_back([=] {
      auto handle = region->modify();
      if (!handle.ok()) return;
      *written = *written + 1;
      ++handle.value().data()[0];
      std::move(handle).value().commit();
    });
  }
  program.after = [=] {
    require(region->read().data()[0] == *written, "no write is lost");
    require(region->version() == static_cast<std::uint64_t>(*written), "each is a version");
  };
  return program;
}

TEST(VersionedRegionSchedules, ReadersSeeWholeVersionsAndEveryOrderIsNeeded) {
  expect_needed_orders(
      "versioned_region.hpp",
      {{[] { return read_and_write(1, 3); }},
       {[] { return read_and_write(2, 2); }, {.bounds = {.preemptions = 2}, .executions = 30'000}},
       {two_writers}},
      // They keep a version from being told before its content can be read; the
      // model executes a thread's stores in their order, so it cannot happen there.
      {"acquire -> relaxed in return "
       "newest_version_.load(std::memory_order_acquire);",
       "release -> relaxed in newest_version_.store(version, "
       "std::memory_order_release);"});
}

}  // namespace
}  // namespace crystalline::schedules
