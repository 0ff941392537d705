// Linux machines are entered with a key, Windows machines with a password; each has just its own.
#include "azcl/Passes/Passes.h"

using namespace azcl;

/// Names that everybody would try first, and what the systems do not take.
/// (learn.microsoft.com/rest/api/compute/virtual-machines/create-or-update, adminUsername)
static void checkUser(const Admin &admin, bool windows, PassContext &ctx) {
  static constexpr llvm::StringRef refused[] = {
      "administrator", "admin", "user",  "user1", "test",   "user2", "test1",  "user3",   "admin1",
      "1",             "123",   "a",     "actuser", "adm",  "admin2", "aspnet", "backup", "console",
      "david",         "guest", "john",  "owner", "root",   "server", "sql",   "support", "support_388945a0",
      "sys",           "test2", "test3", "user4", "user5"};
  if (!admin.user.known())
    return;
  llvm::StringRef name = admin.user.value();
  size_t most = windows ? 20 : 64;
  llvm::StringRef why = name.empty()                                 ? "it is empty"
                        : name.size() > most                         ? "it is too long"
                        : llvm::is_contained(refused, name.lower())  ? "Azure refuses it, because everybody knows it"
                        : windows && name.ends_with(".")             ? "it ends in a dot"
                        : windows && name.find_first_of(" \t\"/\\[]:;|=,+*?<>@") != llvm::StringRef::npos
                            ? "it has a character that no user can have"
                            : "";
  if (!why.empty())
    ctx.diags.report(admin.user.place(), diag::UserUnfit, name, why);
}

void azcl::checkLogin(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers) {
      if (!tier.image.known() || !tier.admin)
        continue;
      const Image &image = *tier.image.value();
      bool windows = image.os == OperatingSystem::Windows;
      llvm::StringRef os = windows ? "Windows" : "Linux";
      const Admin &admin = *tier.admin.get();
      const Setting &wanted = windows ? static_cast<const Setting &>(admin.password) : admin.key;
      const Setting &other = windows ? static_cast<const Setting &>(admin.key) : admin.password;
      checkUser(admin, windows, ctx);
      llvm::StringRef names[] = {"key", "password"};
      if (!wanted.set() && !admin.incomplete)
        ctx.diags.report(admin.head, diag::LoginMissing, os, names[windows])
            .label(tier.image.place(), note::OsOfImage, image.name, os);
      else if (wanted.set() && other.set())
        ctx.diags.report(other.range, diag::LoginUnfit, os, names[!windows])
            .label(tier.image.place(), note::OsOfImage, image.name, os);
    }
}
