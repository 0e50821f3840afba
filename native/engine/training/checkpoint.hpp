#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/base/file.hpp"
#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/model/gpt.hpp"

// A checkpoint is one safetensors file: the weights under their Hugging Face names, the optimiser's
// state behind a prefix of its kind (adam.m.NAME, lion.m.NAME), averaged weights as ema.NAME, and
// everything else as strings in __metadata__. A SHA-256 over every byte of the file, its own digits
// read as zeros, catches any change; the CRC-32C of every tensor, in file order, tells which one
// was damaged. Source of the format: https://github.com/huggingface/safetensors#format.
namespace crystalline::training {

/// The strings of __metadata__, by key.
using Metadata = std::map<std::string, std::string, std::less<>>;

/// Tensors beside the weights: each of the layout that `holds` accepts (nullptr: all), named with
/// `prefix` before its name.
struct TensorGroup {
  std::string prefix;
  std::span<float> values;  // layout.size() floats, laid out as the weights
  bool (*holds)(const model::TensorSpec&) = nullptr;
};

/// What a checkpoint holds.
struct CheckpointTensors {
  std::span<const float> weights;  // layout.size() floats
  std::span<const TensorGroup> groups;
};

struct CheckpointWritten {
  std::uint64_t bytes = 0;
  std::string weights_sha256;
};

/// Hexadecimal digits of a SHA-256.
inline constexpr std::size_t kDigestDigits = 64;

/// Keys that write_checkpoint adds to the metadata.
inline constexpr std::string_view kDigestKey = "sha256";
inline constexpr std::string_view kWeightsDigestKey = "weights_sha256";
inline constexpr std::string_view kTensorChecksKey = "crc32c";
inline constexpr std::string_view kFormatKey = "crystalline.format";
inline constexpr std::string_view kFormat = "checkpoint-1";

/// SHA-256 of the weights, little-endian floats in layout order without padding: lower-case
/// hexadecimal.
[[nodiscard]] std::string weights_sha256(const model::ParameterLayout& layout,
                                         std::span<const float> weights);

/// Writes atomically: the file at `path` is the old one or the new one, whole.
[[nodiscard]] base::Result<CheckpointWritten> write_checkpoint(const std::string& path,
                                                               const model::ParameterLayout& layout,
                                                               const CheckpointTensors& tensors,
                                                               Metadata metadata);

/// A checkpoint whose digest was found right. Never trusts a length or an offset of the file.
class CheckpointFile {
 public:
  /// not-found, io-failed; corrupt: truncated, changed, or no safetensors file at all; mismatch: a
  /// sound file of another program. Reads the whole file once; `progress` is told of its bytes.
  [[nodiscard]] static base::Result<CheckpointFile> open(const std::string& path,
                                                         const base::Progress& progress = {});

  [[nodiscard]] const Metadata& metadata() const { return metadata_; }
  /// Reads the tensors into flat vectors of layout.size() floats, whose padding stays. A file whose
  /// tensors are not exactly those of the layout and the groups is a mismatch that names the first
  /// one; corrupt: what was read is not what was written, in the tensor named.
  [[nodiscard]] base::Result<void> load(const model::ParameterLayout& layout,
                                        std::span<float> weights,
                                        std::span<const TensorGroup> groups);

 private:
  struct Entry {
    std::vector<std::int64_t> dimensions;
    std::uint64_t begin = 0;  // bytes from the end of the header
    std::uint64_t end = 0;
    std::string check = {};  // CRC-32C, 8 hexadecimal digits; empty: the file carries none
  };
  explicit CheckpointFile(base::InputFile file) : file_(std::move(file)) {}
  [[nodiscard]] base::Result<std::string> read_header();
  [[nodiscard]] base::Result<void> parse(const std::string& header);
  void take_checks();
  [[nodiscard]] base::Result<void> check_digest(const std::string& header,
                                                const base::Progress& progress);
  [[nodiscard]] std::string what_is_damaged();
  [[nodiscard]] base::Error corrupt(const std::string& what) const;

  base::InputFile file_;
  std::uint64_t data_offset_ = 0;  // bytes of length field and header
  Metadata metadata_;
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace crystalline::training
