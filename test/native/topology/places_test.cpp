#include "engine/topology/places.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include "engine/topology/affinity.hpp"

namespace crystalline::topology {
namespace {

Topology invented(const CpuList& cpus) {
  Topology topology;
  topology.nodes = {{0, cpus, 0}};
  topology.cpus = cpus;
  topology.quota = 2;
  for (const std::uint32_t cpu : cpus) topology.core_cpus.push_back({cpu});
  topology.thread_of_core.assign(cpus.size(), 0);
  return topology;
}

TEST(Places, GiveEachWorkerAProcessorWhenThereAreEnough) {
  const Places enough(invented({2, 5, 7}), 3);
  EXPECT_EQ(enough.cpu_of(0), 2U);
  EXPECT_EQ(enough.cpu_of(2), 7U);
  EXPECT_EQ(enough.quota(), 2U);
  const Places few(invented({2, 5}), 3);
  for (std::uint32_t worker = 0; worker < 3; ++worker) EXPECT_EQ(few.cpu_of(worker), std::nullopt);
}

TEST(Places, CallForEveryWorkerOnceOnAThreadOfItsOwn) {
  const std::thread::id caller = std::this_thread::get_id();
  for (const std::uint32_t workers : {1U, 2U, 3U, 8U, 13U}) {
    const Places places(read_topology({}, startup_affinity()), workers);
    std::vector<std::thread::id> threads(workers);
    places.at_each([&](std::uint32_t worker) {
      EXPECT_EQ(threads[worker], std::thread::id());
      threads[worker] = std::this_thread::get_id();
    });
    EXPECT_EQ(std::set(threads.begin(), threads.end()).size(), workers);
    for (const std::thread::id thread : threads) EXPECT_NE(thread, caller);
  }
}

TEST(Places, HereIsOneAfterTheOther) {
  std::vector<std::uint32_t> called;
  here(3)([&](std::uint32_t worker) { called.push_back(worker); });
  EXPECT_EQ(called, (std::vector<std::uint32_t>{0, 1, 2}));
}

}  // namespace
}  // namespace crystalline::topology
