// Checkpoint files: any bytes are a checkpoint or an error. Half of the inputs have their digest
// put right first, so that what lies behind it is reached too.
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/base/sha256.hpp"
#include "engine/training/checkpoint.hpp"
#include "engine/training/run_metadata.hpp"
#include "fuzz/fuzz_target.hpp"

namespace crystalline::fuzz {
namespace {

const model::ParameterLayout& layout() {
  static const model::ParameterLayout only(
      {.blocks = 1, .heads = 1, .width = 8, .context = 8, .vocab = 3});
  return only;
}

/// Weights and AdamW's state.
struct Tensors {
  std::vector<float> weights = std::vector<float>(layout().size());
  std::vector<float> first = weights;
  std::vector<float> second = weights;

  [[nodiscard]] std::array<training::TensorGroup, 2> groups() {
    return {{{"adam.m.", first}, {"adam.v.", second}}};
  }
};

/// A file in memory where there is such a place.
std::string path() {
  const std::string name = "/crystalline-fuzz-" + std::to_string(getpid());
  return (std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp") + name;
}

void put_digest_right(std::string& file) {
  std::uint64_t length = 0;
  if (file.size() < sizeof(length)) return;
  std::memcpy(&length, file.data(), sizeof(length));
  if (length > file.size() - sizeof(length)) return;
  const std::string field = "\"" + std::string(training::kDigestKey) + "\":\"";
  const std::size_t at = file.find(field);
  if (at == std::string::npos || at + field.size() + 64 > file.size()) return;
  file.replace(at + field.size(), 64, 64, '0');
  const std::string digest = base::sha256_hex(std::as_bytes(std::span(file)));
  file.replace(at + field.size(), 64, digest);
}

}  // namespace

std::vector<std::string> seeds() {
  Tensors tensors;
  for (const auto& tensor : layout().tensors()) {
    for (std::size_t i = 0; i < tensor.count; ++i) tensors.weights[tensor.offset + i] = 0.25F;
  }
  const auto groups = tensors.groups();
  const auto written = training::write_checkpoint(path(), layout(), {tensors.weights, groups},
                                                  {{"step", "25"}, {"seed", "1"}});
  expect(static_cast<bool>(written), "the seed can be written");
  std::ifstream file(path(), std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(file), {}};
  return {whole, whole.substr(0, whole.size() / 2)};
}

void read(std::span<const std::uint8_t> input) {
  std::string bytes(reinterpret_cast<const char*>(input.data()), input.size());
  if (!bytes.empty() && (bytes.size() & 1) == 0) put_digest_right(bytes);
  std::ofstream(path(), std::ios::binary | std::ios::trunc) << bytes;
  auto opened = training::CheckpointFile::open(path());
  if (!opened) {
    expect(!opened.error().message.empty(), "an error says what is wrong");
    return;
  }
  (void)training::progress_of(opened.value().metadata(), 1000, path());
  Tensors tensors;
  (void)opened.value().load(layout(), tensors.weights, tensors.groups());
}

}  // namespace crystalline::fuzz
