#include <gtest/gtest.h>

#include <recourse/describe/schema.hpp>

#include "tests/support/locker.hpp"

namespace recourse::describe {
namespace {

boost::json::value json(std::string_view text) { return parse_json(text).value(); }

constexpr std::string_view kFilled = R"({"type":"locker.filled","paid":true,"number":3,"balance":-5,
  "price":2.5,"size":"large","door":"A1","at":"2023-06-01T09:30:00+08:00","until":"2023-06-08",
  "ticket":"00112233445566778899aabbccddeeff","parcels":[{"label":"b","grams":1}],
  "phone":"13812345678"})";

std::string error_of(std::string_view from, std::string_view to) {
  std::string text{kFilled};
  const auto at = text.find(from);
  text.replace(at, from.size(), to);
  const auto read = from_json_as<locker::Event>(json(text));
  return read ? "accepted" : read.error().message();
}

TEST(Json, ReadsWhatItWrites) {
  const auto event = from_json_as<locker::Event>(json(kFilled)).value();
  const auto& filled = std::get<locker::Filled>(event);
  EXPECT_EQ(filled.balance, -5);
  EXPECT_FALSE(filled.note.has_value()) << "a missing optional";
  EXPECT_FALSE(filled.floor.has_value()) << "a missing newer field";
  EXPECT_EQ(from_json_as<locker::Event>(to_json(event, {.reveal = true})).value(), event);
}

TEST(Json, PersonalDataIsMaskedUnlessRevealed) {
  const auto event = from_json_as<locker::Event>(json(kFilled)).value();
  EXPECT_EQ(to_json(event).at("phone").as_string(), "138****5678");
  EXPECT_EQ(to_json(event, {.reveal = true}).at("phone").as_string(), "13812345678");
  EXPECT_EQ(masked("张三"), "张*");
  EXPECT_EQ(masked("A"), "A*");
  EXPECT_EQ(masked(""), "");
  EXPECT_EQ(masked("1234"), "1*");
  auto filled = std::get<locker::Filled>(event);
  filled.phone = Sealed<std::string>{SealedBytes{}};
  EXPECT_TRUE(to_json(filled, {.reveal = true}).at("phone").at("sealed").as_bool());
}

TEST(Json, ErrorsCarryThePointerOfThePlace) {
  EXPECT_EQ(error_of(R"("grams":1)", R"("grams":"x")").find("/parcels/0/grams: "), 0u);
  EXPECT_EQ(error_of(R"("size":"large")", R"("size":"huge")"),
            "/size: one of these is wanted here: small, large");
  EXPECT_EQ(error_of(R"("paid":true,)", "").find("/paid: this member is missing"), 0u);
  EXPECT_EQ(error_of(R"("door":"A1")", R"("door":"A1","dor":1)").find("/dor: there is no such"),
            0u);
  EXPECT_EQ(error_of("2023-06-08", "2023-02-30").find("/until: "), 0u);
  EXPECT_EQ(error_of(R"("number":3)", R"("number":-3)").find("/number: a whole number"), 0u);
  EXPECT_EQ(error_of(R"("balance":-5)", R"("balance":3000000000)").find("/balance: "), 0u);
  EXPECT_EQ(error_of("locker.filled", "locker.burnt").find("/type: 'locker.burnt'"), 0u);
  EXPECT_EQ(from_json<locker::Parcel>(json("[]")).error().message(), "/: an object is wanted here");
}

TEST(Json, TextThatIsNotJsonIsReportedWithLineAndColumn) {
  EXPECT_NE(parse_json("{\n \"a\": }").error().message().find("line 2"), std::string::npos);
  EXPECT_TRUE(parse_json("{} x").has_error());
  EXPECT_EQ(parse_json("\xEF\xBB\xBF{\"a\": 1}").value(), json(R"({"a": 1})"));
  EXPECT_EQ(parse_json("{\"a\": 1,\n \"b\": {\"a\": 2}, \"a\": 3}").error().message(),
            "an object has the member 'a' twice, again at line 2, column 19: leave one out");
  EXPECT_TRUE(parse_json(R"([{"a": 1}, {"a": 1}])").has_value());
  EXPECT_TRUE(parse_json(R"({"a": {"b": 1, "\u0062": 2}})").has_error());
  EXPECT_TRUE(parse_json("{} \n").has_value());
  EXPECT_TRUE(parse_json("").has_error());
  EXPECT_TRUE(parse_json(std::string(100, '[')).has_error()) << "too deep";
}

