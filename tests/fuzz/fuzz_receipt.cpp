// Receipts and checkpoints of strangers: what is read is what would be written, byte for byte, and
// nothing is proven without a key.
#include <cstdint>
#include <cstdlib>
#include <recourse/notary/receipt.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace recourse::notary;
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  if (const auto receipt = parse_tlog_proof(bytes)) {
    if (to_tlog_proof(*receipt) != bytes) std::abort();
  }
  if (const auto receipt = parse_cose(bytes)) {
    if (to_cose(*receipt) != bytes) std::abort();
  }
  if (const auto note = parse_note(bytes)) {
    if (to_note(*note) != bytes) std::abort();
  }
  const auto text = verify_tlog_proof(bytes, {}, bytes);
  const auto cose = verify_cose(bytes, bytes, {});
  if ((text && text->proven()) || (cose && cose->proven())) std::abort();
  return 0;
}
