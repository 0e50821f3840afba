#include "engine/session/frames.hpp"

#include <algorithm>
#include <cstring>

#include "engine/sync/clock.hpp"

namespace crystalline::session {
namespace {

/// Spans of one frame at most; TRACE_SPANS of trace-frame.ts.
constexpr std::size_t kTraceSpans = 1'024;
/// Rows of one message frame at most; MESSAGE_ROWS of message-frame.ts.
constexpr std::size_t kMessageRows = 4'096;

template <typename T>
void put(std::span<std::byte> into, std::size_t offset, T value) {
  std::memcpy(into.data() + offset, &value, sizeof(value));
}

/// Header, then `rows` behind the fields; returns the frame's bytes.
template <typename Row>
std::size_t finish(FrameKind kind, std::uint64_t step, std::span<const Row> rows,
                   std::span<std::byte> into) {
  put(into, 0, kFrameMagic);
  put(into, 4, kProtocolVersion);
  put(into, 6, static_cast<std::uint16_t>(kind));
  put(into, 8, static_cast<double>(step));
  put(into, 16, static_cast<std::uint32_t>(rows.size()));
  put(into, 20, static_cast<std::uint32_t>(sizeof(Row)));
  const std::size_t start = kFrameHeaderBytes + frame_field_bytes(kind);
  if (!rows.empty()) std::memcpy(into.data() + start, rows.data(), rows.size_bytes());
  return start + rows.size_bytes();
}

}  // namespace

std::string_view frame_name(FrameKind kind) {
  constexpr std::string_view kNames[] = {"spheres", "events", "trace", "tokens", "messages"};
  return kNames[static_cast<std::size_t>(kind) - 1];
}

std::size_t frame_field_bytes(FrameKind kind) {
  constexpr std::size_t kBytes[] = {8, 16, 8, 0, 24};
  return kBytes[static_cast<std::size_t>(kind) - 1];
}

std::size_t frame_stride(FrameKind kind) {
  constexpr std::size_t kStrides[] = {sizeof(telemetry::SphereRow), sizeof(telemetry::EventRow),
                                      sizeof(telemetry::TraceRow), sizeof(TokenRow),
                                      sizeof(telemetry::MessageRow)};
  return kStrides[static_cast<std::size_t>(kind) - 1];
}

std::size_t FrameWriter::write(FrameKind kind, const Run& run, const TokenTable& tokens,
                               std::uint64_t since_n, std::span<std::byte> into) {
  const std::size_t start = kFrameHeaderBytes + frame_field_bytes(kind);
  if (into.size() < start) return 0;
  const std::size_t room = (into.size() - start) / frame_stride(kind);
  const std::uint64_t step = run.trainer().step();
  switch (kind) {
    case FrameKind::kSpheres: {
      spheres_.resize(std::min<std::size_t>(room, run.machine().spheres()));
      const std::size_t count = run.machine().read_spheres(spheres_);
      put(into, kFrameHeaderBytes, sync::now_ms());
      return finish(kind, step, std::span<const telemetry::SphereRow>(spheres_).first(count), into);
    }
    case FrameKind::kEvents: {
      events_.resize(std::min<std::size_t>(room, telemetry::kShellEvents));
      const auto slice = run.events().read(since_n, events_);
      put(into, kFrameHeaderBytes, static_cast<double>(slice.first_n));
      put(into, kFrameHeaderBytes + 8, run.machine().leaves());
      put(into, kFrameHeaderBytes + 12,
          static_cast<std::uint32_t>(run.trainer().config().shape.context));
      return finish(kind, step, std::span<const telemetry::EventRow>(events_).first(slice.count),
                    into);
    }
    case FrameKind::kTrace: {
      spans_.resize(std::min(room, kTraceSpans));
      const std::size_t count = run.machine().read_trace(spans_);
      put(into, kFrameHeaderBytes, sync::now_ms());
      return finish(kind, step, std::span<const telemetry::TraceRow>(spans_).first(count), into);
    }
    case FrameKind::kMessages: {
      messages_.resize(std::min(room, kMessageRows));
      telemetry::MessageInterval interval;
      const std::size_t count = run.machine().read_messages(messages_, interval);
      put(into, kFrameHeaderBytes, sync::now_ms());
      put(into, kFrameHeaderBytes + 8, static_cast<double>(interval.length_us) / 1'000);
      put(into, kFrameHeaderBytes + 16, static_cast<double>(interval.messages));
      return finish(kind, step, std::span<const telemetry::MessageRow>(messages_).first(count),
                    into);
    }
    case FrameKind::kTokens:
      break;
  }
  const auto rows = tokens.rows();
  return finish(kind, step, rows.first(std::min(room, rows.size())), into);
}

}  // namespace crystalline::session
