#include "engine/training/checkpoint.hpp"

#include <gtest/gtest.h>

#ifdef __linux__
#include <sys/resource.h>
#endif

#include <algorithm>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "engine/base/json.hpp"
#include "engine/base/sha256.hpp"

namespace crystalline::training {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;

/// Puts the right digest on a header whose digest reads as zeros: what a careful forger would do.
std::string forge(std::string json, const std::string& data) {
  const std::uint64_t length = json.size();
  base::Sha256 hash;
  hash.update(std::as_bytes(std::span(&length, 1)));
  hash.update(json);
  hash.update(data);
  const std::string zeros(64, '0');
  return json.replace(json.find(zeros), 64, base::hexadecimal(hash.finish()));
}

/// A small model with random tensors, and a file of it.
class Checkpoint : public testing::Test {
 protected:
  Checkpoint() {
    std::mt19937 random(6);
    std::normal_distribution<float> normal;
    for (auto* flat : {&weights_, &first_, &second_}) {
      flat->resize(layout_.size());
      for (const auto& tensor : layout_.tensors()) {
        for (std::size_t i = 0; i < tensor.count; ++i) (*flat)[tensor.offset + i] = normal(random);
      }
    }
    path_ = testing::TempDir() + "crystalline-checkpoint-" +
            testing::UnitTest::GetInstance()->current_test_info()->name();
  }
  ~Checkpoint() override { fs::remove(path_); }

  /// AdamW's state; lasts until the next call.
  std::span<const TensorGroup> groups(std::span<float> first, std::span<float> second) {
    groups_ = {{"adam.m.", first}, {"adam.v.", second}};
    return groups_;
  }
  CheckpointWritten write() {
    auto written = write_checkpoint(path_, layout_, {weights_, groups(first_, second_)},
                                    {{"step", "25"}, {"odd \"key\"", "value \n 漢"}});
    EXPECT_TRUE(written.ok()) << written.error().message;
    return std::move(written).value();
  }
  [[nodiscard]] std::string bytes() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void put(const std::string& bytes) const {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes;
  }
  /// A file of this header and data, with the length field that belongs to it.
  void put_safetensors(const std::string& json, const std::string& data) const {
    const std::uint64_t length = json.size();
    std::string field(8, '\0');
    std::memcpy(field.data(), &length, 8);
    put(field + json + data);
  }
  [[nodiscard]] base::Error refused() const {
    auto file = CheckpointFile::open(path_);
    if (file.ok()) {
      ADD_FAILURE() << "accepted";
      return {};
    }
    EXPECT_NE(file.error().message.find(path_), std::string::npos) << file.error().message;
    return file.error();
  }

  model::ParameterLayout layout_{model::Shape{1, 1, 8, 8, 5}};
  std::vector<float> weights_, first_, second_;
  std::vector<TensorGroup> groups_;
  std::string path_;
};

TEST_F(Checkpoint, ReadsBackBitForBit) {
  const CheckpointWritten written = write();
  EXPECT_EQ(written.bytes, fs::file_size(path_));
  EXPECT_EQ(written.weights_sha256, weights_sha256(layout_, weights_));
  auto file = CheckpointFile::open(path_);
  ASSERT_TRUE(file.ok()) << file.error().message;
  EXPECT_EQ(file.value().metadata().at("step"), "25");
  EXPECT_EQ(file.value().metadata().at("odd \"key\""), "value \n 漢");
  EXPECT_EQ(file.value().metadata().at(std::string(kWeightsDigestKey)), written.weights_sha256);
  std::vector<float> weights(layout_.size()), first(layout_.size()), second(layout_.size());
  const auto loaded = file.value().load(layout_, weights, groups(first, second));
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  EXPECT_EQ(weights, weights_);
  EXPECT_EQ(first, first_);
  EXPECT_EQ(second, second_);
}

#ifdef __linux__
/// A file may have this many bytes, for as long as this lives: the disk that is full.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_{};
};

TEST_F(Checkpoint, AWriteThatFailsLeavesTheOldFileAndNothingElse) {
  write();
  const std::string before = bytes();
  const auto files = [&] {
    const fs::directory_iterator folder(fs::path(path_).parent_path());
    return std::count_if(begin(folder), end(folder), [&](const fs::directory_entry& entry) {
      return entry.path().string().starts_with(path_);
    });
  };
  weights_[0] += 1;
  // At the start, within the header, within the tensors, and just before the end.
  for (const std::size_t room :
       {std::size_t{0}, std::size_t{100}, before.size() / 2, before.size() - 128}) {
    const FileSizeLimit limit(room);
    const auto failed =
        write_checkpoint(path_, layout_, {weights_, groups(first_, second_)}, {{"step", "26"}});
    ASSERT_FALSE(failed.ok()) << room;
    EXPECT_EQ(failed.error().code, ErrorCode::kIoFailed);
    EXPECT_NE(failed.error().message.find(path_), std::string::npos) << failed.error().message;
    EXPECT_EQ(bytes(), before) << room;
    EXPECT_EQ(files(), 1) << room;
  }
  write();  // with room again
  EXPECT_NE(bytes(), before);
  EXPECT_TRUE(CheckpointFile::open(path_).ok());
}
#endif

