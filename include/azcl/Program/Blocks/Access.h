// Network access of the instances of a tier: the blocks `allow`, `deny`, `allow-outbound`,
// `deny-outbound` and `bastion`.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class AccessProtocol : uint8_t { Tcp, Udp, Icmp, Any };
template <> struct Words<AccessProtocol> {
  static constexpr WordInfo words[] = {{"tcp", "TCP", "Tcp"},
                                       {"udp", "UDP", "Udp"},
                                       {"icmp", "ICMP, such as ping", "Icmp"},
                                       {"any", "all protocols", "*"}};
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
      {"http", "TCP port 80"},         {"https", "TCP port 443"},
      {"ssh", "TCP port 22"},          {"rdp", "TCP port 3389"},
      {"winrm", "TCP port 5985"},      {"winrm-tls", "TCP port 5986"},
      {"sql", "TCP port 1433"},        {"mysql", "TCP port 3306"},
      {"postgresql", "TCP port 5432"}, {"redis", "TCP port 6379"},
      {"mongodb", "TCP port 27017"},   {"ldap", "TCP port 389"},
      {"ldaps", "TCP port 636"},       {"smb", "TCP port 445"},
      {"smtp", "TCP port 25"},         {"dns", "TCP and UDP port 53"},
      {"ntp", "UDP port 123"}};
  static constexpr Type type{TypeKind::Word, "service", "a service such as `ssh`", words};
};

/// The ports of a set are rows of lib/Catalog/data/ports.json.
template <> struct Words<RuleSet> {
  static constexpr WordInfo words[] = {
      {"web", "websites: TCP ports 80 and 443"},
      {"app", "application servers behind a proxy: TCP ports 8080 and 8443"},
      {"database", "SQL Server, MySQL, PostgreSQL, Redis, Cassandra and MongoDB"},
      {"linux", "administration of Linux: SSH"},
      {"windows", "administration of Windows: RDP and WinRM over TLS"},
      {"container-host", "Docker over TLS, the Kubernetes API server and the kubelet"}};
  static constexpr Type type{TypeKind::Word, "rule-set", "a rule set such as `web`", words};
};

/// The common part of the rules in both directions.
template <BlockKind K> struct AccessRule : BlockOf<K> {
  static constexpr bool outbound = K == BlockKind::AllowOutbound || K == BlockKind::DenyOutbound;
  static constexpr bool denies = K == BlockKind::Deny || K == BlockKind::DenyOutbound;
  Fixed<Ref<Tier>> peer; ///< `from`, or `to` of an outbound rule
  Open<List<Cidr>> addresses;
  Fixed<Text> tag;
  Open<CountRange> port;
  Fixed<KnownService> service;
  Fixed<RuleSet> ruleSet;
  Fixed<AccessProtocol> protocol;

protected:
  template <class = void> static constexpr auto rows(llvm::StringRef keyword, llvm::StringRef doc) {
    return block(
               keyword, doc,
               optional<&AccessRule::peer>(outbound ? "to" : "from",
                                           outbound ? "The destination tier." : "The source tier."),
               optional<&AccessRule::addresses>("addresses", outbound
                                                                 ? "The destination address ranges."
                                                                 : "The source address ranges."),
               optional<&AccessRule::tag>(
                   "tag", outbound ? "The destination, as an Azure service tag such as "
                                     "`\"Storage.WestEurope\"`."
                                   : "The source, as an Azure service tag such as "
                                     "`\"AzureMonitor\"`."),
               optional<&AccessRule::port>(
                   "port", "The destination port or port range. If omitted, all ports.")
                   .between(1, 65535),
               optional<&AccessRule::service>(
                   "service", "The destination port by service name, instead of `port`."),
               optional<&AccessRule::ruleSet>(
                   "rule-set", "The destination ports by workload, instead of `port`."),
               optional<&AccessRule::protocol>("protocol", "The protocol of the security rule.")
                   .derivedFrom("the protocol of `service`, else `tcp`"))
        .named();
  }
};

struct Allow : AccessRule<BlockKind::Allow> {
  template <class = void> static constexpr auto vocabulary() {
    return rows<>("allow", "A security rule that allows inbound traffic to the tier: `allow app { "
                           "from = tier.web  service = postgresql }`.");
  }
};

struct Deny : AccessRule<BlockKind::Deny> {
  template <class = void> static constexpr auto vocabulary() {
    return rows<>(
        "deny",
        "A security rule that denies inbound traffic to the tier, even if an `allow` block or a "
        "load balancer permits it. The health probe of the load balancer is still allowed.");
  }
};

struct AllowOutbound : AccessRule<BlockKind::AllowOutbound> {
  template <class = void> static constexpr auto vocabulary() {
    return rows<>(
        "allow-outbound",
        "A security rule that allows outbound traffic from a tier with `outbound-traffic "
        "= closed`: `allow-outbound metrics { tag = \"AzureMonitor\"  service = https }`.");
  }
};

struct DenyOutbound : AccessRule<BlockKind::DenyOutbound> {
  template <class = void> static constexpr auto vocabulary() {
    return rows<>("deny-outbound", "A security rule that denies outbound traffic from the tier, "
                                   "even if an `allow-outbound` block allows it.");
  }
};

enum class OutboundTraffic : uint8_t { Open, Closed };
template <> struct Words<OutboundTraffic> {
  static constexpr WordInfo words[] = {
      {"open", "all outbound traffic, except what `deny-outbound` denies"},
      {"closed", "only what `allow-outbound` allows, connections to tiers that allow this tier and "
                 "to private endpoints, and the DNS servers of the network"}};
  static constexpr Type type{TypeKind::Word, "outbound-traffic", "`open` or `closed`", words};
};

enum class BastionSku : uint8_t { Developer, Basic, Standard, Premium };
template <> struct Words<BastionSku> {
  static constexpr WordInfo words[] = {
      {"developer", "shared, for one VM at a time, without its own subnet", "Developer"},
      {"basic", "dedicated, with connections from the Azure portal", "Basic"},
      {"standard", "dedicated, scalable, with native client support", "Standard"},
      {"premium", "as `standard`, with session recording", "Premium"}};
  static constexpr Type type{TypeKind::Word, "bastion-sku", "a Bastion SKU such as `standard`",
                             words};
};

struct Bastion : BlockOf<BlockKind::Bastion> {
  Fixed<BastionSku> sku;
  Fixed<bool> recording;
  Open<Text> addressPrefix;
  Open<bool> ddosProtection;
  Fixed<Ref<Logs>> logs;

  template <class = void> static constexpr auto vocabulary() {
    return block(
        "bastion", "Azure Bastion: RDP and SSH access to VMs without a public IP address.",
        optional<&Bastion::sku>("sku", "The Bastion SKU.").defaultsTo("standard"),
        optional<&Bastion::recording>(
            "recording",
            "Records every session. Requires `sku = premium`, and native clients cannot connect.")
            .defaultsTo("no"),
        optional<&Bastion::addressPrefix>(
            "address-prefix", "The resource ID of an existing public IP prefix that provides the "
                              "public IP address."),
        optional<&Bastion::ddosProtection>(
            "ddos-protection",
            "Whether DDoS IP Protection protects the public IP address. Azure charges for each "
            "protected address.")
            .defaultsTo("no"),
        optional<&Bastion::logs>("logs", "The workspace that receives the resource logs.")
            .derivedFrom("the only `logs` block of the cluster, except with `sku = developer`"));
  }
};

} // namespace azcl
