// Linux machines are entered with a key, Windows machines with a password; each has just its own.
#include "azcl/Passes/Passes.h"

using namespace azcl;

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
      llvm::StringRef names[] = {"key", "password"};
      if (!wanted.set() && !admin.incomplete)
        ctx.diags.report(admin.head, diag::LoginMissing, os, names[windows])
            .label(tier.image.place(), note::OsOfImage, image.name, os);
      else if (wanted.set() && other.set())
        ctx.diags.report(other.range, diag::LoginUnfit, os, names[!windows])
            .label(tier.image.place(), note::OsOfImage, image.name, os);
    }
}
