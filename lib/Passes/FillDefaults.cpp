// Makes every default explicit. From here on each attribute that has a default holds it, each tier and each
// private endpoint has a subnet, each tier an upgrade, each cluster a network, each balancer a probe, each
// gateway a subnet, and each of its backends a probe.
#include "azcl/Analysis/Outbound.h"
#include "azcl/Passes/Passes.h"
#include "azcl/Sema/Defaults.h"
#include "azcl/Analysis/Prove.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MathExtras.h"

using namespace azcl;

namespace {
class Filler {
public:
  Filler(Program &program, PassContext &ctx)
      : arena(program.arena), catalog(ctx.catalog), defaults(program, ctx.sources, ctx.diags) {}

  void cluster(Cluster &cluster) {
    if (!cluster.network)
      cluster.network.blocks = one(implied<Network>(cluster));
    subnets.assign(cluster.network->subnets.blocks.begin(), cluster.network->subnets.blocks.end());
    subnetByName.clear();
    for (Subnet &each : cluster.network->subnets)
      subnetByName.try_emplace(each.label.text, &each);
    zones(cluster);
    bastion(*cluster.network.get());
    for (Tier &each : cluster.tiers)
      tier(cluster, each);
    for (PrivateEndpoint &each : cluster.network->privateEndpoints)
      if (!each.subnet.set())
        derive(each.subnet, referTo(endpointSubnet(*cluster.network.get(), each)), each);
    for (Balancer &each : cluster.balancers)
      balancer(each);
    for (Gateway &each : cluster.gateways)
      gateway(cluster, each);
    cluster.network->subnets.blocks = arena.copy<Block *>(subnets);
    outboundPorts(cluster);
    walk(cluster, [&](Block &block) { defaults.fill(block); });
  }

private:
  /// A block that nobody wrote; messages about it point at the one that it is for.
  template <class T> T *implied(const Block &parent, llvm::StringRef label = {}) {
    T *block = arena.make<T>();
    block->parent = &parent;
    block->origin = Origin::Derived;
    block->head = parent.head;
    block->label = {label, label.empty() ? SourceRange() : parent.head};
    return block;
  }
  llvm::ArrayRef<Block *> one(Block *block) { return arena.copy<Block *>(block); }

  void derive(Setting &setting, const Expr *expr, const Block &block) {
    setting.expr = expr;
    setting.range = block.head;
    setting.origin = Origin::Derived;
  }
  template <class T> void derive(T &field, int64_t value, const Block &block) {
    derive(field, number(*typeOf<typename T::Value>, value), block);
  }
  Expr *number(const Type &type, int64_t value) {
    Expr *expr = arena.make<Expr>();
    expr->kind = ExprKind::Number;
    expr->type = &type;
    expr->number = value;
    return expr;
  }

  void zones(Cluster &cluster) {
    if (cluster.zones.set() || !cluster.region.known())
      return;
    Expr *list = arena.make<Expr>();
    list->kind = ExprKind::List;
    list->type = typeOf<List<int64_t>>;
    llvm::SmallVector<const Expr *, 3> numbers;
    for (unsigned zone : cluster.region.value()->zones)
      numbers.push_back(number(types::integer, zone));
    list->operands = arena.copy<const Expr *>(numbers);
    derive(cluster.zones, list, cluster);
  }

  /// A bastion of one's own stands in a subnet that has to be called so, of at least 64 addresses.
  void bastion(Network &network) {
    if (!network.bastion || (network.bastion->sku.known() &&
                             network.bastion->sku.value() == BastionSku::Developer))
      return;
    if (!find("AzureBastionSubnet"))
      addSubnet(network, "AzureBastionSubnet", network.bastion->head, 64);
  }

