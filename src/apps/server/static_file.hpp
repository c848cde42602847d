// A file that the service holds in memory, compressed for whoever takes that.
//
//     const StaticFile file{"text/css; charset=utf-8", policy, text};
//     return file.send(request);        // 304 to whoever has it, gzip to whoever takes it
//
// Thread-safety: immutable. A reply refers to it: it must outlive the sending.
#pragma once

#include "apps/server/http.hpp"

namespace recourse::server {

class StaticFile {
 public:
  /// `policy`: its Content-Security-Policy; empty: the service's.
  StaticFile(std::string type, std::string_view policy, std::string content);

  Reply send(const Request& request) const;
  const std::string& content() const { return whole_; }
  const std::string& type() const { return type_; }

 private:
  std::string type_;
  std::string policy_;
  std::string whole_;
  std::string compressed_;
  std::string tag_;
};

}  // namespace recourse::server
