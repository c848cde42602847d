// The limits: what the file, RocksDB and memory give to whoever does nothing else with them.
#include <fcntl.h>
#include <rocksdb/db.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "benchmarks/store/raw_loop.hpp"
#include "benchmarks/suite/phase.hpp"
#include "benchmarks/suite/work.hpp"

namespace recourse::bench {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kRecord = kHeaderBytes + kPayloadBytes;

fs::path fresh(const Setting& setting) {
  const auto folder = setting.directory / "limit";
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

Error failed(const std::string& what) {
  return {Errc::io_error, what + ": " + std::strerror(errno)};
}

std::string random_bytes(std::size_t size) {
  Noise noise{17};
  std::string bytes(size, '\0');
  noise.fill(bytes);
  return bytes;
}

/// Writes one record after the other and syncs each. `room`: bytes of the file that are written
/// before, and are written over; 0: it grows.
Result<Measured> fdatasync_each(const Setting& setting, std::size_t room) {
  const auto file = fresh(setting) / "file";
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return failed(file.string());
  bool well = true;
  if (room > 0) {
    const auto filling = random_bytes(room);
    well = ::pwrite(fd, filling.data(), room, 0) == static_cast<ssize_t>(room) && ::fsync(fd) == 0;
  }
  const auto record = random_bytes(kRecord);
  std::size_t at = 0;
  auto measured = timed_loop(setting.seconds, [&] {
    if (room > 0 && at + kRecord > room) at = 0;
    const auto wrote = ::pwrite(fd, record.data(), kRecord, static_cast<off_t>(at));
    well = well && wrote == static_cast<ssize_t>(kRecord) && ::fdatasync(fd) == 0;
    at += kRecord;
  });
  ::close(fd);
  if (!well) return failed(file.string());
  return measured;
}

Result<Measured> raw(RawKind kind, const Operation& operation, const Setting& setting) {
  const auto sink = open_raw(kind, fresh(setting));
  CaseLoad cases{*sink, operation.clients};
  return phase([&](double seconds) { return in_flight(cases.load(), operation.clients, seconds); },
               [&] { sink->drain(); }, setting.seconds);
}

}  // namespace

Result<Measured> fdatasync_appending(const Operation&, const Setting& setting) {
  return fdatasync_each(setting, 0);
}

Result<Measured> fdatasync_in_place(const Operation&, const Setting& setting) {
  return fdatasync_each(setting, std::size_t{16} << 20);
}

Result<Measured> rocksdb_puts(const Operation& operation, const Setting& setting) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.compression = rocksdb::kNoCompression;
  rocksdb::DB* opened = nullptr;
  auto status = rocksdb::DB::Open(options, (fresh(setting) / "db").string(), &opened);
  const std::unique_ptr<rocksdb::DB> db{opened};
  if (!status.ok()) return Error{Errc::io_error, status.ToString()};
  rocksdb::WriteOptions synced;
  synced.sync = true;
  rocksdb::WriteBatch batch;
  std::uint64_t next = 0;
  const auto record = random_bytes(kRecord);
  auto measured = timed_loop(setting.seconds, [&] {
    batch.Clear();
    for (std::uint64_t i = 0; i < operation.clients; ++i) {
      std::string key;
      for (int shift = 56; shift >= 0; shift -= 8) key.push_back(static_cast<char>(next >> shift));
      ++next;
      batch.Put(key, record);
    }
    const auto wrote = db->Write(synced, &batch);
    if (!wrote.ok()) status = wrote;
  });
  if (!status.ok()) return Error{Errc::io_error, status.ToString()};
  measured.value *= static_cast<double>(operation.clients);
  measured.processor_us /= static_cast<double>(operation.clients);
  return measured;
}

Result<Measured> raw_two_puts(const Operation& operation, const Setting& setting) {
  return raw(RawKind::two_puts, operation, setting);
}

Result<Measured> raw_pages(const Operation& operation, const Setting& setting) {
  return raw(RawKind::paged, operation, setting);
}

Result<Measured> copy_memory(const Operation&, const Setting& setting) {
  constexpr std::size_t kBytes = std::size_t{64} << 20;
  const auto from = random_bytes(kBytes);
  std::string to(kBytes, '\0');
  std::size_t at = 0;
  bool same = true;
  auto measured = timed_loop(setting.seconds, [&] {
    std::memcpy(to.data(), from.data(), kBytes);
    same = same && to[at] == from[at];  // so that it is copied
    at = (at + 4099) % kBytes;
  });
  if (!same) return Error{Errc::corruption, "memory was not copied"};
  measured.value *= static_cast<double>(kBytes) / (1 << 30);
  return measured;
}

}  // namespace recourse::bench
