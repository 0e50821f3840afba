#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/session/run.hpp"
#include "engine/session/token_table.hpp"

// Binary frames as src/shared/frames describes them: header, own fields, rows; little-endian.
namespace crystalline::session {

/// The kinds of frame, numbered as on the wire.
enum class FrameKind : std::uint16_t {
  kSpheres = 1,
  kEvents = 2,
  kTrace = 3,
  kTokens = 4,
  kMessages = 5
};
inline constexpr FrameKind kFrameKinds[] = {FrameKind::kSpheres, FrameKind::kEvents,
                                            FrameKind::kTrace, FrameKind::kTokens,
                                            FrameKind::kMessages};

inline constexpr std::size_t kFrameHeaderBytes = 24;
inline constexpr std::uint32_t kFrameMagic = 0x53595243;  // 'CRYS'
inline constexpr std::uint16_t kProtocolVersion = 1;

/// "spheres", "events", "trace", "tokens" or "messages".
[[nodiscard]] std::string_view frame_name(FrameKind kind);
/// Bytes of the kind's own fields between header and rows.
[[nodiscard]] std::size_t frame_field_bytes(FrameKind kind);
/// Bytes a row.
[[nodiscard]] std::size_t frame_stride(FrameKind kind);

/// Writes frames of a run into buffers of the caller's, as many rows as fit: of events and spans
/// the newest. Keeps scratch rows, so one thread at a time. A buffer that cannot hold header and
/// fields (frame_bytes(kind, 0)) gets nothing: 0 bytes.
class FrameWriter {
 public:
  /// Bytes written. `since_n`: events after that lattice index.
  std::size_t write(FrameKind kind, const Run& run, const TokenTable& tokens, std::uint64_t since_n,
                    std::span<std::byte> into);

 private:
  std::vector<telemetry::SphereRow> spheres_;
  std::vector<telemetry::EventRow> events_;
  std::vector<telemetry::TraceRow> spans_;
  std::vector<telemetry::MessageRow> messages_;
};

}  // namespace crystalline::session
