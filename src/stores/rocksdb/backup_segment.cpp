#include "stores/rocksdb/backup_segment.hpp"

#include <rocksdb/file_checksum.h>
#include <rocksdb/table.h>

#include <fstream>

#include "stores/rocksdb/databases.hpp"

namespace recourse::stores::rocks {
namespace {

/// Hashes a file while RocksDB writes it, so that the hash is of what was meant, not of what a disk
/// made of it.
class WrittenHash final : public rocksdb::FileChecksumGenerator {
 public:
  void Update(const char* data, std::size_t n) override { hash_.add({data, n}); }
  void Finalize() override { digits_ = hash_.digits(); }
  std::string GetChecksum() const override { return digits_; }
  const char* Name() const override { return "recourse.xxh3-128"; }

 private:
  Hash128 hash_;
  std::string digits_;
};

class WrittenHashFactory final : public rocksdb::FileChecksumGenFactory {
 public:
  std::unique_ptr<rocksdb::FileChecksumGenerator> CreateFileChecksumGenerator(
      const rocksdb::FileChecksumGenContext&) override {
    return std::make_unique<WrittenHash>();
  }
  const char* Name() const override { return "recourse.xxh3-128"; }
};

rocksdb::Options segment_options() {
  rocksdb::Options o;
  // A quarter smaller than the log's LZ4; reading a restored log takes no longer (measured).
  o.compression = rocksdb::kZSTD;
  o.file_checksum_gen_factory = std::make_shared<WrittenHashFactory>();
  o.db_host_id = "";  // whose machine it was is nobody's business
  rocksdb::BlockBasedTableOptions t;
  t.block_size = 32 * 1024;
  t.checksum = rocksdb::kXXH3;
  t.format_version = 5;
  t.no_block_cache = true;
  o.table_factory.reset(rocksdb::NewBlockBasedTableFactory(t));
  return o;
}

}  // namespace

SegmentWriter::SegmentWriter()
    : writer_(rocksdb::EnvOptions{}, segment_options(), nullptr, /*invalidate_page_cache=*/false) {}
SegmentWriter::~SegmentWriter() = default;

Result<void> SegmentWriter::open(const std::filesystem::path& path) {
  path_ = path;
  const auto status = writer_.Open(path.string());
  if (!status.ok()) return from_status(status, "creating " + path.string());
  return {};
}

Result<void> SegmentWriter::add(Position position, std::string_view record) {
  if (page_.size() >= limits::kPageBytes) RECOURSE_TRY(close_page());
  if (page_.empty()) page_first_ = position.value;
  core::add_to_page(page_, record, {});
  return {};
}

Result<void> SegmentWriter::close_page() {
  std::string key;
  append_be64(key, page_first_);
  const auto status = writer_.Put(key, page_);
  if (!status.ok()) return from_status(status, "writing " + path_.string());
  page_.clear();
  return {};
}

Result<void> SegmentWriter::finish() {
  RECOURSE_TRY(close_page());
  rocksdb::ExternalSstFileInfo info;
  const auto status = writer_.Finish(&info);
  if (!status.ok()) return from_status(status, "completing " + path_.string());
  bytes_ = info.file_size;
  hash_ = info.file_checksum;
  return {};
}

std::uint64_t SegmentWriter::bytes() { return bytes_ != 0 ? bytes_ : writer_.FileSize(); }

SegmentReader::SegmentReader() : file_(segment_options()) {}

Result<std::unique_ptr<SegmentReader>> SegmentReader::open(const std::filesystem::path& path) {
  std::unique_ptr<SegmentReader> reader{new SegmentReader};
  const auto status = reader->file_.Open(path.string());
  if (!status.ok()) return from_status(status, "opening " + path.string());
  rocksdb::ReadOptions options;
  options.readahead_size = 2 << 20;
  reader->pages_.reset(reader->file_.NewIterator(options));
  return reader;
}

Result<bool> SegmentReader::next_page() {
  if (started_) {
    pages_->Next();
  } else {
    pages_->SeekToFirst();
  }
  started_ = true;
  if (!pages_->Valid()) {
    if (!pages_->status().ok()) return from_status(pages_->status(), "reading a segment");
    return false;
  }
  page_ = core::PageReader{pages_->value().ToStringView()};
  RECOURSE_TRY_ASSIGN(bytes_, page_.next());
  RECOURSE_TRY_ASSIGN(record_, core::decode_record(bytes_));
  const auto key = pages_->key();
  if (key.size() == 8 && read_be64(key.data()) == record_.position.value) return true;
  return Error{Errc::corruption, "a page with position " + std::to_string(record_.position.value) +
                                     " stands under another key"};
}

Result<bool> SegmentReader::next() {
  if (!started_) return next_page();
  RECOURSE_TRY_ASSIGN(bytes_, page_.next());
  if (bytes_.empty()) return next_page();
  RECOURSE_TRY_ASSIGN(record_, core::decode_record(bytes_));
  return true;
}

Result<std::string> hash_file(const std::filesystem::path& path,
                              const std::function<bool(std::uint64_t)>& tell) {
  std::ifstream file{path, std::ios::binary};
  Hash128 hash;
  std::string part(std::size_t{1} << 20, '\0');
  while (file) {
    file.read(part.data(), static_cast<std::streamsize>(part.size()));
    const auto n = static_cast<std::size_t>(file.gcount());
    hash.add({part.data(), n});
    if (!tell(n)) return Error{Errc::closed, "reading the backup was ended"};
  }
  if (!file.eof()) return Error{Errc::io_error, "reading " + path.string() + " failed"};
  return hash.digits();
}

}  // namespace recourse::stores::rocks
