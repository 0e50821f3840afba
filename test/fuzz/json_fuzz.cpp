// The JSON of safetensors headers: any bytes are a value or an error, and strings survive being
// written and read.
#include "engine/base/json.hpp"
#include "fuzz/fuzz_target.hpp"

namespace crystalline::fuzz {

std::vector<std::string> seeds() {
  return {R"({"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"__metadata__":{"k":"v"}})",
          R"(["\u00e9\ud83d\ude00\n\\", true, null, 9223372036854775807, {}])",
          R"([[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]])"};
}

void read(std::span<const std::uint8_t> input) {
  const auto json = base::parse_json({reinterpret_cast<const char*>(input.data()), input.size()});
  if (!json) {
    expect(!json.error().message.empty(), "an error says what is wrong");
    return;
  }
  if (json.value().text() == nullptr) return;
  std::string written;
  base::append_json_string(written, *json.value().text());
  const auto again = base::parse_json(written);
  expect(again && *again.value().text() == *json.value().text(), "a string survives");
}

}  // namespace crystalline::fuzz
