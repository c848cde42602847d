#include "apps/server/problem.hpp"

#include <algorithm>
#include <iterator>

namespace recourse::server {
namespace {

using boost::json::object;
using boost::json::string;

struct Title {
  std::string_view name;
  std::string_view zh;
};

// By the last part of a problem's type: errors as errors.def names them, and what the transport
// says no with.
constexpr Title kTitles[] = {
    {"acknowledged_loss", "日志末尾缺少已确认的记录"},
    {"api_key", "令牌缺失或无效"},
    {"cancelled", "操作已撤回"},
    {"closed", "服务正在关闭"},
    {"code", "缺少查询码"},
    {"command_id_reused", "同一操作编号已用于其他内容"},
    {"content_encoding", "不接受压缩的请求"},
    {"content_type", "请求内容的格式不符"},
    {"corruption", "存储数据损坏"},
    {"csrf", "会话校验未通过，请刷新页面后重试"},
    {"failed", "服务出错"},
    {"foreign_origin", "请求来自其他网站，已拒绝"},
    {"format", "只提供 JSON 格式"},
    {"format_too_new", "数据由更新的版本写入"},
    {"format_too_old", "数据格式过旧，本版本不再支持"},
    {"invalid_argument", "填写的内容不符合要求"},
    {"io_error", "存储读写失败"},
    {"jurisdiction", "不属本单位管辖"},
    {"keys_unavailable", "无法取得密钥，加密内容暂不可用"},
    {"not_sealed", "本库未加密保存个人信息，不提供全文检索、相似诉求和信息删除"},
    {"limit_exceeded", "提交的内容超过上限"},
    {"malformed", "内容无法识别"},
    {"method", "此地址不支持该操作"},
    {"no_request", "没有这件诉求"},
    {"no_route", "没有这个页面"},
    {"no_service", "没有这项事项"},
    {"not_a_store", "目录中没有数据"},
    {"not_an_operator", "仅限科技部门"},
    {"not_for_citizens", "仅限工作人员"},
    {"not_found", "没有找到"},
    {"not_from_here", "只能在本机查看，或持管理员令牌"},
    {"not_signed_in", "请先登录"},
    {"not_yours", "没有您可以查看的这件诉求"},
    {"outcome_unknown", "尚不清楚操作是否生效，请查看后再试"},
    {"queue_full", "等待处理的操作过多，请稍后再试"},
    {"scope", "令牌没有此项权限"},
    {"session_wanted", "令牌只能在登录后签发"},
    {"store_locked", "数据正被其他程序使用"},
    {"store_stopped", "已停止写入，仍可查看"},
    {"tag_conflict", "同类事项已有在办的"},
    {"timed_out", "等待超时，请稍后再试"},
    {"too_many_tries", "尝试次数过多，请稍后再试"},
    {"unknown_event", "数据中有本版本不认识的记录"},
    {"user_code_failed", "流程程序出错，未作记录"},
    {"version_conflict", "内容已有变化，请载入后重试"},
    {"view_stopped", "此视图已停止更新"},
    {"wrong_code", "案件编号或查询码不正确"},
    {"wrong_password", "账号或口令不正确"},
};

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string text_in(const object& members, std::string_view name) {
  const auto* const found = members.if_contains(name);
  return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
}

std::string_view name_in(std::string_view type) {
  const auto colon = type.rfind(':');
  return colon == std::string_view::npos ? type : type.substr(colon + 1);
}

void add_title_zh(std::string_view name, object& members) {
  if (const auto zh = title_zh_of(name); !zh.empty()) members["title_zh"] = string{zh};
}

Reply as_reply(object members, int status) {
  members["status"] = status;
  auto reply = json_reply(members, status);
  reply.type = kProblemType;
  return reply;
}

}  // namespace

Reply problem(const core::Refusal& refusal) {
  boost::json::array allowed;
  for (const auto& command : refusal.allowed) allowed.push_back(string{command});
  return as_reply({{"type", "urn:recourse:refusal:" + refusal.name},
                   {"title", string{refusal.name}},
                   {"detail", string{refusal.en}},
                   {"detail_zh", string{refusal.zh}},
                   {"rule", string{refusal.rule}},
                   {"allowed", std::move(allowed)}},
                  core::http_status(refusal.kind));
}

Reply problem(const Error& error) { return problem(error, info(error.code()).http_status); }

Reply problem(const Error& error, int status) {
  const auto& row = info(error.code());
  object members{{"type", "urn:recourse:error:" + std::string{row.name}},
                 {"title", string{row.meaning}},
                 {"detail", string{error.message()}},
                 {"cure", string{row.cure}},
                 {"retryable", row.retryable}};
  add_title_zh(row.name, members);
  if (const auto actual = error.actual()) members["actual"] = *actual;
  auto reply = as_reply(std::move(members), status);
  if (status == 503 && row.retryable) reply.headers.emplace_back("Retry-After", "1");
  return reply;
}

Reply problem(int status, std::string_view name, std::string_view title, std::string_view detail) {
  object members{{"type", "urn:recourse:http:" + std::string{name}}, {"title", string{title}}};
  add_title_zh(name, members);
  if (!detail.empty()) members["detail"] = string{detail};
  return as_reply(std::move(members), status);
}

std::string_view title_zh_of(std::string_view name) {
  const auto* const found = std::find_if(std::begin(kTitles), std::end(kTitles),
                                         [&](const Title& one) { return one.name == name; });
  return found == std::end(kTitles) ? std::string_view{} : found->zh;
}

bool wants_page(const Request& request) {
  const auto accept = request.header("Accept");
  const auto takes = [&](std::string_view what) {
    return accept.find(what) != std::string_view::npos;
  };
  return request.method == Method::get && takes("text/html") && !takes("json");
}

Reply as_page(const Reply& problem) {
  boost::system::error_code failed;
  const auto read = boost::json::parse(problem.body, failed);
  if (failed || !read.is_object()) return problem;
  const auto& members = read.get_object();
  const auto type = text_in(members, "type");
  // A refusal's title is its name; its sentence says what people read.
  auto zh = text_in(members, "detail_zh");
  if (zh.empty()) zh = text_in(members, "title_zh");
  if (zh.empty()) zh = "未能办理";
  auto en = text_in(members, "detail");
  if (en.empty()) en = text_in(members, "title");
  auto page = problem;
  page.type = "text/html; charset=utf-8";
  page.body =
      "<!doctype html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>" +
      escaped(zh) + "</title>\n<h1>" + escaped(zh) + "</h1>\n<p lang=\"en\">" + escaped(en) +
      "</p>\n<p><small>" + std::to_string(problem.status) + " <code>" + escaped(name_in(type)) +
      "</code></small></p>\n</html>\n";
  return page;
}

}  // namespace recourse::server
