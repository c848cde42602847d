#include "tests/support/golden_events.hpp"

#include <cstdlib>
#include <fstream>
#include <map>
#include <recourse/describe/any.hpp>
#include <sstream>
#include <stdexcept>

#include "tests/support/fill.hpp"
#include "tests/support/hex.hpp"

namespace recourse::test {
namespace {

namespace fs = std::filesystem;
using Words = std::map<std::string, std::string, std::less<>>;

fs::path events_file(const core::WorkflowInfo& workflow, const fs::path& folder) {
  return folder / (std::string{workflow.kind} + "_events.txt");
}
fs::path words_file(const core::WorkflowInfo& workflow, const fs::path& folder) {
  return folder / (std::string{workflow.kind} + "_words.txt");
}

/// Events of one set: those that are written, or the retired ones.
struct Events {
  const describe::SetInfo* set;
  std::shared_ptr<void> one;

  const describe::TypeInfo* find(std::string_view type) const {
    const auto i = set->find(type);
    return i == set->types.size() ? nullptr : set->types[i];
  }
};
std::vector<Events> events_of(const core::WorkflowInfo& workflow) {
  std::vector<Events> all{{workflow.events, workflow.new_event()}};
  if (workflow.retired != nullptr) all.push_back({workflow.retired, workflow.new_retired()});
  return all;
}

std::string name_of(std::string_view type, unsigned version) {
  return std::string{type} + " " + std::to_string(version);
}

class Check {
 public:
  Check(const core::WorkflowInfo& workflow, const fs::path& folder)
      : file_(events_file(workflow, folder)),
        words_file_(words_file(workflow, folder)),
        events_(events_of(workflow)) {
    for (auto& line : golden_lines(workflow, folder)) {
      const auto name = name_of(line.type, line.version);
      if (!lines_.emplace(name, std::move(line)).second) fault(name + " has two lines");
    }
    std::ifstream words{words_file_};
    std::string enumeration;
    std::string word;
    while (words >> enumeration >> word) words_[enumeration] = word;
    unused_ = words_;
  }

  std::vector<std::string> run(Golden use) && {
    for (const auto& events : events_) {
      for (std::size_t i = 0; i < events.set->types.size(); ++i) compare(events, i, use);
    }
    for (const auto& [name, line] : lines_) read(name, line);
    for (const auto& [enumeration, word] : unused_) {
      fault(enumeration + " " + word + ": " + words_file_.string() +
            " names an enumeration that no event holds: remove the line");
    }
    return std::move(faults_);
  }

 private:
  void fault(std::string what) { faults_.push_back(std::move(what)); }

  std::uint64_t word_of(const describe::EnumInfo& words) {
    const auto named = words_.find(words.class_name);
    if (named == words_.end()) return Filler::last_word(words);
    unused_.erase(named->first);
    const auto* const word = words.find(named->second);
    if (word != nullptr) return word->value;
    throw std::runtime_error(words_file_.string() + ": " + named->first + " has no word " +
                             named->second);
  }

  /// What the code writes today against the line of this version.
  void compare(const Events& events, std::size_t alternative, Golden use) {
    const auto& type = *events.set->types[alternative];
    auto* const event = events.set->emplace(events.one.get(), alternative);
    Filler{[this](const describe::EnumInfo& words) { return word_of(words); }}.fill(event, type);
    std::string bytes;
    describe::encode_alternative(events.one.get(), *events.set, bytes);
    const auto name = name_of(type.type, type.version);
    auto line = lines_.find(name);
    if (line == lines_.end() && use == Golden::add) {
      std::ofstream out{file_, std::ios::app};
      out << name << " " << hex(bytes) << "\n";
      out.flush();
      if (!out) throw std::runtime_error("cannot write " + file_.string());
      line = lines_.emplace(name, GoldenLine{std::string{type.type}, type.version, bytes}).first;
    }
    if (line == lines_.end()) {
      return fault(name + " has no golden bytes in " + file_.string() +
                   ": the same test adds them with RECOURSE_ADD_GOLDEN=1 set; commit the line");
    }
    if (bytes == line->second.bytes) return;
    fault(name + " is written as " + hex(bytes) + ", and " + file_.string() + " has " +
          hex(line->second.bytes) +
          ". What is stored would be read otherwise: raise the version, or undo the change. If an "
          "enumeration has grown, say in " +
          words_file_.string() + " which word the bytes hold: \"<Enum> <word>\"");
  }

  /// That a line is still read, and, if it is of today's version, written again as it is.
  void read(const std::string& name, const GoldenLine& line) {
    for (const auto& events : events_) {
      const auto* const type = events.find(line.type);
      if (type == nullptr) continue;
      const auto decoded =
          describe::decode_as(line.type, line.version, line.bytes, events.one.get(), *events.set);
      if (!decoded) return fault(name + " is not read any more: " + decoded.error().message());
      if (line.version != type->version) return;
      std::string again;
      describe::encode_alternative(events.one.get(), *events.set, again);
      if (again != line.bytes) fault(name + " is read, and written again as " + hex(again));
      return;
    }
    fault(name + " is in " + file_.string() +
          ", and the workflow has no such type: events are read for ever; a type that is not "
          "written any more moves to the decider's Retired");
  }

  fs::path file_;
  fs::path words_file_;
  std::vector<Events> events_;
  std::map<std::string, GoldenLine> lines_;
  Words words_;
  Words unused_;
  std::vector<std::string> faults_;
};

}  // namespace

Golden golden_from_environment() {
  return std::getenv("RECOURSE_ADD_GOLDEN") == nullptr ? Golden::compare : Golden::add;
}

std::vector<std::string> golden_faults(const core::WorkflowInfo& workflow, const fs::path& folder,
                                       Golden use) {
  return Check{workflow, folder}.run(use);
}

std::vector<GoldenLine> golden_lines(const core::WorkflowInfo& workflow, const fs::path& folder) {
  std::vector<GoldenLine> lines;
  std::ifstream file{events_file(workflow, folder)};
  std::string text;
  while (std::getline(file, text)) {
    std::istringstream words{text};
    GoldenLine line;
    std::string digits;
    if (!(words >> line.type >> line.version)) {
      throw std::runtime_error(events_file(workflow, folder).string() + ": \"" + text +
                               "\" is not a line of type, version and bytes");
    }
    words >> digits;  // an event without fields has no bytes
    line.bytes = unhex(digits);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace recourse::test
