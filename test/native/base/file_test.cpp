#include "engine/base/file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace crystalline::base {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              ("crystalline-files-" +
               std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_ / name).string();
  }
  static std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static Result<void> put(AtomicFile& file, std::string_view text) {
    return file.write(std::as_bytes(std::span(text)));
  }
  [[nodiscard]] std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), {}));
  }
  fs::path folder_;
};

TEST_F(Files, AnAtomicFileAppearsOnlyWhenCommitted) {
  const std::string at = path("a.bin");
  {
    auto file = AtomicFile::create(at);
    ASSERT_TRUE(file.ok()) << file.error().message;
    ASSERT_TRUE(put(file.value(), "hello ").ok());
    EXPECT_FALSE(fs::exists(at));
    ASSERT_TRUE(put(file.value(), "world").ok());
    const auto bytes = file.value().commit();
    ASSERT_TRUE(bytes.ok()) << bytes.error().message;
    EXPECT_EQ(bytes.value(), 11U);
  }
  EXPECT_EQ(content(at), "hello world");
  EXPECT_EQ(entries(), 1U);
}

TEST_F(Files, AnAtomicFileDroppedLeavesTheOldOneAndNothingElse) {
  const std::string at = path("a.bin");
  std::ofstream(at) << "old";
  {
    auto file = AtomicFile::create(at);
    ASSERT_TRUE(put(file.value(), "new, never finished").ok());
  }
  EXPECT_EQ(content(at), "old");
  EXPECT_EQ(entries(), 1U);
}

TEST_F(Files, ErrorsNameThePathAndTheReason) {
  const auto nowhere = AtomicFile::create(path("no/such/folder/a.bin"));
  ASSERT_FALSE(nowhere.ok());
  EXPECT_NE(nowhere.error().message.find("no/such/folder/a.bin"), std::string::npos);
  EXPECT_NE(nowhere.error().message.find("No such file"), std::string::npos);

  const auto missing = InputFile::open(path("missing"));
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);

  const auto folder = InputFile::open(folder_.string());
  ASSERT_FALSE(folder.ok());
  EXPECT_EQ(folder.error().code, ErrorCode::kIoFailed);
}

#if defined(__linux__)
TEST_F(Files, AFullDiskIsSaid) {
  auto file = InputFile::open("/dev/full");
  if (!file.ok()) GTEST_SKIP() << "no /dev/full";
  // A link named a.bin.tmp makes the temporary file the full device.
  fs::create_symlink("/dev/full", path("a.bin.tmp"));
  auto full = AtomicFile::create(path("a.bin"));
  ASSERT_TRUE(full.ok());
  const auto written = put(full.value(), "does not fit");
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().code, ErrorCode::kIoFailed);
  EXPECT_NE(written.error().message.find("No space left"), std::string::npos);
}
#endif

TEST_F(Files, ReadsWholeFilesAndRefusesTooLargeOnes) {
  std::ofstream(path("a")) << "12345";
  const auto whole = read_file(path("a"), 5);
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(whole.value(), (std::vector<std::uint8_t>{'1', '2', '3', '4', '5'}));
  EXPECT_EQ(read_file(path("a"), 4).error().code, ErrorCode::kInvalidArgument);
}

TEST_F(Files, ReadingPastTheEndIsTruncation) {
  std::ofstream(path("a")) << "12345";
  auto file = InputFile::open(path("a"));
  ASSERT_TRUE(file.value().seek(3).ok());
  std::byte into[4];
  const auto read = file.value().read(into);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace crystalline::base
