#include "stores/rocksdb/info_log.hpp"

#include <array>
#include <cstdio>
#include <mutex>
#include <recourse/base/limits.hpp>
#include <recourse/base/time.hpp>
#include <utility>

namespace recourse::stores::rocks {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

class InfoLog final : public rocksdb::Logger {
 public:
  explicit InfoLog(const std::filesystem::path& directory)
      : Logger(rocksdb::InfoLogLevel::INFO_LEVEL),
        path_(directory / "rocksdb.log"),
        old_(directory / "rocksdb.log.old") {
    open();
  }

  using Logger::Logv;
  void Logv(const char* format, va_list arguments) override {
    std::array<char, 2048> line;
    const int length = std::vsnprintf(line.data(), line.size(), format, arguments);
    if (length <= 0) return;
    const auto seconds = std::time(nullptr);
    std::tm utc{};
    std::array<char, 32> stamp{};
    gmtime_r(&seconds, &utc);
    std::strftime(stamp.data(), stamp.size(), "%Y-%m-%dT%H:%M:%SZ ", &utc);
    const std::lock_guard lock{mutex_};
    if (written_ > limits::kInfoLogBytesMax) turn_over();
    if (!file_) return;
    const std::string text = std::string{stamp.data()}.append(line.data()) + '\n';
    written_ += std::fwrite(text.data(), 1, text.size(), file_.get());
    std::fflush(file_.get());
  }
  std::size_t GetLogFileSize() const override {
    const std::lock_guard lock{mutex_};
    return written_;
  }

 private:
  void open() {
    file_.reset(std::fopen(path_.c_str(), "ae"));
    std::error_code missing;
    const auto size = std::filesystem::file_size(path_, missing);
    written_ = missing ? 0 : static_cast<std::size_t>(size);
  }
  void turn_over() {
    file_.reset();
    std::error_code ignored;
    std::filesystem::rename(path_, old_, ignored);
    open();
  }

  const std::filesystem::path path_;
  const std::filesystem::path old_;
  mutable std::mutex mutex_;
  std::unique_ptr<std::FILE, CloseFile> file_;
  std::size_t written_ = 0;
};

class Silent final : public rocksdb::Logger {
 public:
  using Logger::Logv;
  void Logv(const char*, va_list) override {}
  std::size_t GetLogFileSize() const override { return 0; }
};

}  // namespace

std::shared_ptr<rocksdb::Logger> open_info_log(const std::filesystem::path& directory) {
  return std::make_shared<InfoLog>(directory);
}

std::shared_ptr<rocksdb::Logger> silent_info_log() { return std::make_shared<Silent>(); }

}  // namespace recourse::stores::rocks
