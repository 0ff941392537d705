// Who can reach the machines of a tier: `allow`, `deny` and the bastion.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class AccessProtocol : uint8_t { Tcp, Udp, Icmp, Any };
template <> struct Words<AccessProtocol> {
  static constexpr WordInfo words[] = {{"tcp", "connections", "Tcp"},
                                       {"udp", "datagrams", "Udp"},
                                       {"icmp", "pings and the like", "Icmp"},
                                       {"any", "all of them", "*"}};
  static constexpr Type type{TypeKind::Word, "protocol", "a protocol such as `tcp`", words};
};

/// Rows of lib/Catalog/data/ports.json.
enum class KnownService : uint8_t {
  Http,
  Https,
  Ssh,
  Rdp,
  Winrm,
  WinrmTls,
  Sql,
  Mysql,
  Postgresql,
  Redis,
  Mongodb,
  Ldap,
  Ldaps,
  Smb,
  Smtp,
  Dns,
  Ntp
};
template <> struct Words<KnownService> {
  static constexpr WordInfo words[] = {
      {"http", "tcp port 80"},         {"https", "tcp port 443"},
      {"ssh", "tcp port 22"},          {"rdp", "tcp port 3389"},
      {"winrm", "tcp port 5985"},      {"winrm-tls", "tcp port 5986"},
      {"sql", "tcp port 1433"},        {"mysql", "tcp port 3306"},
      {"postgresql", "tcp port 5432"}, {"redis", "tcp port 6379"},
      {"mongodb", "tcp port 27017"},   {"ldap", "tcp port 389"},
      {"ldaps", "tcp port 636"},       {"smb", "tcp port 445"},
      {"smtp", "tcp port 25"},         {"dns", "tcp and udp port 53"},
      {"ntp", "udp port 123"}};
  static constexpr Type type{TypeKind::Word, "service", "a service such as `ssh`", words};
};

/// What `allow` and `deny` have in common.
template <BlockKind K> struct AccessRule : BlockOf<K> {
  Fixed<Ref<Tier>> from;
  Open<List<Cidr>> addresses;
  Fixed<Text> tag;
  Open<CountRange> port;
  Fixed<KnownService> service;
  Fixed<AccessProtocol> protocol;

protected:
  template <class = void> static constexpr auto rows(llvm::StringRef keyword, llvm::StringRef doc) {
    return block(
               keyword, doc, optional<&AccessRule::from>("from", "The tier that calls."),
               optional<&AccessRule::addresses>("addresses", "The addresses of those who call."),
               optional<&AccessRule::tag>(
                   "tag", "Those who call, by a service tag of Azure such as `\"AzureMonitor\"`."),
               optional<&AccessRule::port>("port",
                                           "The port or ports on the machine; left out: all.")
                   .between(1, 65535),
               optional<&AccessRule::service>("service",
                                              "A port by its usual name, instead of `port`."),
               optional<&AccessRule::protocol>("protocol", "What may pass.")
                   .derivedFrom("that of the `service`, else `tcp`"))
        .named();
  }
};

struct Allow : AccessRule<BlockKind::Allow> {
  template <class = void> static constexpr auto vocabulary() {
    return rows<>("allow", "Lets callers reach the machines of the tier: `allow app { from = "
                           "tier.web  service = postgresql }`.");
  }
};

struct Deny : AccessRule<BlockKind::Deny> {
  template <class = void> static constexpr auto vocabulary() {
    return rows<>("deny", "Keeps callers out, whatever an `allow` or a balancer says. The "
                          "balancer's probe still gets in.");
  }
};

enum class BastionSku : uint8_t { Developer, Basic, Standard, Premium };
template <> struct Words<BastionSku> {
  static constexpr WordInfo words[] = {
      {"developer", "shared, for one machine at a time, without a subnet of its own", "Developer"},
      {"basic", "dedicated, from the portal", "Basic"},
      {"standard", "dedicated, scales, takes native clients", "Standard"},
      {"premium", "as standard, and can record sessions", "Premium"}};
  static constexpr Type type{TypeKind::Word, "bastion-sku", "a kind of bastion", words};
};

/// A way in for people, without a public address on any machine.
struct Bastion : BlockOf<BlockKind::Bastion> {
  Fixed<BastionSku> sku;
  Fixed<bool> recording;

  template <class = void> static constexpr auto vocabulary() {
    return block(
        "bastion", "A way in for people, by RDP and SSH, without a public address on any machine.",
        optional<&Bastion::sku>("sku", "How much it can do.").defaultsTo("standard"),
        optional<&Bastion::recording>(
            "recording",
            "Records every session, with `sku = premium`. Native clients cannot connect then.")
            .defaultsTo("no"));
  }
};

} // namespace azcl