  void tier(Cluster &cluster, Tier &tier) {
    image(tier);
    for (Disk &each : tier.disks)
      caching(each);
    if (tier.autoscale)
      autoscale(*tier.autoscale.get());
    if (!tier.subnet.set())
      derive(tier.subnet, subnetFor(*cluster.network.get(), tier), tier);
    if (!tier.upgrade) {
      Upgrade *upgrade = implied<Upgrade>(tier);
      bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
      UpgradeMode mode = tier.health && !machines ? UpgradeMode::Rolling : UpgradeMode::Manual;
      upgrade->variant = uint8_t(mode);
      upgrade->label = {upgradeWords[upgrade->variant].name, tier.head};
      tier.upgrade.blocks = one(upgrade);
    }
    if (tier.upgrade->mode() == UpgradeMode::Rolling)
      tolerances(tier, *tier.upgrade.get());
    if (!tier.repair && !tier.repair.declined && canRepair(tier))
      tier.repair.blocks = one(implied<Repair>(tier));
    if (tier.repair && !tier.repair->action.set()) {
      bool data = false;
      for (Disk &disk : tier.disks)
        data |= disk.role() == DiskRole::Data;
      // What is on data disks would be lost with the instance.
      derive(tier.repair->action, int64_t(data ? RepairAction::Restart : RepairAction::Replace),
             *tier.repair.get());
    }
  }

  /// Repairs help where something installs the application: without that, every instance stays unhealthy, and Azure
  /// replaces it until it suspends repairs (hashicorp/terraform-provider-azurerm#15196). A repair would start what a stop
  /// has stopped.
  static bool canRepair(const Tier &tier) {
    bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
    bool installs = tier.customData.set() || (tier.image.known() && tier.image.value()->publisher.empty());
    return tier.health && !machines && !tier.kind.poisoned() && !tier.shutdown && !tier.incomplete && installs;
  }

  /// What an image from a gallery is cannot be seen from its id: the tier says it.
  void image(Tier &tier) {
    if (!tier.image.known())
      return;
    const Image &image = *tier.image.value();
    bool gallery = image.publisher.empty();
    if (gallery && tier.os.known()) {
      Image *own = arena.make<Image>(image);
      own->os = tier.os.value() == Os::Windows ? OperatingSystem::Windows : OperatingSystem::Linux;
      if (tier.trustedLaunch.known() && tier.trustedLaunch.value())
        own->trustedLaunch = Support::Yes;
      Expr *expr = arena.make<Expr>(*tier.image.expr);
      expr->fact = own;
      tier.image.expr = expr;
    }
    if (!tier.os.set())
      derive(tier.os, int64_t(image.os == OperatingSystem::Windows ? Os::Windows : Os::Linux), tier);
    if (!tier.trustedLaunch.set() && tier.size.known())
      derive(tier.trustedLaunch,
             image.trustedLaunch == Support::Yes && image.generation == Generation::V2 &&
                 tier.size.value()->trustedLaunch,
             tier);
    if (!tier.accelerated.set() && tier.size.known())
      derive(tier.accelerated, tier.size.value()->acceleratedNetworking, tier);
  }

  void caching(Disk &disk) {
    if (disk.caching.set() || disk.type.poisoned() || disk.ephemeral.poisoned())
      return;
    Caching caching = disk.role() == DiskRole::Os ? Caching::ReadWrite : Caching::ReadOnly;
    if (disk.type.set() && (disk.type.value() == DiskType::PremiumV2 || disk.type.value() == DiskType::Ultra))
      caching = Caching::None;
    if (disk.size.known() && disk.size.value().bytes >> 30 > 4095) // such disks have no cache
      caching = Caching::None;
    if (disk.ephemeral.set() && disk.ephemeral.value() != Ephemeral::No)
      caching = Caching::ReadOnly;
    derive(disk.caching, int64_t(caching), disk);
  }

  void autoscale(Autoscale &autoscale) {
    for (Scale &rule : autoscale.rules)
      amount(rule);
    for (Schedule &schedule : autoscale.schedules) {
      for (Scale &rule : schedule.rules)
        amount(rule);
      if (schedule.days.set() || schedule.start.set())
        continue;
      Expr *days = arena.make<Expr>();
      days->kind = ExprKind::List;
      days->type = typeOf<List<Day>>;
      llvm::SmallVector<const Expr *, 7> all;
      for (int64_t day = 0; day < 7; ++day)
        all.push_back(number(*typeOf<Day>, day));
      days->operands = arena.copy<const Expr *>(all);
      derive(schedule.days, days, schedule);
    }
  }
  void amount(Scale &rule) {
    if (!rule.by.set() && !rule.share.set() && !rule.to.set())
      derive(rule.by, 1, rule);
  }

  Subnet *find(llvm::StringRef label) const { return subnetByName.lookup(label); }
  Subnet *addSubnet(Network &network, llvm::StringRef label, SourceRange head, int64_t size) {
    Subnet *subnet = implied<Subnet>(network, label);
    subnet->head = head;
    derive(subnet->size, size, *subnet);
    subnets.push_back(subnet);
    subnetByName[label] = subnet;
    return subnet;
  }

