#include "engine/session/layout.hpp"

#include <cstdint>
#include <type_traits>

#include "engine/spheres/message.hpp"
#include "engine/spheres/sphere_state.hpp"
#include "engine/telemetry/event_ring.hpp"
#include "engine/telemetry/message_row.hpp"
#include "engine/telemetry/sphere_row.hpp"
#include "engine/telemetry/trace_row.hpp"

namespace crystalline::session {
namespace {

using telemetry::EventRow;
using telemetry::SphereRow;
using telemetry::TraceKind;
using telemetry::TraceRow;

/// The wire's name of a member's type.
template <typename Row, typename T>
constexpr std::string_view type_of(T Row::*) {
  if constexpr (std::is_same_v<T, float>) return "f32";
  switch (sizeof(T)) {
    case 1:
      return "u8";
    case 2:
      return "u16";
    default:
      return "u32";
  }
}

std::vector<ColumnLayout> sphere_columns() {
  using R = SphereRow;
  return {{"state", offsetof(R, state), type_of(&R::state)},
          {"worker", offsetof(R, worker), type_of(&R::worker)},
          {"level", offsetof(R, level), type_of(&R::level)},
          {"group", offsetof(R, group), type_of(&R::group)},
          {"parent", offsetof(R, parent), type_of(&R::parent)},
          {"inboxCritical", offsetof(R, inbox_critical), type_of(&R::inbox_critical)},
          {"inboxHigh", offsetof(R, inbox_high), type_of(&R::inbox_high)},
          {"inboxNormal", offsetof(R, inbox_normal), type_of(&R::inbox_normal)},
          {"inboxLow", offsetof(R, inbox_low), type_of(&R::inbox_low)},
          {"queuedItems", offsetof(R, queued_items), type_of(&R::queued_items)},
          {"microBatches", offsetof(R, micro_batches), type_of(&R::micro_batches)},
          {"stolenFrom", offsetof(R, stolen_from), type_of(&R::stolen_from)},
          {"stolenTo", offsetof(R, stolen_to), type_of(&R::stolen_to)},
          {"messagesReceived", offsetof(R, messages_received), type_of(&R::messages_received)},
          {"stateAgeUs", offsetof(R, state_age_us), type_of(&R::state_age_us)},
          {"gradientNorm", offsetof(R, gradient_norm), type_of(&R::gradient_norm)},
          {"lossNats", offsetof(R, loss_nats), type_of(&R::loss_nats)},
          {"utilization", offsetof(R, utilization), type_of(&R::utilization)}};
}

std::vector<ColumnLayout> trace_columns() {
  using R = TraceRow;
  return {{"startUs", offsetof(R, start_us), type_of(&R::start_us)},
          {"durationUs", offsetof(R, duration_us), type_of(&R::duration_us)},
          {"worker", offsetof(R, worker), type_of(&R::worker)},
          {"kind", offsetof(R, kind), type_of(&R::kind)},
          {"sphere", offsetof(R, sphere), type_of(&R::sphere)},
          {"step", offsetof(R, step), type_of(&R::step)}};
}

std::vector<ColumnLayout> message_columns() {
  using R = telemetry::MessageRow;
  return {{"sender", offsetof(R, sender), type_of(&R::sender)},
          {"receiver", offsetof(R, receiver), type_of(&R::receiver)},
          {"count", offsetof(R, count), type_of(&R::count)},
          {"type", offsetof(R, type), type_of(&R::type)},
          {"priority", offsetof(R, priority), type_of(&R::priority)}};
}

std::vector<ColumnLayout> columns_of(FrameKind kind) {
  switch (kind) {
    case FrameKind::kSpheres:
      return sphere_columns();
    case FrameKind::kEvents:
      return {{"token", offsetof(EventRow, token), type_of(&EventRow::token)},
              {"loss", offsetof(EventRow, loss), "f16"}};
    case FrameKind::kTrace:
      return trace_columns();
    case FrameKind::kMessages:
      return message_columns();
    case FrameKind::kTokens:
      break;
  }
  return {{"prime", offsetof(TokenRow, prime), type_of(&TokenRow::prime)},
          {"thetaOffset", offsetof(TokenRow, theta_offset), type_of(&TokenRow::theta_offset)}};
}

}  // namespace

std::vector<FrameLayout> frame_layouts() {
  std::vector<FrameLayout> layouts;
  for (const FrameKind kind : kFrameKinds) {
    layouts.push_back({kind, frame_field_bytes(kind), frame_stride(kind), columns_of(kind)});
  }
  return layouts;
}

std::vector<std::string_view> sphere_state_names() {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < spheres::kSphereStates; ++i) {
    names.push_back(spheres::name_of(static_cast<spheres::SphereState>(i)));
  }
  return names;
}

std::vector<std::string_view> message_type_names() {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < spheres::kMessageTypes; ++i) {
    names.push_back(spheres::name_of(static_cast<spheres::MessageType>(i)));
  }
  return names;
}

std::vector<std::string_view> trace_kind_names() {
  std::vector<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(TraceKind::kControl); ++i) {
    switch (static_cast<TraceKind>(i)) {
      case TraceKind::kCompute:
        names.emplace_back("compute");
        break;
      case TraceKind::kSteal:
        names.emplace_back("steal");
        break;
      case TraceKind::kReduce:
        names.emplace_back("reduce");
        break;
      case TraceKind::kUpdate:
        names.emplace_back("update");
        break;
      case TraceKind::kEvaluate:
        names.emplace_back("evaluate");
        break;
      case TraceKind::kControl:
        names.emplace_back("control");
        break;
    }
  }
  return names;
}

std::string_view error_code_name(base::ErrorCode code) {
  switch (code) {
    case base::ErrorCode::kInvalidArgument:
      return "invalid-argument";
    case base::ErrorCode::kNotFound:
      return "not-found";
    case base::ErrorCode::kIoFailed:
      return "io-failed";
    case base::ErrorCode::kCorrupt:
      return "corrupt";
    case base::ErrorCode::kMismatch:
      return "mismatch";
    case base::ErrorCode::kWrongState:
      return "wrong-state";
    case base::ErrorCode::kUnsupported:
      return "unsupported";
    case base::ErrorCode::kOutOfMemory:
      return "out-of-memory";
    case base::ErrorCode::kCancelled:
      return "cancelled";
    case base::ErrorCode::kInternal:
      break;
  }
  return "internal";
}

std::vector<std::string_view> error_code_names() {
  std::vector<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(base::ErrorCode::kInternal); ++i) {
    names.push_back(error_code_name(static_cast<base::ErrorCode>(i)));
  }
  return names;
}

}  // namespace crystalline::session
