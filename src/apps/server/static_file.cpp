#include "apps/server/static_file.hpp"

#include <zlib.h>

#include <recourse/base/sha256.hpp>

namespace recourse::server {
namespace {

/// As `Content-Encoding: gzip` has it; empty if it cannot be compressed.
std::string gzipped(std::string_view text) {
  z_stream stream{};
  constexpr int kGzip = 15 + 16;
  if (deflateInit2(&stream, 9, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int end = deflate(&stream, Z_FINISH);
  out.resize(end == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

}  // namespace

StaticFile::StaticFile(std::string type, std::string_view policy, std::string content)
    : type_(std::move(type)),
      policy_(policy),
      whole_(std::move(content)),
      compressed_(gzipped(whole_)),
      tag_("\"" + sha256_hex(whole_).substr(0, 32) + "\"") {}

Reply StaticFile::send(const Request& request) const {
  Reply reply{.type = type_};
  reply.headers.emplace_back("ETag", tag_);
  reply.headers.emplace_back("Cache-Control", "no-cache");
  reply.headers.emplace_back("Vary", "Accept-Encoding");
  if (!policy_.empty()) reply.headers.emplace_back("Content-Security-Policy", policy_);
  if (names_tag(request.header("If-None-Match"), tag_)) {
    reply.status = 304;
    reply.type.clear();
    return reply;
  }
  const bool takes = request.header("Accept-Encoding").find("gzip") != std::string_view::npos;
  if (takes && !compressed_.empty()) {
    reply.headers.emplace_back("Content-Encoding", "gzip");
    reply.still = compressed_;
  } else {
    reply.still = whole_;
  }
  return reply;
}

}  // namespace recourse::server
