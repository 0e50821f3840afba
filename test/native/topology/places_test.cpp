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
    std::vector<int> threads;  // of each worker, in the order they were called for
    places.at_each([&](std::uint32_t worker) {
      static std::atomic<int> made{0};
      thread_local const int self = ++made;
      EXPECT_EQ(worker, threads.size());
      EXPECT_NE(std::this_thread::get_id(), caller);
      threads.push_back(self);
    });
    EXPECT_EQ(threads.size(), workers);
    EXPECT_EQ(std::set(threads.begin(), threads.end()).size(), workers);
  }
}

TEST(Places, HereIsOneAfterTheOther) {
  std::vector<std::uint32_t> called;
  here(3)([&](std::uint32_t worker) { called.push_back(worker); });
  EXPECT_EQ(called, (std::vector<std::uint32_t>{0, 1, 2}));
}

}  // namespace
}  // namespace crystalline::topology