TEST_F(Checkpoint, IsASafetensorsFileOthersCanRead) {
  write();
  const std::string file = bytes();
  std::uint64_t length = 0;
  std::memcpy(&length, file.data(), 8);
  EXPECT_EQ((8 + length) % 8, 0U);
  const auto json = base::parse_json(std::string_view(file).substr(8, length)).value();
  EXPECT_EQ(*json.member("__metadata__")->member("format")->text(), "pt");
  std::uint64_t end = 0;  // the tensors follow one another without gaps, whatever their names
  std::map<std::uint64_t, std::uint64_t> places;
  for (const auto& [name, tensor] : *json.object()) {
    if (name == "__metadata__") continue;
    const auto& offsets = *tensor.member("data_offsets")->array();
    places[*offsets[0].number()] = *offsets[1].number();
  }
  for (const auto& [begin, stop] : places) {
    ASSERT_EQ(begin, end);
    end = stop;
  }
  EXPECT_EQ(8 + length + end, file.size());
}

TEST_F(Checkpoint, NoChangedByteIsEverAccepted) {
  write();
  const std::string sound = bytes();
  for (std::size_t i = 0; i < sound.size(); ++i) {
    std::string changed = sound;
    changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 8)));
    put(changed);
    auto file = CheckpointFile::open(path_);
    ASSERT_FALSE(file.ok()) << "byte " << i << " of " << sound.size();
    ASSERT_TRUE(file.error().code == ErrorCode::kCorrupt ||
                file.error().code == ErrorCode::kMismatch);
  }
}

TEST_F(Checkpoint, ADamagedTensorIsNamed) {
  write();
  const std::string sound = bytes();
  std::uint64_t length = 0;
  std::memcpy(&length, sound.data(), 8);
  const auto json = base::parse_json(std::string_view(sound).substr(8, length)).value();
  for (const auto& [name, tensor] : *json.object()) {
    if (name == "__metadata__") continue;
    const auto& offsets = *tensor.member("data_offsets")->array();
    for (const std::uint64_t at : {*offsets[0].number(), *offsets[1].number() - 1}) {
      std::string changed = sound;
      changed[8 + length + at] ^= 1;
      put(changed);
      EXPECT_NE(refused().message.find(" in tensor " + name + ":"), std::string::npos)
          << refused().message;
    }
  }
  std::string changed = sound;
  changed.replace(changed.find("\"25\""), 4, "\"35\"");
  put(changed);
  EXPECT_NE(refused().message.find(" in its header:"), std::string::npos) << refused().message;
}

TEST_F(Checkpoint, TensorsAreCheckedAgainAsTheyAreRead) {
  write();
  auto opened = CheckpointFile::open(path_);
  ASSERT_TRUE(opened.ok());
  {
    std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(-1, std::ios::end);
    file.put('?');  // after it was found sound
  }
  std::vector<float> weights(layout_.size()), first(layout_.size()), second(layout_.size());
  const auto loaded = opened.value().load(layout_, weights, groups(first, second));
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().code, ErrorCode::kCorrupt);
  const std::string last = "adam.v." + layout_.tensors().back().name;
  EXPECT_NE(loaded.error().message.find(last), std::string::npos) << loaded.error().message;
}

TEST_F(Checkpoint, AFileWithoutChecksumsIsStillRead) {
  write();
  const std::string file = bytes();
  std::uint64_t length = 0;
  std::memcpy(&length, file.data(), 8);
  std::string json = file.substr(8, length);
  const std::string data = file.substr(8 + length);
  const std::string field = "\"sha256\":\"";
  json.replace(json.find(field) + field.size(), 64, std::string(64, '0'));
  const std::size_t at = json.find("\"crc32c\"");
  json.replace(at, json.find(',', at) + 1 - at, "");
  put_safetensors(forge(json, data), data);
  auto opened = CheckpointFile::open(path_);
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  std::vector<float> weights(layout_.size()), first(layout_.size()), second(layout_.size());
  EXPECT_TRUE(opened.value().load(layout_, weights, groups(first, second)).ok());
  EXPECT_EQ(weights, weights_);
}

TEST_F(Checkpoint, NoHeaderByteCanBecomeAnyOther) {
  write();
  const std::string sound = bytes();
  std::uint64_t length = 0;
  std::memcpy(&length, sound.data(), 8);
  std::mt19937 random(7);
  for (std::size_t i = 0; i < 8 + length; ++i) {
    for (const char replacement :
         {'\0', ' ', '\t', '"', '0', '}', 'A', '\xff', static_cast<char>(sound[i] ^ 0x20)}) {
      if (replacement == sound[i] || random() % 4 != 0) continue;
      std::string changed = sound;
      changed[i] = replacement;
      put(changed);
      ASSERT_FALSE(CheckpointFile::open(path_).ok()) << "byte " << i;
    }
  }
}

