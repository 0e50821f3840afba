// Other programs' safetensors files: any bytes are a header or an error, and whatever the header
// says, no byte outside of the file is read.
#include "engine/exchange/safetensors_header.hpp"
#include "fuzz/fuzz_target.hpp"

namespace crystalline::fuzz {
namespace {

constexpr std::uint64_t kDataBytes = 4'096;

std::uint64_t bytes_of(exchange::NumberType type) {
  return type == exchange::NumberType::kF32 ? 4 : 2;
}

}  // namespace

std::vector<std::string> seeds() {
  return {R"({"__metadata__":{"format":"pt"},)"
          R"("wte.weight":{"dtype":"F32","shape":[8,16],"data_offsets":[0,512]},)"
          R"("h.0.attn.bias":{"dtype":"U8","shape":[1,1,8,8],"data_offsets":[512,576]},)"
          R"("h.0.ln_1.weight":{"dtype":"BF16","shape":[16],"data_offsets":[576,608]}})",
          R"({"a":{"dtype":"F16","shape":[],"data_offsets":[0,2]},)"
          R"("b":{"dtype":"F16","shape":[0,9],"data_offsets":[2,2]}})"};
}

void read(std::span<const std::uint8_t> input) {
  const auto header = exchange::parse_safetensors_header(
      {reinterpret_cast<const char*>(input.data()), input.size()}, kDataBytes);
  if (!header) {
    expect(!header.error().message.empty(), "an error says what is wrong");
    return;
  }
  for (const auto& [name, tensor] : header.value().tensors) {
    expect(tensor.begin <= tensor.end && tensor.end <= kDataBytes, "a tensor lies in the file");
    std::uint64_t values = 1;
    for (const std::uint64_t length : tensor.dimensions) {
      expect(length == 0 || values <= UINT64_MAX / length, "a shape has a size");
      values *= length;
    }
    expect(values * bytes_of(tensor.type) == tensor.end - tensor.begin,
           "a tensor's bytes are those of its shape");
  }
}

}  // namespace crystalline::fuzz
