// The transition table of a liaison's post, region by region.
#pragma once

#include <recourse/casework/liaison/lifecycle.hpp>

namespace recourse::casework::liaison {

using P = Post;
using C = Collection;

/// The digest has matters that wait for an answer.
struct HasMatters {
  static constexpr std::string_view kWords = "with matters";
  static bool holds(const DigestIssued& e) { return !e.matters.empty(); }
};
/// There is nothing to answer.
struct HasNone {
  static constexpr std::string_view kWords = "without matters";
  static bool holds(const DigestIssued& e) { return e.matters.empty(); }
};

// clang-format off
using PostRows = boost::mp11::mp_list<
    lifecycle::Row<P::vacant, Appointed, P::served>,
    lifecycle::Row<P::served, Replaced, P::served>,
    lifecycle::Row<P::served, AbsenceNoted, P::served>,
    lifecycle::Row<P::served, Left, P::vacant>>;

using CollectionRows = boost::mp11::mp_list<
    lifecycle::Row<C::collecting, Collected, C::collecting>,
    lifecycle::Row<C::collecting, MatterAnswered, C::collecting>,
    lifecycle::Row<C::collecting, DigestIssued, C::digest_open, HasMatters>,
    lifecycle::Row<C::collecting, DigestIssued, C::collecting, HasNone>,
    lifecycle::Row<C::digest_open, Collected, C::digest_open>,
    lifecycle::Row<C::digest_open, MatterAnswered, C::digest_open>,
    lifecycle::Row<C::digest_open, DigestAnswered, C::answered>,
    lifecycle::Row<C::digest_open, DigestIssued, C::digest_open, HasMatters>,
    lifecycle::Row<C::answered, Collected, C::answered>,
    lifecycle::Row<C::answered, MatterAnswered, C::answered>,
    lifecycle::Row<C::answered, DigestIssued, C::digest_open, HasMatters>,
    lifecycle::Row<C::answered, DigestIssued, C::answered, HasNone>>;
// clang-format on

lifecycle::Steps<Post> post_steps();              // lifecycle_post.cpp
lifecycle::Steps<Collection> collection_steps();  // lifecycle_collection.cpp

}  // namespace recourse::casework::liaison
