#pragma once

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string>

// One figure a line: ours, the peer's and their ratio, measured alternately in one run. As a table,
// or with --json as one JSON object a line. Where a bench asks has(), `--only WORD` leaves out what
// does not have the word in its name.
namespace crystalline::bench {

/// Nanoseconds of processor time of this process: other processes' load does not count.
inline double processor_ns() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

/// Nanoseconds of wall time, for what runs on several threads.
inline double wall_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

/// The least of `rounds` alternating runs of ours and the peer, each divided by `items`.
struct Times {
  double ours;
  double peer;
};
template <typename Ours, typename Peer>
Times alternate(int rounds, double items, double (*clock)(), const Ours& ours, const Peer& peer) {
  Times best{1e300, 1e300};
  for (int round = 0; round < rounds; ++round) {
    double start = clock();
    ours();
    best.ours = std::min(best.ours, (clock() - start) / items);
    start = clock();
    peer();
    best.peer = std::min(best.peer, (clock() - start) / items);
  }
  return best;
}

template <typename Ours>
double fastest(int rounds, double items, double (*clock)(), const Ours& ours) {
  return alternate(rounds, items, clock, ours, [] {}).ours;
}

class Report {
 public:
  Report(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
      if (std::strcmp(argv[i], "--json") == 0) json_ = true;
      if (std::strcmp(argv[i], "--only") == 0 && i + 1 < argc) only_ = argv[i + 1];
    }
    if (!json_) std::printf("%-34s %12s %12s %8s  %s\n", "figure", "ours", "peer", "ratio", "unit");
  }
  /// Whether figures of that name are asked for.
  [[nodiscard]] bool has(const std::string& name) const {
    return name.find(only_) != std::string::npos;
  }
  /// ratio = ours / peer: below 1, ours is faster.
  void line(const std::string& name, Times times, const char* peer, const char* unit) const {
    const double ratio = times.ours / times.peer;
    if (json_) {
      std::printf(
          "{\"figure\":\"%s\",\"unit\":\"%s\",\"ours\":%.6g,\"peer_name\":\"%s\",\"peer\":%.6g,"
          "\"ratio\":%.4g}\n",
          name.c_str(), unit, times.ours, peer, times.peer, ratio);
    } else {
      std::printf("%-34s %12.4g %12.4g %8.2f  %s, %s\n", name.c_str(), times.ours, times.peer,
                  ratio, unit, peer);
    }
  }
  /// A figure without a peer.
  void line(const std::string& name, double ours, const char* unit) const {
    if (json_) {
      std::printf("{\"figure\":\"%s\",\"unit\":\"%s\",\"ours\":%.6g}\n", name.c_str(), unit, ours);
    } else {
      std::printf("%-34s %12.4g %12s %8s  %s\n", name.c_str(), ours, "", "", unit);
    }
  }
  void absent(const char* peer) const {
    if (json_) {
      std::printf("{\"absent\":\"%s\"}\n", peer);
    } else {
      std::printf("%s is not installed: left out\n", peer);
    }
  }

 private:
  bool json_ = false;
  std::string only_;
};

/// Keeps a result alive without storing it anywhere.
template <typename T>
void keep(const T& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

}  // namespace crystalline::bench