TEST_F(Checkpoint, NoTruncatedOrLongerFileIsAccepted) {
  write();
  const std::string sound = bytes();
  for (std::size_t size = 0; size < sound.size(); size += 1 + size / 40) {
    put(sound.substr(0, size));
    ASSERT_EQ(refused().code, ErrorCode::kCorrupt) << size;
  }
  put(sound.substr(0, sound.size() - 1));
  EXPECT_NE(refused().message.find("truncated"), std::string::npos);
  put(sound + '\0');
  EXPECT_EQ(refused().code, ErrorCode::kCorrupt);
}

TEST_F(Checkpoint, HostileHeadersAreRefusedNotBelieved) {
  const std::string data(64, 'x');
  const std::string hostile[] = {
      "",
      "{",
      "[]",
      "null",
      R"({"a":{"dtype":"F32","shape":[16],"data_offsets":[0,9223372036854775807]}})",
      R"({"a":{"dtype":"F32","shape":[16],"data_offsets":[64,0]}})",
      R"({"a":{"dtype":"F32","shape":[16],"data_offsets":[0,65]}})",
      R"({"a":{"dtype":"F32","shape":[NaN],"data_offsets":[0,64]}})",
      R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,64]}})",
      R"({"a":{"dtype":"F32","shape":[1e9],"data_offsets":[0,64]}})",
      R"({"a":{"dtype":"F32","shape":"x","data_offsets":[0,64]}})",
      R"({"a":{"dtype":"F32","shape":[16],"data_offsets":[0]}})",
      R"({"a":{"dtype":"F32","shape":[16],"data_offsets":["0","64"]}})",
      R"({"a":{"dtype":7,"shape":[16],"data_offsets":[0,64]}})",
      R"({"a":{"shape":[16],"data_offsets":[0,64]}})",
      R"({"a":{},"a":{}})",
      R"({"__metadata__":[]})",
      R"({"__metadata__":{"a":1}})",
      R"({"__metadata__":{"sha256":"x","crystalline.format":"checkpoint-1"}})",
      R"({"__metadata__":{"crystalline.format":"checkpoint-1"}})",
  };
  for (const std::string& json : hostile) {
    put_safetensors(json, data);
    EXPECT_EQ(refused().code, ErrorCode::kCorrupt) << json;
  }
  for (const std::uint64_t length :
       {~std::uint64_t{0}, std::uint64_t{1} << 63, std::uint64_t{65}}) {
    std::string field(8, '\0');
    std::memcpy(field.data(), &length, 8);
    put(field + data);
    EXPECT_EQ(refused().code, ErrorCode::kCorrupt) << length;
  }
}

TEST_F(Checkpoint, AForeignSafetensorsFileIsNamedAsSuch) {
  put_safetensors(R"({"a":{"dtype":"F32","shape":[16],"data_offsets":[0,64]}})",
                  std::string(64, 'x'));
  const base::Error error = refused();
  EXPECT_EQ(error.code, ErrorCode::kMismatch);
  EXPECT_NE(error.message.find("not a checkpoint of this program"), std::string::npos);
}

TEST_F(Checkpoint, TensorsAreCheckedEvenWhenTheDigestIsRight) {
  write();
  const std::string file = bytes();
  std::uint64_t length = 0;
  std::memcpy(&length, file.data(), 8);
  std::string json = file.substr(8, length);
  const std::string data = file.substr(8 + length);
  const std::string field = "\"sha256\":\"";
  json.replace(json.find(field) + field.size(), 64, std::string(64, '0'));

  const auto load = [&](const std::string& from, const std::string& to) {
    std::string changed = json;
    changed.replace(changed.find(from), from.size(), to);
    put_safetensors(forge(changed, data), data);
    auto opened = CheckpointFile::open(path_);
    EXPECT_TRUE(opened.ok()) << opened.error().message;
    std::vector<float> weights(layout_.size()), first(layout_.size()), second(layout_.size());
    return opened.value().load(layout_, weights, groups(first, second));
  };
  EXPECT_TRUE(load("\"step\":\"25\"", "\"step\":\"26\"").ok());
  const std::string name = layout_.tensors()[0].name;
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"\"" + name, "\"other"},
                                 {"\"shape\":[", "\"shape\":[1,"},
                                 {"\"data_offsets\":[0,", "\"data_offsets\":[4,"}}) {
    const auto refused = load(from, to);
    ASSERT_FALSE(refused.ok()) << from;
    EXPECT_EQ(refused.error().code, ErrorCode::kMismatch);
    EXPECT_NE(refused.error().message.find(name), std::string::npos) << refused.error().message;
  }
}

TEST_F(Checkpoint, OfAnotherModelNamesTheFirstTensorThatDiffers) {
  write();
  const model::ParameterLayout wider(model::Shape{1, 1, 16, 8, 5});
  std::vector<float> flat(wider.size());
  auto file = CheckpointFile::open(path_);
  const auto refused = file.value().load(wider, flat, groups(flat, flat));
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("(5, 8) there and (5, 16) here"), std::string::npos)
      << refused.error().message;
}

}  // namespace
}  // namespace crystalline::training
