#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/base/crc32c.hpp"
#include "engine/base/json.hpp"
#include "engine/base/sha256.hpp"
#include "engine/training/checkpoint.hpp"
#include "engine/training/safetensors_layout.hpp"

namespace crystalline::training {
namespace {

constexpr std::uint64_t kMostHeaderBytes = 16 * 1024 * 1024;
constexpr std::size_t kReadBytes = std::size_t{1} << 20;

/// [begin, end] of a tensor; false: not two numbers.
bool read_offsets(const base::Json* json, std::uint64_t& begin, std::uint64_t& end) {
  const auto* pair = json == nullptr ? nullptr : json->array();
  if (pair == nullptr || pair->size() != 2) return false;
  const auto* first = (*pair)[0].number();
  const auto* second = (*pair)[1].number();
  if (first == nullptr || second == nullptr || *first > *second) return false;
  begin = *first;
  end = *second;
  return true;
}

bool read_dimensions(const base::Json* json, std::vector<std::int64_t>& dimensions) {
  const auto* items = json == nullptr ? nullptr : json->array();
  if (items == nullptr) return false;
  for (const base::Json& item : *items) {
    if (item.number() == nullptr) return false;
    dimensions.push_back(static_cast<std::int64_t>(*item.number()));
  }
  return true;
}

std::string shape_text(const std::vector<std::int64_t>& dimensions) {
  std::string text = "(";
  for (const std::int64_t n : dimensions) {
    text += (text.size() > 1 ? ", " : "") + std::to_string(n);
  }
  return text + ")";
}

}  // namespace

base::Error CheckpointFile::corrupt(const std::string& what) const {
  return {base::ErrorCode::kCorrupt, "The checkpoint " + file_.path() + " " + what};
}

base::Result<CheckpointFile> CheckpointFile::open(const std::string& path,
                                                  const base::Progress& progress) {
  auto opened = base::InputFile::open(path);
  if (!opened) return std::move(opened).error();
  CheckpointFile file(std::move(opened).value());
  auto header = file.read_header();
  if (!header) return std::move(header).error();
  if (auto parsed = file.parse(header.value()); !parsed) return std::move(parsed).error();
  if (auto sound = file.check_digest(header.value(), progress); !sound) {
    return std::move(sound).error();
  }
  return file;
}

base::Result<std::string> CheckpointFile::read_header() {
  std::uint64_t length = 0;
  if (file_.size() < sizeof(length)) {
    return corrupt("is truncated: it has " + std::to_string(file_.size()) + " bytes.");
  }
  if (auto read = file_.read(std::as_writable_bytes(std::span(&length, 1))); !read) {
    return std::move(read).error();
  }
  if (length > kMostHeaderBytes || length > file_.size() - sizeof(length)) {
    return corrupt("is truncated, changed, or no safetensors file: it promises a header of " +
                   std::to_string(length) + " bytes and has " + std::to_string(file_.size()) + ".");
  }
  std::string header(length, '\0');
  if (auto read = file_.read(std::as_writable_bytes(std::span(header))); !read) {
    return std::move(read).error();
  }
  data_offset_ = sizeof(length) + length;
  return header;
}

base::Result<void> CheckpointFile::parse(const std::string& header) {
  auto json = base::parse_json(header);
  if (!json) return corrupt("has a damaged header. " + json.error().message);
  const base::Json::Object* members = json.value().object();
  if (members == nullptr) return corrupt("has a damaged header: no object.");
  std::uint64_t data_end = 0;
  for (const auto& [name, member] : *members) {
    if (name == "__metadata__") {
      const base::Json::Object* strings = member.object();
      if (strings == nullptr) return corrupt("has a damaged header: metadata is no object.");
      for (const auto& [key, value] : *strings) {
        if (value.text() == nullptr)
          return corrupt("has a damaged header: " + key + " is no text.");
        metadata_.emplace(key, *value.text());
      }
      continue;
    }
    Entry entry;
    const base::Json* type = member.member("dtype");
    if (type == nullptr || type->text() == nullptr || *type->text() != "F32" ||
        !read_dimensions(member.member("shape"), entry.dimensions) ||
        !read_offsets(member.member("data_offsets"), entry.begin, entry.end)) {
      return corrupt("has a damaged header at tensor " + name + ".");
    }
    data_end = std::max(data_end, entry.end);
    entries_.emplace(name, std::move(entry));
  }
  take_checks();
  const std::uint64_t data = file_.size() - data_offset_;
  if (data < data_end) {
    return corrupt("is truncated: its tensors end at byte " + std::to_string(data_end) +
                   " of the data, of which there are " + std::to_string(data) + ".");
  }
  return {};
}

/// Gives each tensor the checksum that the metadata tell of it: in the order in which they lie.
void CheckpointFile::take_checks() {
  const auto all = metadata_.find(kTensorChecksKey);
  if (all == metadata_.end()) return;
  std::map<std::uint64_t, Entry*> by_place;
  for (auto& [name, entry] : entries_) by_place.emplace(entry.begin, &entry);
  const std::string_view text = all->second;
  std::size_t at = 0;
  for (const auto& [place, entry] : by_place) {
    if (at >= text.size()) return;
    const std::size_t end = std::min(text.find(' ', at), text.size());
    entry->check = text.substr(at, end - at);
    at = end + 1;
  }
}

/// Of a file whose digest is wrong: " in tensor X" for the first whose bytes are not those written,
/// " in its header" when all tensors are sound, nothing when that cannot be told.
std::string CheckpointFile::what_is_damaged() {
  std::map<std::uint64_t, const decltype(entries_)::value_type*> by_place;
  for (const auto& entry : entries_) by_place.emplace(entry.second.begin, &entry);
  std::vector<std::byte> chunk(std::min<std::uint64_t>(kReadBytes, file_.size() - data_offset_));
  std::uint64_t before = 0;
  for (const auto& [place, named] : by_place) {
    const auto& [name, entry] = *named;
    if (entry.check.empty() || entry.begin < before) return "";
    before = entry.end;
    if (!file_.seek(data_offset_ + entry.begin)) return "";
    std::uint32_t checksum = 0;
    for (std::uint64_t left = entry.end - entry.begin; left > 0;) {
      const auto part = std::span(chunk).first(std::min<std::uint64_t>(left, kReadBytes));
      if (!file_.read(part)) return "";
      checksum = base::crc32c(part, checksum);
      left -= part.size();
    }
    if (checksum_text(checksum) != entry.check) return " in tensor " + name;
  }
  return by_place.empty() ? "" : " in its header";
}

base::Result<void> CheckpointFile::check_digest(const std::string& header,
                                                const base::Progress& progress) {
  const auto format = metadata_.find(kFormatKey);
  if (format == metadata_.end()) {
    return base::Error{base::ErrorCode::kMismatch,
                       file_.path() +
                           " is a safetensors file but not a checkpoint of this program: its "
                           "metadata has no " +
                           std::string(kFormatKey) + "."};
  }
  const auto digest = metadata_.find(kDigestKey);
  const std::string field = "\"" + std::string(kDigestKey) + "\":\"";
  const std::size_t at =
      digest == metadata_.end() ? std::string::npos : header.find(field + digest->second + "\"");
  if (at == std::string::npos || digest->second.size() != kDigestDigits) {
    return corrupt("was changed: it has no digest.");
  }
  std::string blanked = header;
  blanked.replace(at + field.size(), kDigestDigits, kDigestDigits, '0');
  const std::uint64_t length = header.size();
  base::Sha256 hash;
  hash.update(std::as_bytes(std::span(&length, 1)));
  hash.update(blanked);
  std::vector<std::byte> chunk(std::min<std::uint64_t>(kReadBytes, file_.size() - data_offset_));
  for (std::uint64_t left = file_.size() - data_offset_; left > 0;) {
    const auto part = std::span(chunk).first(std::min<std::uint64_t>(left, kReadBytes));
    if (auto read = file_.read(part); !read) return read;
    hash.update(part);
    if (auto go_on = progress.advance(part.size()); !go_on) return go_on;
    left -= part.size();
  }
  if (base::hexadecimal(hash.finish()) != digest->second) {
    return corrupt("was changed or damaged" + what_is_damaged() +
                   ": its SHA-256 is not the one it carries.");
  }
  if (format->second != kFormat) {
    return base::Error{base::ErrorCode::kMismatch, file_.path() + " has the format " +
                                                       format->second + "; this program reads " +
                                                       std::string(kFormat) + "."};
  }
  return {};
}

base::Result<void> CheckpointFile::load(const model::ParameterLayout& layout,
                                        std::span<float> weights,
                                        std::span<const TensorGroup> groups) {
  const auto mismatch = [&](const std::string& what) {
    return base::Error{base::ErrorCode::kMismatch,
                       "The checkpoint " + file_.path() + " is of another model: " + what};
  };
  const auto tensors = file_tensors(layout, groups);
  for (const FileTensor& tensor : tensors) {
    const auto found = entries_.find(tensor.name);
    if (found == entries_.end()) return mismatch("it has no tensor " + tensor.name + ".");
    const Entry& entry = found->second;
    if (entry.dimensions != tensor.spec->dimensions) {
      return mismatch(tensor.name + " has the shape " + shape_text(entry.dimensions) +
                      " there and " + shape_text(tensor.spec->dimensions) + " here.");
    }
    if (entry.begin != tensor.begin || entry.end != tensor.end) {
      return mismatch(tensor.name + " does not lie where its shape puts it.");
    }
  }
  if (entries_.size() != tensors.size() || file_.size() - data_offset_ != tensors.back().end) {
    return mismatch("it holds more than this model's tensors.");
  }
  if (auto sought = file_.seek(data_offset_); !sought) return sought;
  for (const FileTensor& tensor : tensors) {
    const auto flat = tensor.group == FileTensor::kWeights ? weights : groups[tensor.group].values;
    const auto place = flat.subspan(tensor.spec->offset, tensor.spec->count);
    if (auto read = file_.read(std::as_writable_bytes(place)); !read) return read;
    const std::string& check = entries_.find(tensor.name)->second.check;
    if (!check.empty() && check != checksum_text(base::crc32c(std::as_bytes(place)))) {
      return corrupt("was damaged in tensor " + tensor.name + ": its CRC-32C is not " + check +
                     ".");
    }
  }
  return {};
}

}  // namespace crystalline::training
