#include "apps/cli/account_commands.hpp"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <recourse/casework/account/decider.hpp>
#include <recourse/office/principals.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/served_workflow.hpp"
#include "apps/cli/usage.hpp"
#include "apps/server/authenticator.hpp"

namespace recourse::cli {
namespace {

using boost::json::object;
using casework::account::AccountDecider;

struct PasswordArguments {
  std::string key;
  std::string actor;
  bool from_stdin = false;
};

/// The terminal shows nothing of what is typed while this lives.
class Unseen {
 public:
  Unseen() : is_terminal_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!is_terminal_) return;
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    is_silent_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  ~Unseen() {
    if (is_silent_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;
  bool is_silent() const { return is_silent_; }

 private:
  termios before_{};
  bool is_terminal_ = false;
  bool is_silent_ = false;
};

Result<std::string> read_line() {
  std::string line;
  if (!std::getline(std::cin, line)) {
    return Error{Errc::invalid_argument, "standard input ended before a password"};
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

Result<std::string> ask(const char* what) {
  std::fprintf(stderr, "%s: ", what);
  std::fflush(stderr);
  auto line = read_line();
  std::fputc('\n', stderr);
  return line;
}

/// One line of standard input, or what is typed twice at a terminal.
Result<std::string> read_password(bool from_stdin) {
  if (from_stdin) return read_line();
  const Unseen unseen;
  if (!unseen.is_silent()) {
    return Error{Errc::invalid_argument,
                 "standard input is no terminal: give the password as one line with --stdin"};
  }
  RECOURSE_TRY_ASSIGN(auto first, ask("Password 密码"));
  RECOURSE_TRY_ASSIGN(const auto second, ask("Again 再次输入"));
  if (first == second) return first;
  return Error{Errc::invalid_argument, "the two passwords differ"};
}

/// Notes it in the log first: nothing is changed without a trace. Answers with what the note came
/// to.
Result<core::Outcome> set_password(const Session& session, const Office& office,
                                   const StreamId& stream, const std::string& password,
                                   const core::Actor& actor) {
  const auto key = std::string{stream.key()};
  const auto file = std::filesystem::path{session.directory} / "accounts.sqlite";
  RECOURSE_TRY_ASSIGN(const auto authenticator,
                      server::Authenticator::open(office, {.file = file}));
  const casework::account::Command note = casework::account::NotePassword{};
  const auto& port = *office.engine().workflow(AccountDecider::kKind);
  RECOURSE_TRY_ASSIGN(auto outcome, office.handle_any(port, stream, &note, office.context(actor)));
  if (outcome.refused()) return outcome;
  RECOURSE_TRY(authenticator->set_password(key, password));
  return outcome;
}

Exit run_password(const Session& session, const PasswordArguments& a) {
  if (a.actor.empty()) return fail(session, Usage{"--as is required"});
  const auto stream = stream_of(served(*office_workflow(AccountDecider::kKind)), a.key);
  if (!stream) return fail(session, stream.error());
  const auto password = read_password(a.from_stdin);
  if (!password) return fail(session, password.error());
  const auto fault = server::check_password(stream->key(), *password);
  if (!fault) return fail(session, fault.error());
  const auto office = session.open_existing();
  if (!office) return fail(session, office.error());
  const auto account = open_account(**office, stream->key());
  if (!account) return fail(session, account.error());
  if (!*account) {
    return fail(session, Error{Errc::not_found,
                               "there is no open account '" + std::string{stream->key()} + "'"});
  }
  const auto done = set_password(session, **office, *stream, *password, actor_of(a.actor));
  if (!done) return fail(session, done.error());
  if (done->refused()) return refuse(session, done->refusal());
  return answered(print(
      session, item_answer(done->appended().last, object{{"key", std::string{stream->key()}}}),
      "the password of " + std::string{stream->key()} + " is set; its sessions have ended\n"));
}

}  // namespace

WorkflowExtension account_extension() {
  WorkflowExtension extension{AccountDecider::kKind};
  extension.add_commands = [](CommandLine& parent, Session& session,
                              std::function<Exit()>& chosen) {
    const auto a = std::make_shared<PasswordArguments>();
    auto* command = parent.add_subcommand(
        "password", "Sets an account's password, typed twice at the terminal 设置密码");
    add_key(*command, served(*office_workflow(AccountDecider::kKind)), a->key);
    command->add_flag("--stdin", a->from_stdin,
                      "Takes one line of standard input instead of asking at the terminal.");
    command->add_option("--as", a->actor, "Who acts: role:id@unit (or RECOURSE_ACTOR).")
        ->envname("RECOURSE_ACTOR");
    command->callback(
        [&session, &chosen, a] { chosen = [&session, a] { return run_password(session, *a); }; });
  };
  return extension;
}

}  // namespace recourse::cli
