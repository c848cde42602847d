#include "stores/rocksdb/wal_format.hpp"

#include <algorithm>
#include <boost/crc.hpp>
#include <recourse/base/bytes.hpp>

namespace recourse::stores::rocks {
namespace {

/// RocksDB's masked CRC-32C over the type byte and the payload.
std::uint32_t masked_checksum(std::string_view type_and_payload) {
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
  crc.process_bytes(type_and_payload.data(), type_and_payload.size());
  const std::uint32_t v = crc.checksum();
  return ((v >> 15) | (v << 17)) + 0xA282EAD8u;
}

}  // namespace

WalRecord wal_record_at(std::string_view log, std::size_t at) {
  const std::size_t block_end = std::min(log.size(), (at / kWalBlock + 1) * kWalBlock);
  if (at + kWalHeader > block_end) return {};
  WalRecord r;
  r.type = static_cast<std::uint8_t>(log[at + 6]);
  r.bytes = kWalHeader + base::read_le16(log.data() + at + 4);
  if (r.type < kWalFull || r.type > kWalLast || at + r.bytes > block_end) return {};
  r.good = masked_checksum(log.substr(at + 6, r.bytes - 6)) == base::read_le32(log.data() + at);
  return r;
}

std::size_t skip_wal_trailer(std::size_t size, std::size_t at) {
  if (kWalBlock - at % kWalBlock >= kWalHeader) return at;
  return std::min(size, (at / kWalBlock + 1) * kWalBlock);
}

bool is_wal(std::string_view path) {
  constexpr std::string_view kExtension = ".log";
  const auto name = path.substr(path.rfind('/') + 1);
  if (name.size() <= kExtension.size() || !name.ends_with(kExtension)) return false;
  const auto stem = name.substr(0, name.size() - kExtension.size());
  return std::ranges::all_of(stem, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace recourse::stores::rocks
