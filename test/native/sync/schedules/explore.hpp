#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "native/sync/schedules/execution.hpp"
#include "native/sync/schedules/orders.hpp"

namespace crystalline::schedules {

struct Effort {
  Bounds bounds = {};
  /// Executions at most, in depth-first order; those that are left are not all run.
  std::uint64_t executions = 100'000;
  /// Further ones with random decisions and no bound on preemptions.
  std::uint64_t random = 5'000;
};

struct Verdict {
  std::string wrong;  // empty: nothing found
  std::uint64_t executions = 0;
  bool complete = false;  // all executions within the bounds were run
};

/// Runs the program with every decision within the bounds, then with random ones, until something
/// is wrong.
inline Verdict explore(const std::function<Program()>& make, const Effort& effort = {}) {
  Verdict verdict;
  Choices choices;
  while (verdict.executions < effort.executions) {
    verdict.wrong = Execution(choices, effort.bounds).run(make);
    ++verdict.executions;
    if (!verdict.wrong.empty()) return verdict;
    if (!choices.advance()) {
      verdict.complete = true;
      break;
    }
  }
  choices.go_random(1);
  Bounds loose = effort.bounds;
  loose.preemptions = 1'000;
  loose.stale_reads = 1'000;
  for (std::uint64_t i = 0; i < effort.random; ++i) {
    verdict.wrong = Execution(choices, loose).run(make);
    ++verdict.executions;
    if (!verdict.wrong.empty()) return verdict;
    choices.advance();
  }
  return verdict;
}

/// A program and how far to explore it.
struct Case {
  std::function<Program()> make;
  Effort effort = {};
};

/// The source line of a site, without its indentation. The compiler may name files from a folder
/// that is not the one a test runs in: NATIVE_SOURCES is where `engine` lies.
inline std::string line_of(const std::string& path, std::uint32_t number) {
  std::ifstream file(NATIVE_SOURCES + path.substr(path.rfind("/engine/")));
  std::string line;
  for (std::uint32_t i = 0; i < number; ++i) std::getline(file, line);
  return line.substr(std::min(line.find_first_not_of(' '), line.size()));
}

/// The mutation check: nothing is wrong as the source stands, and with any one memory order of
/// `file` weakened by one step some case goes wrong. Weakenings that none of the cases notice must
/// be those named in `unneeded`, "order -> order in this line", and no others.
inline void expect_needed_orders(const std::string& file, const std::vector<Case>& cases,
                                 const std::set<std::string>& unneeded = {}) {
  orders().forget();
  orders().record(true);
  for (const Case& each : cases) {
    const Verdict verdict = explore(each.make, each.effort);
    EXPECT_EQ(verdict.wrong, "") << "after " << verdict.executions << " executions";
  }
  orders().record(false);
  std::set<std::string> survived;
  std::size_t mutants = 0;
  for (const auto& [site, named] : orders().named()) {
    if (site.file != file) continue;
    for (const std::memory_order order : weaker(named.access, named.order)) {
      ++mutants;
      orders().weaken({{site, order}});
      bool noticed = false;
      for (const Case& each : cases) {
        noticed = noticed || !explore(each.make, each.effort).wrong.empty();
      }
      orders().weaken({});
      if (noticed) continue;
      survived.insert(std::string(name_of(named.order)) + " -> " + name_of(order) + " in " +
                      line_of(named.path, site.line));
    }
  }
  EXPECT_GT(mutants, 0U) << "no order of " << file << " was met";
  EXPECT_EQ(survived, unneeded);
}

}  // namespace crystalline::schedules
