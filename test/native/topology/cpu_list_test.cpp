#include "engine/topology/cpu_list.hpp"

#include <gtest/gtest.h>

namespace crystalline::topology {
namespace {

TEST(CpuList, ReadsTheKernelsFormat) {
  EXPECT_EQ(parse_cpu_list("").value(), CpuList{});
  EXPECT_EQ(parse_cpu_list("\n").value(), CpuList{});
  EXPECT_EQ(parse_cpu_list("0\n").value(), CpuList{0});
  EXPECT_EQ(parse_cpu_list("0-3,8,10-11\n").value(), (CpuList{0, 1, 2, 3, 8, 10, 11}));
  EXPECT_EQ(parse_cpu_list("5,1-2,2,1").value(), (CpuList{1, 2, 5}));
  EXPECT_EQ(parse_cpu_list("65535").value(), CpuList{65'535});
}

TEST(CpuList, NamesWhatIsNotAList) {
  for (const char* text :
       {"a", "1,", ",1", "1-", "-1", "3-1", "1--2", "1 2", "65536", "1,x", "99999999999", "0x3"}) {
    const auto list = parse_cpu_list(text);
    ASSERT_FALSE(list.ok()) << text;
    EXPECT_NE(list.error().message.find(text), std::string::npos);
  }
}

TEST(CpuList, Intersects) {
  EXPECT_EQ(intersection({0, 1, 2, 3}, {1, 3, 5}), (CpuList{1, 3}));
  EXPECT_EQ(intersection({}, {1}), CpuList{});
}

}  // namespace
}  // namespace crystalline::topology
