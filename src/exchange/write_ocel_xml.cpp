#include "exchange/ocel_text.hpp"
#include "exchange/xml_text.hpp"

namespace recourse::exchange {
namespace {

std::string in_quotes(std::string_view text) {
  std::string value = "\"";
  append_xml(value, text);
  return value + "\"";
}

std::string xml_of(const OcelKind& kind, const std::string& element) {
  auto text = "    <" + element + " name=" + in_quotes(kind.name) + ">\n      <attributes>\n";
  for (const auto& one : kind.attributes) {
    text += "        <attribute name=" + in_quotes(one.name) + " type=\"" +
            std::string{name_of(one.type)} + "\"/>\n";
  }
  return text + "      </attributes>\n    </" + element + ">\n";
}

std::string xml_of(const std::vector<OcelValue>& values, bool with_time) {
  std::string text = "      <attributes>\n";
  for (const auto& one : values) {
    text += "        <attribute name=" + in_quotes(one.name);
    if (with_time) text += " time=" + in_quotes(to_string(one.at));
    text += ">";
    append_xml(text, one.value);
    text += "</attribute>\n";
  }
  return text + "      </attributes>\n";
}

std::string xml_of(const std::vector<OcelRelation>& relations) {
  std::string text = "      <objects>\n";
  for (const auto& one : relations) {
    text += "        <relationship object-id=" + in_quotes(one.object) +
            " qualifier=" + in_quotes(one.qualifier) + "/>\n";
  }
  return text + "      </objects>\n";
}

std::string xml_of(const OcelObject& one) {
  return "    <object id=" + in_quotes(one.id) + " type=" + in_quotes(one.type) + ">\n" +
         xml_of(one.attributes, true) + xml_of(one.relations) + "    </object>\n";
}

std::string xml_of(const OcelEvent& one) {
  return "    <event id=" + in_quotes(one.id) + " type=" + in_quotes(one.type) +
         " time=" + in_quotes(to_string(one.at)) + ">\n" + xml_of(one.attributes, false) +
         xml_of(one.relations) + "    </event>\n";
}

template <class List>
Result<void> write_list(const Sink& sink, const std::string& element, const List& list) {
  RECOURSE_TRY(sink("  <" + element + ">\n"));
  for (const auto& one : list) RECOURSE_TRY(sink(xml_of(one)));
  return sink("  </" + element + ">\n");
}

Result<void> write_kinds(const Sink& sink, const std::string& element,
                         const std::vector<OcelKind>& kinds) {
  RECOURSE_TRY(sink("  <" + element + "s>\n"));
  for (const auto& one : kinds) RECOURSE_TRY(sink(xml_of(one, element)));
  return sink("  </" + element + "s>\n");
}

}  // namespace

Result<void> write_ocel_xml(const OcelLog& log, const Sink& sink) {
  RECOURSE_TRY(check(log));
  RECOURSE_TRY(sink("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log>\n"));
  RECOURSE_TRY(write_kinds(sink, "object-type", log.object_types));
  RECOURSE_TRY(write_kinds(sink, "event-type", log.event_types));
  RECOURSE_TRY(write_list(sink, "objects", log.objects));
  RECOURSE_TRY(write_list(sink, "events", log.events));
  return sink("</log>\n");
}

}  // namespace recourse::exchange
