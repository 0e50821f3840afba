#include <gtest/gtest.h>
#include <hwloc.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "engine/topology/topology.hpp"

// hwloc invents machines; each is written down as /sys would describe it, read by us and compared
// with what hwloc says of it.
namespace crystalline::topology {
namespace {

/// An invented machine, and how its processors are numbered.
struct Machine {
  const char* description;
  const char* name;
};

class Invented : public testing::TestWithParam<Machine> {
 protected:
  void SetUp() override {
    root_ = std::filesystem::path(testing::TempDir()) /
            (std::string("hwloc_topology_") + GetParam().name);
    std::filesystem::remove_all(root_);
    hwloc_topology_init(&hwloc_);
    hwloc_topology_set_all_types_filter(hwloc_, HWLOC_TYPE_FILTER_KEEP_ALL);
    ASSERT_EQ(hwloc_topology_set_synthetic(hwloc_, GetParam().description), 0);
    ASSERT_EQ(hwloc_topology_load(hwloc_), 0);
    write_down();
  }
  void TearDown() override {
    hwloc_topology_destroy(hwloc_);
    std::filesystem::remove_all(root_);
  }

  void write(const std::string& path, const std::string& text) const {
    const auto file = root_ / "devices/system" / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text << "\n";
  }
  static std::string list(hwloc_const_cpuset_t cpus) {
    char text[4'096];
    hwloc_bitmap_list_snprintf(text, sizeof(text), cpus);
    return text;
  }
  [[nodiscard]] std::vector<hwloc_obj_t> all(hwloc_obj_type_t type) const {
    std::vector<hwloc_obj_t> objects;
    for (hwloc_obj_t each = nullptr;
         (each = hwloc_get_next_obj_by_type(hwloc_, type, each)) != nullptr;) {
      objects.push_back(each);
    }
    return objects;
  }
  void write_down() const {
    write("cpu/online", list(hwloc_topology_get_topology_cpuset(hwloc_)));
    for (const hwloc_obj_t node : all(HWLOC_OBJ_NUMANODE)) {
      write("node/node" + std::to_string(node->os_index) + "/cpulist", list(node->cpuset));
    }
    for (const hwloc_obj_t core : all(HWLOC_OBJ_CORE)) {
      for (unsigned i = 0; i < core->arity; ++i) {
        const hwloc_obj_t unit = core->children[i];
        const std::string folder = "cpu/cpu" + std::to_string(unit->os_index);
        write(folder + "/topology/thread_siblings_list", list(core->cpuset));
        int index = 0;
        for (hwloc_obj_t above = unit->parent; above != nullptr; above = above->parent) {
          if (hwloc_obj_type_is_cache(above->type) == 0) continue;
          const std::string cache = folder + "/cache/index" + std::to_string(index++);
          write(cache + "/level", std::to_string(above->attr->cache.depth));
          write(cache + "/type", "Unified");
          write(cache + "/size", std::to_string(above->attr->cache.size / 1'024) + "K");
          write(cache + "/shared_cpu_list", list(above->cpuset));
        }
      }
    }
  }
  [[nodiscard]] Topology read() const {
    return read_topology({root_.string(), "/nowhere", "/nowhere"}, {});
  }

  std::filesystem::path root_;
  hwloc_topology_t hwloc_ = nullptr;
};

INSTANTIATE_TEST_SUITE_P(
    Machines, Invented,
    testing::Values(
        Machine{"pack:1 [numa] l3:1(size=32MB) core:2 pu:1", "one_node"},
        Machine{"pack:1 [numa] core:4 pu:2(indexes=0,4,1,5,2,6,3,7)", "second_threads_last"},
        Machine{"pack:2 [numa] l3:1(size=16MB) l2:4(size=512KB) core:1 pu:2", "neighbours"},
        Machine{"pack:2 [numa] l3:2(size=16MB) core:2 pu:2(indexes=0,8,1,9,2,10,3,11,4,12,5,13,6,"
                "14,7,15)",
                "two_nodes_as_linux_numbers"},
        Machine{"pack:2 [numa] core:2 pu:1(indexes=0,2,1,3)", "interleaved_nodes"},
        Machine{"pack:4 [numa] l3:1(size=8MB) core:6 pu:2", "four_nodes"},
        Machine{"pack:2 group:4 [numa] l3:1(size=32MB) core:4 pu:2", "eight_nodes"}),
    [](const auto& machine) { return machine.param.name; });

TEST_P(Invented, NodesCoresAndProcessorsAgree) {
  const Topology topology = read();
  const auto nodes = all(HWLOC_OBJ_NUMANODE);
  ASSERT_EQ(topology.nodes.size(), nodes.size());
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    EXPECT_EQ(topology.nodes[n].id, nodes[n]->os_index);
    EXPECT_EQ(topology.nodes[n].cpus, parse_cpu_list(list(nodes[n]->cpuset)).value());
  }
  EXPECT_EQ(topology.cpus.size(), all(HWLOC_OBJ_PU).size());
  EXPECT_EQ(topology.cores(), all(HWLOC_OBJ_CORE).size());
}

TEST_P(Invented, CachesAgree) {
  const Topology topology = read();
  for (const auto& [level, type] :
       {std::pair{2U, HWLOC_OBJ_L2CACHE}, std::pair{3U, HWLOC_OBJ_L3CACHE}}) {
    std::vector<const Cache*> ours;
    for (const Cache& cache : topology.caches) {
      if (cache.level == level) ours.push_back(&cache);
    }
    const auto theirs = all(type);
    ASSERT_EQ(ours.size(), theirs.size());
    for (std::size_t c = 0; c < ours.size(); ++c) {
      EXPECT_EQ(ours[c]->size_kib, theirs[c]->attr->cache.size / 1'024);
      EXPECT_EQ(ours[c]->cpus, parse_cpu_list(list(theirs[c]->cpuset)).value());
    }
  }
}

/// The order of places: in hwloc's terms the first thread of every core, node by node, then the
/// second threads.
TEST_P(Invented, PlacesAreHwlocsCoresThenTheirFurtherThreads) {
  CpuList expected;
  const auto cores = all(HWLOC_OBJ_CORE);
  for (unsigned thread = 0; thread < cores.front()->arity; ++thread) {
    for (const hwloc_obj_t node : all(HWLOC_OBJ_NUMANODE)) {
      for (const hwloc_obj_t core : cores) {
        if (hwloc_bitmap_isincluded(core->cpuset, node->cpuset) == 0) continue;
        expected.push_back(core->children[thread]->os_index);
      }
    }
  }
  EXPECT_EQ(read().placement_order(), expected);
}

}  // namespace
}  // namespace crystalline::topology
