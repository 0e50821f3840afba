#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>

#include "engine/base/progress.hpp"

namespace crystalline::session {

/// The long works under way that somebody watches, by ids of the caller's choice. Any thread.
class Works {
 public:
  /// A work among them, for as long as this lives; no two have one id at a time.
  class Place {
   public:
    /// 0: nobody watches the work; it can only be ended with all.
    Place(Works& works, std::uint64_t id);
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place();
    [[nodiscard]] const base::Progress& progress() const { return progress_; }

   private:
    Works& works_;
    std::uint64_t id_;
    base::Progress progress_ = base::Progress::watched();
  };

  /// nullopt: no such work is under way.
  [[nodiscard]] std::optional<base::Progress::State> read(std::uint64_t id) const;
  /// Harmless when there is none.
  void cancel(std::uint64_t id) const;
  /// Cancels what is under way and whatever comes.
  void end_all();

 private:
  mutable std::mutex mutex_;
  std::multimap<std::uint64_t, base::Progress> under_way_;
  bool ended_ = false;
};

}  // namespace crystalline::session