  /// The subnet of the tier's own name, made if it is not there.
  Expr *subnetFor(Network &network, const Tier &tier) {
    Subnet *subnet = find(tier.label.text);
    if (!subnet) {
      // Twice the instances, so that all can be replaced side by side, and the five that Azure reserves.
      int64_t wanted = 2 * greatestInstances(tier).value_or(catalog.limit(LimitId::SetInstances)) +
                       catalog.limit(LimitId::ReservedAddresses);
      subnet = addSubnet(network, tier.label.text, tier.head,
                         std::max<int64_t>(256, llvm::PowerOf2Ceil(wanted)));
    }
    return referTo(*subnet);
  }
  Expr *referTo(const Subnet &subnet) {
    Expr *reference = arena.make<Expr>();
    reference->kind = ExprKind::Reference;
    reference->type = typeOf<Ref<Subnet>>;
    reference->text = arena.copy(llvm::StringRef("network." + subnet.label.text.str()));
    reference->block = &subnet;
    return reference;
  }

  Subnet &endpointSubnet(Network &network, const PrivateEndpoint &endpoint) {
    Subnet *subnet = find("endpoints");
    return subnet ? *subnet : *addSubnet(network, "endpoints", endpoint.head, 32);
  }

  /// Each machine's share of the balancer's address, where that is the way out.
  void outboundPorts(Cluster &cluster) {
    const Setting &outbound = cluster.network->outbound;
    if (!outbound.set() || outbound.poisoned() || cluster.network->outbound.value() != Outbound::Balancer)
      return;
    for (Balancer &balancer : cluster.balancers)
      if (balancer.isPublic() && !balancer.outboundPorts.set())
        if (InstanceCounts counts(callersThrough(cluster, balancer)); !counts.inError()) {
          int64_t instances = counts.greatestSum([](const InstanceCount &count) {
            return count.greatest + count.extra(); // those that an upgrade adds need ports too
          }).value;
          if (instances > 0)
            derive(balancer.outboundPorts,
                   std::max<int64_t>(8, std::min<int64_t>(portsLeft(balancer) / instances / 8 * 8, 64000)),
                   balancer);
        }
  }

  /// At 20 percent, one sick machine of three would block every update.
  void tolerances(const Tier &tier, Upgrade &upgrade) {
    int64_t share = percent(20);
    if (InstanceCounts counts(tier); !counts.inError()) {
      int64_t least = counts.smallestOf(0, [](const InstanceCount &count) { return count.leastInUse; }) /
                      setsOf(tier);
      int64_t ofOne = least < 1 ? 100 : llvm::divideCeil(100, least);
      share = std::max(share, percent(ofOne));
    }
    if (!upgrade.unhealthy.set())
      derive(upgrade.unhealthy, share, upgrade);
    if (!upgrade.unhealthyUpgraded.set())
      derive(upgrade.unhealthyUpgraded, upgrade.unhealthy.expr, upgrade);
  }

  /// The question that the first listener's tier answers; else whether its port is open.
  void balancer(Balancer &balancer) {
    if (balancer.probe || balancer.listeners.empty())
      return;
    const Listen &listener = *balancer.listeners.begin();
    const Tier *tier = listener.to.poisoned() ? nullptr : listener.to.value();
    bool every = listener.everyPort.known() && listener.everyPort.value();
    if (!tier || listener.port.poisoned() || !(listener.port.set() || (every && tier->health)))
      return; // nothing to ask
    Probe *probe = implied<Probe>(balancer);
    Protocol protocol = Protocol::Tcp;
    if (Health *health = tier->health.get()) {
      protocol = health->protocol();
      derive(probe->port, health->port.expr, balancer);
      if (health->path.set())
        derive(probe->path, health->path.expr, balancer);
    } else {
      const Expr *inside = listener.port.expr->operands[1];
      derive(probe->port, inside->operands[0], balancer);
    }
    probe->variant = uint8_t(protocol);
    probe->label = {protocolWords[probe->variant].name, balancer.head};
    balancer.probe.blocks = one(probe);
  }

