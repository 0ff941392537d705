// Checks the administrator login. Lowering may assume that a Linux tier has an SSH key and a
// Windows tier a password, and neither has both.
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Passes/Passes.h"
#include "llvm/Support/Base64.h"
#include "llvm/Support/Endian.h"

using namespace azcl;

static void checkUser(const Admin &admin, bool windows, PassContext &ctx) {
  if (!admin.user.known())
    return;
  llvm::StringRef name = admin.user.value();
  size_t most = ctx.catalog.limit(windows ? LimitId::WindowsUserName : LimitId::LinuxUserName);
  bool refused = llvm::any_of(ctx.catalog.administratorNames(), [&](const AdministratorName &each) {
    return name.equals_insensitive(each.name);
  });
  llvm::StringRef why =
      name.empty()                     ? "it is empty"
      : name.size() > most             ? "it is too long"
      : refused                        ? "Azure rejects it because it is commonly guessed"
      : windows && name.ends_with(".") ? "it ends with a period"
      : windows && name.find_first_of(" \t\"/\\[]:;|=,+*?<>@") != llvm::StringRef::npos
          ? "it contains a character that Windows does not allow"
          : "";
  if (!why.empty())
    ctx.diags.report(admin.user.place(), diag::UserUnfit, name, why);
}

/// Why this is not a public key of a type that Azure accepts: learn.microsoft.com
/// create-ssh-keys-detailed, hashicorp/terraform-provider-azurerm validate/ssh_key.go;
/// MicrosoftDocs/azure-docs#112770 (ECDSA), #74103 (private key),
/// Azure/azure-quickstart-templates#680 (path). Accepts a key that is too short to judge.
static llvm::StringRef faultOf(llvm::StringRef key, bool whole) {
  llvm::StringRef text = key.ltrim();
  if (text.starts_with("-----BEGIN "))
    return text.split('\n').first.contains("PRIVATE")
               ? "it is a private key, which must stay secret"
               : "it is in PEM format; use the one-line format";
  if (text.starts_with("ecdsa-"))
    return "ECDSA is not supported; generate a key with `ssh-keygen -t ed25519`";
  if (text.starts_with("ssh-dss"))
    return "DSA is not supported; generate a key with `ssh-keygen -t ed25519`";
  for (llvm::StringRef beginning : {"~/", "/", "./", "../"})
    if (text.starts_with(beginning))
      return "it is the path of a file; use `file(...)` to read the file";
  return whole && text.ends_with(".pub") && !text.contains(' ')
             ? "it is the path of a file; use `file(...)` to read the file"
             : "";
}

/// The number of bits in the modulus of an `ssh-rsa` key; nullopt for other keys. A key has three
/// parts, each preceded by its length: name, exponent and modulus (RFC 4253, 6.6).
static std::optional<unsigned> rsaBits(llvm::StringRef key) {
  llvm::StringRef text = key.ltrim();
  std::vector<char> bytes;
  if (!text.consume_front("ssh-rsa "))
    return std::nullopt;
  if (llvm::Error error = llvm::decodeBase64(text.ltrim().take_until(llvm::isSpace), bytes)) {
    llvm::consumeError(std::move(error));
    return std::nullopt;
  }
  llvm::StringRef rest(bytes.data(), bytes.size()), part;
  for (int i = 0; i < 3; ++i) {
    uint32_t size = rest.size() < 4 ? UINT32_MAX : llvm::support::endian::read32be(rest.data());
    if (rest.size() < 4 || rest.size() - 4 < size)
      return std::nullopt;
    part = rest.substr(4, size);
    rest = rest.drop_front(4 + size_t(size));
  }
  part = part.ltrim('\0'); // a leading zero keeps the number positive
  return part.empty()
             ? std::nullopt
             : std::optional(unsigned(part.size() * 8) - llvm::countl_zero(uint8_t(part[0])));
}

static void checkKey(const Admin &admin, PassContext &ctx) {
  size_t least = ctx.catalog.least(LimitId::RsaKeyBits);
  forEachText(admin.key, [&](llvm::StringRef key, bool whole) {
    if (llvm::StringRef why = faultOf(key, whole); !why.empty())
      ctx.diags.report(admin.key.place(), diag::SshKeyUnfit, why);
    else if (std::optional<unsigned> bits = whole ? rsaBits(key) : std::nullopt;
             bits && *bits < least)
      ctx.diags.report(admin.key.place(), diag::RsaKeyWeak, *bits, least);
  });
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
      if (!windows)
        checkKey(admin, ctx);
      llvm::StringRef names[] = {"key", "password"};
      if (!wanted.set() && !admin.incomplete)
        ctx.diags.report(admin.head, diag::LoginMissing, os, names[windows])
            .label(tier.image.place(), note::OsOfImage, image.name, os);
      else if (wanted.set() && other.set())
        ctx.diags.report(other.range, diag::LoginUnfit, os, names[!windows])
            .label(tier.image.place(), note::OsOfImage, image.name, os);
    }
}
