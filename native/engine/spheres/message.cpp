#include "engine/spheres/message.hpp"

namespace crystalline::spheres {
namespace {

struct Entry {
  std::string_view name;
  int group;
};

constexpr std::array<Entry, kMessageTypes> kEntries = {{
    {"WORK_REQUEST", 1},          {"WORK_OFFER", 1},           {"WORK_ACCEPT", 1},
    {"WORK_REJECT", 1},           {"GRADIENT_READY", 2},       {"GRADIENT_ACCUMULATE", 2},
    {"GRADIENT_COMPLETE", 2},     {"WEIGHTS_UPDATED", 3},      {"WEIGHTS_REQUEST", 3},
    {"WEIGHTS_BROADCAST", 3},     {"BOUNDARY_CROSSING", 4},    {"TWIN_PRIME_HIT", 4},
    {"BOUNDARY_REGION_ENTER", 4}, {"BOUNDARY_REGION_EXIT", 4}, {"EPOCH_START", 5},
    {"EPOCH_COMPLETE", 5},        {"BATCH_START", 5},          {"BATCH_COMPLETE", 5},
    {"CHILD_SPAWN", 6},           {"CHILD_TERMINATE", 6},      {"PARENT_SYNC", 6},
    {"SIBLING_DISCOVER", 6},      {"ERROR_REPORT", 7},         {"ERROR_RECOVERY", 7},
    {"STATS_REQUEST", 8},         {"STATS_REPORT", 8},         {"SHUTDOWN_REQUEST", 9},
    {"SHUTDOWN_ACK", 9},
}};

}  // namespace

int group_of(MessageType type) { return kEntries[static_cast<std::size_t>(type)].group; }

std::string_view name_of(MessageType type) { return kEntries[static_cast<std::size_t>(type)].name; }

}  // namespace crystalline::spheres
