#include "engine/text/text_stream.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "engine/base/utf8.hpp"

namespace crystalline::text {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

/// Whether more bytes could make a character of `bytes`, which begins with none.
bool may_become_character(std::string_view bytes) {
  const auto lead = static_cast<std::uint8_t>(bytes[0]);
  const std::size_t needed = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (lead > 0xF4 || bytes.size() >= needed) return false;
  return std::all_of(bytes.begin() + 1, bytes.end(),
                     [](char c) { return (static_cast<std::uint8_t>(c) & 0xC0) == 0x80; });
}

/// Bytes at the end of `text` that begin `stop`, which does not occur in it.
std::size_t begun(std::string_view text, std::string_view stop) {
  for (std::size_t n = std::min(text.size(), stop.size() - 1); n > 0; --n) {
    if (text.ends_with(stop.substr(0, n))) return n;
  }
  return 0;
}

}  // namespace

TextStream::TextStream(std::vector<std::string> stops) : stops_(std::move(stops)) {
  std::erase(stops_, std::string());
}

std::string TextStream::push(std::string_view bytes) {
  if (stopped_) return {};
  bytes_ += bytes;
  take_characters(false);
  return give_out();
}

std::string TextStream::finish() {
  if (stopped_) return {};
  take_characters(true);
  std::string text = give_out();
  return text + std::exchange(held_, {});
}

/// Moves complete characters from bytes_ to held_; all: what is incomplete too.
void TextStream::take_characters(bool all) {
  std::size_t at = 0;
  while (at < bytes_.size()) {
    const std::string_view rest = std::string_view(bytes_).substr(at);
    const base::CodePoint point = base::decode_utf8(rest);
    if (point.bytes == 0 && !all && may_become_character(rest)) break;
    base::append_utf8(held_, point.bytes == 0 ? kReplacement : point.value);
    at += std::max<std::size_t>(point.bytes, 1);
  }
  bytes_.erase(0, at);
}

std::string TextStream::give_out() {
  std::size_t end = held_.size();
  for (const std::string& stop : stops_) {
    const std::size_t found = held_.find(stop);
    if (found == std::string::npos) continue;
    end = std::min(end, found);
    stopped_ = true;
  }
  if (stopped_) {
    held_.resize(end);
    return std::exchange(held_, {});
  }
  for (const std::string& stop : stops_) end = std::min(end, held_.size() - begun(held_, stop));
  std::string text = held_.substr(0, end);
  held_.erase(0, end);
  return text;
}

}  // namespace crystalline::text
