// Lowers the certificates of Front Door that are in key vaults.
#include "FrontDoor.h"
#include "azcl/Analysis/SecretUris.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using llvm::StringRef;

namespace {
struct CertificateLowerer : ApplicationLowering {
  const FrontDoor &door;
  const LoweredFrontDoor &lowered;
  ClusterLowering &ctx;
  std::vector<std::pair<Value, const arm::Resource *>> roles{}; ///< by the ID of the vault
  const arm::UserAssignedIdentity *identity = nullptr;

  void run() {
    identify();
    for (const FrontDoorCertificate &each : door.certificates) {
      const arm::FrontDoorSecret &secret = this->secret(each);
      if (!door.domains.set())
        continue;
      for (size_t i = 0; i < door.domains.size(); ++i)
        if (certificateOf(door, door.domains[i]) == &each) {
          arm::FrontDoorDomain &domain = *lowered.domains.lookup(door.domains[i].lower());
          domain.certificate = "CustomerCertificate";
          domain.secret = values.idOf(secret);
        }
    }
  }

private:
  /// A role needs the object ID of the identity, so each is in a component of its own.
  unsigned ownComponent(StringRef suffix, StringRef doc) {
    StringRef name = text((application.label.text + "-front-door-" + suffix).str());
    for (size_t i = 0; i < module.components.size(); ++i)
      if (module.components[i].name == name)
        return i;
    return component(text(("front-door-" + suffix).str()), doc);
  }

  /// A user-assigned identity exists before the profile, so its role can too.
  void identify() {
    Value id;
    if (door.identity.set()) {
      id = translate.value(door.identity);
      ctx.need("role",
               ctx.name(door.identity.known() ? door.identity.value() : StringRef("identity"),
                        ": Key Vault Secrets User"),
               "Front Door uses this identity to read its certificates from Key Vault", door.head);
    } else {
      auto &made = add<arm::UserAssignedIdentity>(
          text((door.label.text + "-identity").str()), door,
          ownComponent("identities", "the identities that read the certificates of Front Door"));
      made.location = ctx.cluster.region.value()->name;
      identity = &made;
      id = values.idOf(made);
    }
    Value pair[] = {id, Value::object({})};
    lowered.profile->identityType = "UserAssigned";
    lowered.profile->identities = Value::object(module.arena.copy<Value>(pair));
  }

  const arm::Resource *roleOn(const FrontDoorCertificate &certificate) {
    if (!identity)
      return nullptr;
    Value vault = translate.value(certificate.vault);
    for (auto &[id, role] : roles)
      if (id == vault)
        return role;
    auto &made = add<arm::GroupDeployment>(
        text((door.label.text + "-" + certificate.label.text + "-role").str()), certificate,
        ownComponent("roles", "the roles of these identities"));
    assignElsewhere(ctx, made, vault, values.runtimeOf(*identity, "principalId"),
                    BuiltInRole::KeyVaultSecretsUser);
    ctx.need(
        "vault",
        certificate.vault.known() ? certificate.vault.value()
                                  : StringRef("vault of the certificate"),
        ctx.name("the key vault uses Azure role-based access control, or has an access policy by "
                 "which the identity ",
                 identity->name().text(),
                 " can get secrets; its firewall admits trusted Azure services, so that Front "
                 "Door can read the certificate"),
        certificate.head);
    roles.push_back({vault, &made});
    return &made;
  }

  const arm::FrontDoorSecret &secret(const FrontDoorCertificate &certificate) {
    auto &made = child<arm::FrontDoorSecret>(*lowered.profile,
                                             text(("certificate-" + certificate.label.text).str()),
                                             certificate, lowered.profile->component);
    Value vault = translate.value(certificate.vault), name;
    if (certificate.secret.known()) {
      llvm::SmallVector<StringRef, 6> parts;
      certificate.secret.value().split(parts, '/');
      name = values.text(parts[4]);
      made.newest = !hasVersion(certificate.secret.value());
      if (hasVersion(certificate.secret.value()))
        made.version = values.text(parts[5]);
    } else { // a version is the sixth part
      Value parts = values.call(Function::Split, {translate.value(certificate.secret), "/"});
      name = values.call(Function::Member, {parts, int64_t(4)});
      made.newest =
          values.call(Function::Less, {values.call(Function::Length, {parts}), int64_t(6)});
      made.version = values.choose(made.newest, Value::null(),
                                   values.call(Function::Member, {parts, int64_t(5)}));
    }
    made.source = values.concat({vault, "/secrets/", name});
    if (const arm::Resource *role = roleOn(certificate))
      made.after.push_back(role);
    return made;
  }
};
} // namespace

void azcl::lowerEdgeCertificates(const ApplicationLowering &base, const FrontDoor &door,
                                 const LoweredFrontDoor &lowered, ClusterLowering &ctx) {
  CertificateLowerer{base, door, lowered, ctx}.run();
}
