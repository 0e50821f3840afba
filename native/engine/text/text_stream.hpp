#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crystalline::text {

/// Turns the bytes of one token after another into readable text, as early as it is certain: a
/// character is given out when its last byte has come, and text that may be the beginning of a stop
/// string when it has turned out not to be one. Bytes that are no UTF-8 become U+FFFD.
class TextStream {
 public:
  /// Empty stop strings are ignored. The text ends before the first stop string that occurs in it.
  explicit TextStream(std::vector<std::string> stops);

  /// What can be given out after these bytes; empty once stopped.
  [[nodiscard]] std::string push(std::string_view bytes);
  /// What was held back; no more bytes come.
  [[nodiscard]] std::string finish();
  /// Whether a stop string has occurred.
  [[nodiscard]] bool stopped() const { return stopped_; }

 private:
  [[nodiscard]] std::string give_out();
  void take_characters(bool all);

  std::vector<std::string> stops_;
  std::string bytes_;  // of a character that is not complete
  std::string held_;   // characters that are not given out yet
  bool stopped_ = false;
};

}  // namespace crystalline::text