  void gateway(Cluster &cluster, Gateway &gateway) {
    if (!gateway.subnet.set())
      derive(gateway.subnet, subnetFor(cluster, gateway), gateway);
    bool filters = !gateway.sku.set() || (gateway.sku.known() && gateway.sku.value() == GatewaySku::WafV2);
    if (!gateway.waf && filters)
      gateway.waf.blocks = one(implied<Waf>(gateway));
    for (GatewayListen &each : gateway.listeners)
      listener(gateway, each);
  }

  /// Of 256 addresses, under the gateway's own name unless a tier has it.
  Expr *subnetFor(Cluster &cluster, const Gateway &gateway) {
    std::string label = gateway.label.text.str();
    for (const Tier &tier : cluster.tiers)
      if (tier.label.text == gateway.label.text)
        label += "-gateway";
    Network &network = *cluster.network.get();
    Subnet *subnet = find(label);
    if (!subnet)
      subnet = addSubnet(network, arena.copy(llvm::StringRef(label)), gateway.head, 256);
    return referTo(*subnet);
  }

  void listener(const Gateway &gateway, GatewayListen &listen) {
    if (!listen.protocol.set()) {
      llvm::StringRef label = listen.label.text;
      bool tls = label == "https" || (label != "http" && listen.certificate.set());
      derive(listen.protocol, int64_t(tls ? WebProtocol::Https : WebProtocol::Http), listen);
    }
    const Expr *host = listen.backendHost.set() ? listen.backendHost.expr : listen.plainHost();
    const Expr *inside = !listen.port.set() || listen.port.poisoned()
                             ? nullptr
                             : listen.port.expr->operands[1]->operands[0];
    if (listen.to.set())
      probe(gateway, listen, inside, host);
    for (GatewayPath &path : listen.paths) {
      if (!path.to.set())
        continue;
      auto inherit = [&](Setting &to, const Expr *from) {
        if (!to.set() && from)
          derive(to, from, path);
      };
      inherit(path.port, inside);
      inherit(path.backend, listen.backend.expr);
      inherit(path.backendHost, listen.backendHost.expr);
      inherit(path.rewrite, listen.rewrite.expr);
      probe(gateway, path, path.port.expr, path.backendHost.set() ? path.backendHost.expr : host);
    }
  }

  /// What the gateway's own probe says, else what the tier's health says. A gateway asks in the protocol
  /// of the backend, so the port of a health in another protocol is of no use.
  template <class Answer>
  void probe(const Gateway &gateway, Answer &answer, const Expr *port, const Expr *host) {
    if (!answer.probe)
      answer.probe.blocks = one(implied<GatewayProbe>(answer));
    GatewayProbe &probe = *answer.probe.get();
    const Tier *tier = answer.to.poisoned() ? nullptr : answer.to.value();
    const Health *health = tier ? tier->health.get() : nullptr;
    if (health && health->protocol() == Protocol::Tcp)
      health = nullptr;
    const GatewayProbe *shared = gateway.probe.get();
    auto take = [&](auto setting, const Expr *otherwise) {
      const Expr *said = shared ? (shared->*setting).expr : nullptr;
      if (!(probe.*setting).set() && (said || otherwise))
        derive(probe.*setting, said ? said : otherwise, answer);
    };
    bool alike = health && answer.backend.known() &&
                 (health->protocol() == Protocol::Https) == (answer.backend.value() == WebProtocol::Https);
    take(&GatewayProbe::path, health && health->path.set() ? health->path.expr : text("/"));
    take(&GatewayProbe::port, alike ? health->port.expr : port);
    take(&GatewayProbe::host, host ? host : text("127.0.0.1"));
    take(&GatewayProbe::every, nullptr);
    take(&GatewayProbe::timeout, nullptr);
    take(&GatewayProbe::failures, nullptr);
  }
  Expr *text(llvm::StringRef value) {
    Expr *expr = arena.make<Expr>();
    expr->kind = ExprKind::Text;
    expr->type = &types::text;
    expr->text = value;
    return expr;
  }

  Arena &arena;
  const Catalog &catalog;
  Defaults defaults;
  // Of the cluster at hand; those that are added join its network when all are known.
  std::vector<Block *> subnets;
  llvm::StringMap<Subnet *> subnetByName;
};
} // namespace

void azcl::fillDefaults(Program &program, PassContext &ctx) {
  Filler filler(program, ctx);
  for (Cluster &cluster : program.clusters())
    filler.cluster(cluster);
}
