#include "engine/topology/topology.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "engine/topology/affinity.hpp"

namespace crystalline::topology {
namespace {

/// A /sys and a cgroup folder written for one test.
class TopologyTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    root_ = std::filesystem::path(testing::TempDir()) / ("topology_" + std::string(test->name()));
    std::filesystem::remove_all(root_);
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  void write(const std::string& path, const std::string& text) const {
    const auto file = root_ / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  void online(const std::string& list) const { write("devices/system/cpu/online", list + "\n"); }
  void node(int id, const std::string& list) const {
    const std::string folder = "devices/system/node/node" + std::to_string(id);
    write(folder + "/cpulist", list + "\n");
    write(folder + "/meminfo", "Node " + std::to_string(id) + " MemTotal:       " +
                                   std::to_string(1'000 * (id + 1)) + " kB\n");
  }
  [[nodiscard]] Topology read(const CpuList& allowed = {}) const {
    return read_topology(
        {root_.string(), (root_ / "cgroup").string(), (root_ / "membership").string()}, allowed);
  }

  std::filesystem::path root_;
};

TEST_F(TopologyTest, OneNode) {
  online("0-1");
  node(0, "0-1");
  const Topology topology = read();
  ASSERT_EQ(topology.nodes.size(), 1U);
  EXPECT_EQ(topology.cpus, (CpuList{0, 1}));
  EXPECT_EQ(topology.nodes[0].memory_kib, 1'000U);
  EXPECT_EQ(topology.quota, 2U);
}

TEST_F(TopologyTest, EightNodesInTheOrderOfTheirNumbers) {
  online("0-31");
  for (const int id : {7, 3, 0, 5, 1, 2, 6, 4}) {
    node(id, std::to_string(id * 4) + "-" + std::to_string(id * 4 + 3));
  }
  const Topology topology = read();
  ASSERT_EQ(topology.nodes.size(), 8U);
  for (std::uint32_t id = 0; id < 8; ++id) {
    EXPECT_EQ(topology.nodes[id].id, id);
    EXPECT_EQ(topology.nodes[id].memory_kib, 1'000U * (id + 1));
    EXPECT_EQ(topology.node_of(id * 4 + 2), id);
  }
}

TEST_F(TopologyTest, HolesAndNodesWithoutProcessors) {
  online("0-7");
  node(0, "0-3");
  node(2, "");  // memory only
  node(9, "4-7");
  write("devices/system/node/node_states", "not a node");
  const Topology topology = read();
  ASSERT_EQ(topology.nodes.size(), 2U);
  EXPECT_EQ(topology.nodes[1].id, 9U);
}

TEST_F(TopologyTest, InterleavedNumbers) {
  online("0-7");
  node(0, "0,2,4,6");
  node(1, "1,3,5,7");
  const Topology topology = read();
  EXPECT_EQ(topology.cpus, (CpuList{0, 1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(topology.node_of(5), 1U);
}

TEST_F(TopologyTest, LeavesOutWhatIsOfflineOrForbidden) {
  online("0-2,5-7");
  node(0, "0-3");
  node(1, "4-7");
  EXPECT_EQ(read().cpus, (CpuList{0, 1, 2, 5, 6, 7}));
  const Topology cut = read({1, 3, 6, 100});
  EXPECT_EQ(cut.cpus, (CpuList{1, 6}));
  ASSERT_EQ(cut.nodes.size(), 2U);
  const Topology one_node = read({5});
  ASSERT_EQ(one_node.nodes.size(), 1U);
  EXPECT_EQ(one_node.nodes[0].id, 1U);
}

TEST_F(TopologyTest, AnotherSystemIsOneNode) {
  EXPECT_EQ(read({2, 4}).cpus, (CpuList{2, 4}));
  const Topology nothing = read();
  EXPECT_EQ(nothing.cpus, CpuList{0});
  ASSERT_EQ(nothing.nodes.size(), 1U);
  online("0-3");  // no node folder, as in some containers
  EXPECT_EQ(read().cpus, (CpuList{0, 1, 2, 3}));
}

TEST_F(TopologyTest, PlacesWorkersOnCoresBeforeTheirSecondThreads) {
  // Two nodes of two cores of two threads; Linux numbers second threads after all first ones.
  online("0-7");
  node(0, "0-1,4-5");
  node(1, "2-3,6-7");
  for (int cpu = 0; cpu < 8; ++cpu) {
    write("devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/thread_siblings_list",
          std::to_string(cpu % 4) + "," + std::to_string(cpu % 4 + 4) + "\n");
  }
  EXPECT_EQ(read().placement_order(), (CpuList{0, 1, 2, 3, 4, 5, 6, 7}));
  // A mask that leaves only second threads of a core: they are its first usable ones.
  EXPECT_EQ(read({0, 4, 5, 6}).placement_order(), (CpuList{0, 5, 6, 4}));
}

TEST_F(TopologyTest, PlacesInOrderWhereThreadsAreNeighbours) {
  online("0-3");
  node(0, "0-3");
  for (int cpu = 0; cpu < 4; ++cpu) {
    const int core = cpu / 2 * 2;
    write("devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/thread_siblings_list",
          std::to_string(core) + "-" + std::to_string(core + 1));
  }
  EXPECT_EQ(read().placement_order(), (CpuList{0, 2, 1, 3}));
}

TEST_F(TopologyTest, PlacesWithoutKnowingTheCores) {
  online("0-3");
  node(0, "0-3");
  EXPECT_EQ(read().placement_order(), (CpuList{0, 1, 2, 3}));
  EXPECT_EQ(read_topology({"/nowhere", "/nowhere", "/nowhere"}, {3, 5}).placement_order(),
            (CpuList{3, 5}));
}

TEST_F(TopologyTest, ReadsTheCgroupQuota) {
  online("0-7");
  node(0, "0-7");
  const auto quota = [&](const std::string& text) {
    write("cgroup/cpu.max", text);
    return read().quota;
  };
  EXPECT_EQ(quota("max 100000\n"), 8U);
  EXPECT_EQ(quota("200000 100000\n"), 2U);
  EXPECT_EQ(quota("150000 100000\n"), 2U);
  EXPECT_EQ(quota("10000 100000\n"), 1U);
  EXPECT_EQ(quota("9900000 100000\n"), 8U);
  EXPECT_EQ(quota("nonsense\n"), 8U);
}

TEST_F(TopologyTest, TheLeastQuotaOfAGroupAndThoseAboveItHolds) {
  online("0-15");
  node(0, "0-15");
  write("membership", "0::/user.slice/job\n");
  write("cgroup/user.slice/cpu.max", "600000 100000\n");
  EXPECT_EQ(read().quota, 6U);
  write("cgroup/user.slice/job/cpu.max", "max 100000\n");
  EXPECT_EQ(read().quota, 6U);
  write("cgroup/user.slice/job/cpu.max", "350000 100000\n");
  EXPECT_EQ(read().quota, 4U);
  write("membership", "0::/../../other\n");  // another namespace's: only the root is ours to read
  EXPECT_EQ(read().quota, 16U);
}

TEST_F(TopologyTest, ReadsTheQuotaOfTheFirstVersionToo) {
  online("0-7");
  node(0, "0-7");
  write("membership", "5:cpuset:/a\n4:cpu,cpuacct:/docker/ab\n0::/\n");
  write("cgroup/cpu/docker/ab/cpu.cfs_quota_us", "150000\n");
  write("cgroup/cpu/docker/ab/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(read().quota, 2U);
  write("cgroup/cpu/docker/ab/cpu.cfs_quota_us", "-1\n");
  EXPECT_EQ(read().quota, 8U);
}

TEST_F(TopologyTest, KeepsToTheProcessorsOfTheGroup) {
  online("0-7");
  node(0, "0-3");
  node(1, "4-7");
  write("membership", "0::/job\n");
  write("cgroup/cpuset.cpus.effective", "0-7\n");
  write("cgroup/job/cpuset.cpus.effective", "2-4\n");
  EXPECT_EQ(read().cpus, (CpuList{2, 3, 4}));
  EXPECT_EQ(read({0, 3}).cpus, CpuList{3});
  write("cgroup/job/cpuset.cpus.effective", "nonsense\n");
  EXPECT_EQ(read().cpus.size(), 8U);
}

TEST_F(TopologyTest, ReadsCachesAndWhoSharesThem) {
  online("0-3");
  node(0, "0-3");
  for (int cpu = 0; cpu < 4; ++cpu) {
    const std::string folder = "devices/system/cpu/cpu" + std::to_string(cpu);
    const std::string pair = cpu < 2 ? "0-1" : "2-3";
    write(folder + "/topology/thread_siblings_list", pair);
    const auto cache = [&](int index, int level, const char* type, const char* size,
                           const std::string& shared) {
      const std::string place = folder + "/cache/index" + std::to_string(index);
      write(place + "/level", std::to_string(level) + "\n");
      write(place + "/type", std::string(type) + "\n");
      write(place + "/size", std::string(size) + "\n");
      write(place + "/shared_cpu_list", shared + "\n");
    };
    cache(0, 1, "Data", "32K", pair);
    cache(1, 1, "Instruction", "64K", pair);
    cache(2, 2, "Unified", "512K", pair);
    cache(3, 3, "Unified", "32M", "0-3");
  }
  const Topology topology = read();
  EXPECT_EQ(topology.cores(), 2U);
  EXPECT_EQ(topology.core_cpus, (std::vector<CpuList>{{0, 1}, {2, 3}}));
  ASSERT_EQ(topology.caches.size(), 7U);
  EXPECT_EQ(topology.caches[0].level, 1U);
  EXPECT_FALSE(topology.caches[0].instructions);
  EXPECT_TRUE(topology.caches[1].instructions);
  EXPECT_EQ(topology.caches[2].cpus, (CpuList{2, 3}));
  EXPECT_EQ(topology.caches[5].size_kib, 512U);
  EXPECT_EQ(topology.caches[6].level, 3U);
  EXPECT_EQ(topology.caches[6].size_kib, 32'768U);
  EXPECT_EQ(topology.caches[6].cpus, (CpuList{0, 1, 2, 3}));
  const Topology cut = read({1, 2});  // the caches of what may be used, and who of that shares them
  EXPECT_EQ(cut.cores(), 2U);
  EXPECT_EQ(cut.core_cpus, (std::vector<CpuList>{{1}, {2}}));
  ASSERT_EQ(cut.caches.size(), 7U);
  EXPECT_EQ(cut.caches[6].cpus, (CpuList{1, 2}));
}

TEST(Affinity, ThisMachineIsReadable) {
  const Topology topology = read_topology({}, startup_affinity());
  EXPECT_GE(topology.cpus.size(), 1U);
  EXPECT_GE(topology.quota, 1U);
#ifdef __linux__
  EXPECT_EQ(topology.cpus, startup_affinity());
#endif
}

#ifdef __linux__
TEST(Affinity, PinsAThreadAndGivesItsMaskBack) {
  const CpuList before = startup_affinity();
  std::thread([&] {
    EXPECT_TRUE(pin_this_thread(before.back()));
    EXPECT_EQ(startup_affinity(), before);  // remembered, not read again
    EXPECT_TRUE(unpin_this_thread());
    EXPECT_FALSE(pin_this_thread(8'191));
    EXPECT_FALSE(pin_this_thread(1'000'000));
  }).join();
}
#endif

}  // namespace
}  // namespace crystalline::topology
