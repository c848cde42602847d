// The refusals of the notary as constants: `refusals::not_newer`. Names are permanent.
#pragma once

#include <recourse/core/refusal.hpp>

namespace recourse::notary::refusals {

using core::RefusalInfo;
using core::RefusalKind;

inline constexpr RefusalInfo not_your_role{
    .id = "not_your_role",
    .name = "not_your_role",
    .rule = "notary",
    .kind = RefusalKind::forbidden,
    .en = "Keys and heads are for administrator and the engine itself, not for {role}.",
    .zh = "签名密钥和树头由管理员或系统办理，不由{role}办理。"};
inline constexpr RefusalInfo no_actor{.id = "no_actor",
                                      .name = "no_actor",
                                      .rule = "notary",
                                      .kind = RefusalKind::invalid,
                                      .en = "The actor has no id; an actor is role:id@unit.",
                                      .zh = "操作人未注明编号，应为“角色:编号@单位”。"};
inline constexpr RefusalInfo key_malformed{.id = "key_malformed",
                                           .name = "key_malformed",
                                           .rule = "notary",
                                           .kind = RefusalKind::invalid,
                                           .en = "This is no key: {fault}.",
                                           .zh = "密钥有误：{fault}。"};
inline constexpr RefusalInfo key_known{.id = "key_known",
                                       .name = "key_known",
                                       .rule = "notary",
                                       .kind = RefusalKind::conflict,
                                       .en = "Key {key} was added before.",
                                       .zh = "密钥{key}此前已启用。"};
inline constexpr RefusalInfo key_unknown{.id = "key_unknown",
                                         .name = "key_unknown",
                                         .rule = "notary",
                                         .kind = RefusalKind::not_found,
                                         .en = "There is no key {key}: add it first.",
                                         .zh = "没有密钥{key}，请先启用。"};
inline constexpr RefusalInfo key_is_retired{.id = "key_is_retired",
                                            .name = "key_is_retired",
                                            .rule = "notary",
                                            .kind = RefusalKind::conflict,
                                            .en = "Key {key} is retired.",
                                            .zh = "密钥{key}已停用。"};
inline constexpr RefusalInfo reason_missing{.id = "reason_missing",
                                            .name = "reason_missing",
                                            .rule = "notary",
                                            .kind = RefusalKind::invalid,
                                            .en = "Say why the key is retired.",
                                            .zh = "请填写停用原因。"};
inline constexpr RefusalInfo head_malformed{.id = "head_malformed",
                                            .name = "head_malformed",
                                            .rule = "notary",
                                            .kind = RefusalKind::invalid,
                                            .en = "This is no head of a tree: {fault}.",
                                            .zh = "树头有误：{fault}。"};
inline constexpr RefusalInfo not_newer{
    .id = "not_newer",
    .name = "not_newer",
    .rule = "notary",
    .kind = RefusalKind::conflict,
    .en = "A head of {last} records was signed before; this one covers {size}.",
    .zh = "已签署过{last}条记录的树头，本次为{size}条。"};
inline constexpr RefusalInfo not_signed{.id = "not_signed",
                                        .name = "not_signed",
                                        .rule = "notary",
                                        .kind = RefusalKind::invalid,
                                        .en = "The head has no Ed25519 signature.",
                                        .zh = "树头没有Ed25519签名。"};
inline constexpr RefusalInfo signed_twice{.id = "signed_twice",
                                          .name = "signed_twice",
                                          .rule = "notary",
                                          .kind = RefusalKind::invalid,
                                          .en = "Key {key} signs the head twice.",
                                          .zh = "密钥{key}重复签名。"};
inline constexpr RefusalInfo signature_wrong{
    .id = "signature_wrong",
    .name = "signature_wrong",
    .rule = "notary",
    .kind = RefusalKind::invalid,
    .en = "The signature of key {key} over the head is wrong.",
    .zh = "密钥{key}对树头的签名不正确。"};

inline constexpr RefusalInfo kAll[]{not_your_role, no_actor,       key_malformed,  key_known,
                                    key_unknown,   key_is_retired, reason_missing, head_malformed,
                                    not_newer,     not_signed,     signed_twice,   signature_wrong};
static_assert(core::well_formed(kAll));

}  // namespace recourse::notary::refusals
