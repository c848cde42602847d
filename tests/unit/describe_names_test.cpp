#include <gtest/gtest.h>

#include <recourse/casework/complaint/decider.hpp>
#include <recourse/describe/names.hpp>

namespace recourse::describe {
namespace {

struct Local {};

TEST(ClassNameTest, IsTheNameInTheCodeWithoutNamespaces) {
  static_assert(class_name<casework::complaint::Received>() == "Received");
  static_assert(class_name<casework::complaint::RequestReview1>() == "RequestReview1");
  static_assert(class_name<casework::complaint::Route>() == "Route");
  static_assert(class_name<Local>() == "Local");
  static_assert(class_name<int>() == "int");
}

}  // namespace
}  // namespace recourse::describe