TEST(JsonSchema, SaysWhatIsRequiredAndWhatIsPersonal) {
  const auto schema = json_schema<locker::Filled>();
  EXPECT_EQ(schema.at("title").as_string(), "locker.filled");
  EXPECT_EQ(schema.at("$comment").as_string(), "version 2");
  EXPECT_EQ(schema.at("properties").at("phone").at("$comment").as_string(), "personal data");
  EXPECT_FALSE(schema.at("properties").at("door").as_object().contains("$comment"));
  EXPECT_FALSE(schema.at("additionalProperties").as_bool());
  const auto& required = schema.at("required").as_array();
  EXPECT_NE(std::ranges::find(required, boost::json::value("door")), required.end());
  EXPECT_EQ(std::ranges::find(required, boost::json::value("note")), required.end());
  EXPECT_EQ(std::ranges::find(required, boost::json::value("floor")), required.end());
}

TEST(JsonSchema, NamesEachTypeOfASet) {
  const auto set = json_schema_of_set<locker::Event>();
  EXPECT_EQ(set.at("$schema").as_string(), "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(set.at("oneOf"), json(R"([{"$ref": "#/$defs/locker.filled"},
                                      {"$ref": "#/$defs/locker.emptied"}])"));
  EXPECT_EQ(set.at("$defs").as_object().size(), 2u);
  EXPECT_EQ(set.at("$defs").at("locker.emptied"), json(R"({
      "type": "object", "description": "A door was emptied.",
      "properties": {"type": {"type": "string", "const": "locker.emptied"},
                     "door": {"type": "string", "description": "Label of the door."}},
      "required": ["type", "door"], "additionalProperties": false,
      "title": "locker.emptied", "$comment": "version 1"})"));
}

TEST(JsonSchema, UsesStandardKeywordsAlone) {
  const auto text = boost::json::serialize(json_schema_of_set<locker::Event>()) +
                    boost::json::serialize(json_schema_of_set<locker::Command>());
  EXPECT_EQ(text.find("\"x-"), std::string::npos) << "a strict validator refuses it";
}

/// A command with a needed field of each sort.
struct Order {
  std::string door;
  std::optional<locker::Size> size;
  std::optional<bool> paid;
  bool agreed = false;
  std::uint32_t days = 0;
  std::vector<std::string> labels;
  std::optional<Sealed<std::string>> phone;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(Order, (), (door, size, paid, agreed, days, labels, phone, note))
constexpr auto recourse_spec(const Order*) {
  return spec("locker.order", 1, "Order a door.",
              {needed({"door", 1, "Label of the door."}),
               needed({"size", 1, "Its size."}),
               needed({"paid", 1, "It is paid."}),
               needed({"agreed", 1, "The terms."}),
               needed({"days", 1, "How long."}),
               needed({"labels", 1, "Of what goes in."}),
               needed({"phone", 1, "Whom to call.", Access::identity}),
               {"note", 1, "A note."}});
}

TEST(JsonSchema, SaysWhatACommandNeeds) {
  const auto schema = json_schema(type_info<Order>, JsonReading::lenient);
  EXPECT_EQ(schema.at("required"),
            json(R"(["door", "size", "paid", "agreed", "days", "labels", "phone"])"));
  auto properties = schema.at("properties").as_object();
  for (auto& member : properties) member.value().as_object().erase("description");
  EXPECT_EQ(properties, json(R"({
      "door": {"type": "string", "minLength": 1},
      "size": {"type": "string", "enum": ["small", "large"]},
      "paid": {"type": "boolean"},
      "agreed": {"type": "boolean", "const": true},
      "days": {"type": "integer", "minimum": 1},
      "labels": {"type": "array", "items": {"type": "string"}, "minItems": 1},
      "phone": {"type": "string", "minLength": 1, "$comment": "personal data"},
      "note": {"type": "string"}})"));
}

TEST(JsonSchema, NeedsNothingOfWhatIsRecorded) {
  const auto schema = json_schema(type_info<Order>, JsonReading::strict);
  EXPECT_EQ(schema.at("required"), json(R"(["door", "agreed", "days", "note"])"));
  EXPECT_TRUE(schema.at("properties").at("size").as_object().contains("anyOf"));
}

TEST(Json, ReadingLeavesWhatIsNeededToTheDecider) {
  const auto read = from_json<Order>(json("{}"), JsonReading::lenient);
  ASSERT_TRUE(read.has_value()) << read.error().message();
  EXPECT_EQ(read->door, "");
  EXPECT_FALSE(read->size.has_value());
}

}  // namespace
}  // namespace recourse::describe
