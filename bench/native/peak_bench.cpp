#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "engine/math/isa.hpp"
#include "fma_peak.hpp"

// The arithmetic ceiling of this machine: multiply-adds of single precision in registers, all
// threads at once. One JSON line. Usage: peak_bench [threads].
int main(int count, char** arguments) {
  using namespace crystalline;
  const int threads = count > 1 ? std::max(1, std::atoi(arguments[1])) : 1;
  const math::Isa isa = math::active_isa();
  std::vector<double> rates(static_cast<std::size_t>(threads));
  {
    std::vector<std::jthread> crew;
    for (double& rate : rates) {
      crew.emplace_back([&rate, isa] { rate = bench::fma_peak_gflops(isa); });
    }
  }
  double sum = 0;
  for (const double rate : rates) sum += rate;
  std::printf("{\"bench\":\"peak\",\"isa\":\"%s\",\"threads\":%d,\"gflops\":%.1f}\n",
              math::isa_name(isa).data(), threads, sum);
  return 0;
}
