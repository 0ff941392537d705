// Makes every default explicit. Later passes may assume that each attribute with a default is set,
// and that implied blocks exist: a network for each cluster; a subnet for each tier, application
// gateway and private endpoint; an upgrade for each tier; a probe for each load balancer and
// gateway backend.
#include "Derive.h"
#include "Regions/FillApplications.h"
#include "azcl/Analysis/Drills.h"
#include "azcl/Analysis/Extensions.h"
#include "azcl/Analysis/Hosts.h"
#include "azcl/Analysis/Images.h"
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Objectives.h"
#include "azcl/Analysis/Outbound.h"
#include "azcl/Analysis/Probes.h"
#include "azcl/Analysis/Prove.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/AzureTypes/Check.h"
#include "azcl/Diagnostics/Balancing.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "azcl/Support/IpNetwork.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MathExtras.h"

using namespace azcl;

namespace {
class Filler : Derivation {
public:
  Filler(Program &program, PassContext &ctx, const Defaults &defaults)
      : Derivation{program.arena}, catalog(ctx.catalog), diags(ctx.diags), defaults(defaults) {}

  void network(Cluster &cluster) {
    if (!cluster.network)
      cluster.network.blocks = one(implied<Network>(cluster));
  }

  void cluster(Cluster &cluster) {
    zones(cluster);
    Subnets subnets(*cluster.network.get());
    this->subnets = &subnets;
    bastion(*cluster.network.get());
    hybridGateways(cluster, *cluster.network.get());
    for (Block *each : cluster.tiers.declared)
      if (each->dropped)
        reserve(*static_cast<Tier *>(each));
      else
        tier(cluster, *static_cast<Tier *>(each));
    endpoints(*cluster.network.get());
    for (Balancer &each : cluster.balancers)
      balancer(each);
    for (Balancer &each : cluster.balancers)
      link(each, each.privateLink.get());
    for (Gateway &each : cluster.gateways)
      link(each, each.privateLink.get());
    for (Block *each : cluster.gateways.declared)
      if (auto &gateway = *static_cast<Gateway *>(each); !gateway.dropped)
        this->gateway(cluster, gateway);
      else if (!gateway.subnet.set())
        subnetFor(cluster, gateway);
    subnets.commit(arena);
    if (!cluster.network->existing.set())
      for (Subnet &each : cluster.network->subnets)
        guards(cluster, each);
    outboundPorts(cluster);
    learnedRoutes(*cluster.network.get());
    flowLogs(cluster, *cluster.network.get());
    logs(cluster);
    for (Alerts &each : cluster.alerts)
      alerts(cluster, each);
    if (cluster.slo && cluster.slo->measured())
      objectives(cluster, *cluster.slo.get());
    for (Backup &each : cluster.backups)
      backup(cluster, each);
    for (Drill &each : cluster.drills)
      drill(cluster, each);
    for (const Tier &tier : cluster.tiers)
      trackedFiles(tier);
    for (RawResource &each : cluster.resources)
      resource(cluster, each);
    for (Logs &each : cluster.logs)
      workspace(each);
    walk(cluster, [&](Block &block) { defaults.fill(block); });
  }

private:
  /// An existing workspace keeps its settings.
  void workspace(Logs &logs) {
    if (logs.existing.set())
      return;
    if (!logs.keep.set())
      derive(logs.keep, days(30), logs);
    if (!logs.localAuthentication.set())
      derive(logs.localAuthentication, 0, logs);
  }

  /// The newest version of the type, and whether it has a location.
  void resource(const Cluster &cluster, RawResource &resource) {
    if (!resource.type.known())
      return;
    const auto &library = azure::TypeLibrary::builtin();
    llvm::StringRef name = resource.type.value();
    std::optional<azure::ResourceType> type =
        resource.version.known() ? library.find(name, resource.version.value()) : std::nullopt;
    if (!type)
      type = library.newest(name);
    bool isPublic = !cluster.region.known() || cluster.region.value()->cloud == Cloud::Public;
    if (!resource.version.set()) {
      if (type && isPublic) {
        Expr *version = number(types::text, 0);
        version->kind = ExprKind::Text;
        version->text = type->version;
        derive(resource.version, version, resource);
      } else if (!resource.incomplete && name.split('/').first.contains('.') &&
                 !name.ends_with("/")) { // CheckNames reports a malformed type
        auto report =
            diags.report(resource.type.place(), diag::ApiVersionMissing,
                         isPublic ? fmt::format("azclc does not know the type `{}`", name)
                                  : "Azure Government and Azure in China get new versions later");
        if (llvm::StringRef near = type ? llvm::StringRef() : library.similar(name); !near.empty())
          report.idea(resource.type.place(), fmt::format("\"{}\"", near), note::DidYouMean, near);
      }
    }
    if (!resource.located.set())
      derive(resource.located, !type || *azure::takes(name, type->version, "location"), resource);
  }

  /// The subnets of one network. Names are compared as Azure does, without regard to case.
  struct Subnets {
    Network &network;
    llvm::StringMap<Subnet *> byName, leftOut;
    std::vector<Block *> blocks, declared;

    explicit Subnets(Network &network)
        : network(network), blocks(network.subnets.blocks), declared(network.subnets.declared) {
      for (Block *each : declared)
        enter(*static_cast<Subnet *>(each));
    }
    void enter(Subnet &subnet) {
      (subnet.dropped ? leftOut : byName).try_emplace(subnet.label.text.lower(), &subnet);
    }
    /// Only an owner that is itself left out can use a subnet that is left out.
    Subnet *find(llvm::StringRef label, const Block &owner) const {
      Subnet *subnet = byName.lookup(label.lower());
      return subnet || !owner.dropped ? subnet : leftOut.lookup(label.lower());
    }
    /// A subnet that is left out still reserves its addresses.
    void add(Subnet &subnet) {
      declared.push_back(&subnet);
      if (!subnet.dropped)
        blocks.push_back(&subnet);
      enter(subnet);
    }
    void commit(Arena &arena) {
      network.subnets.blocks = arena.copy<Block *>(blocks);
      network.subnets.declared = arena.copy<Block *>(declared);
    }
  };

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

  /// A dedicated bastion needs a subnet with a fixed name.
  void bastion(Network &network) {
    if (network.bastion.declared.empty())
      return;
    const auto &bastion = static_cast<const Bastion &>(*network.bastion.declared.front());
    if (bastion.sku.known() && bastion.sku.value() == BastionSku::Developer)
      return;
    if (!findSubnet(network, ReservedSubnet::Bastion))
      addSubnet(toString(ReservedSubnet::Bastion), bastion,
                catalog.reservedSubnet(ReservedSubnet::Bastion).addresses);
  }

  /// VPN and ExpressRoute gateways share a subnet with a fixed name. Only the older SKUs of
  /// ExpressRoute gateways are known to work without availability zones
  /// (Azure/ResourceModules#349).
  void hybridGateways(const Cluster &cluster, Network &network) {
    llvm::SmallVector<const Block *, 2> all(network.vpnGateway.declared);
    all.append(network.expressRouteGateway.declared.begin(),
               network.expressRouteGateway.declared.end());
    if (all.empty())
      return;
    if (!findSubnet(network, ReservedSubnet::Gateway)) {
      auto first = llvm::find_if(all, [](const Block *each) { return !each->dropped; });
      addSubnet(toString(ReservedSubnet::Gateway), first == all.end() ? *all.front() : **first,
                catalog.reservedSubnet(ReservedSubnet::Gateway).addresses);
    }
    if (ExpressRouteGateway *gateway = network.expressRouteGateway.get();
        gateway && !gateway->sku.set() && cluster.region.known())
      derive(gateway->sku,
             int64_t(cluster.region.value()->zones.empty() ? ExpressRouteSku::Standard
                                                           : ExpressRouteSku::ErGw1Az),
             *gateway);
  }

  /// The bastion subnet supports a security group; the reserved subnets of other Azure services do
  /// not. The subnets that the compiler adds for private endpoints and Private Link services need
  /// no outbound connectivity. Security groups do not apply to Private Link services.
  void guards(const Cluster &cluster, Subnet &subnet) {
    std::optional<ReservedSubnet> reserved = reservedAs(subnet);
    bool derived = subnet.origin == Origin::Derived,
         link = derived && holdsPrivateLink(cluster, subnet);
    if (!subnet.nsg.set())
      derive(subnet.nsg, reserved ? catalog.reservedSubnet(*reserved).securityGroup : !link,
             subnet);
    if (!subnet.nat.set())
      derive(subnet.nat, !reserved && !link && !(derived && hasOnlyEndpoints(cluster, subnet)),
             subnet);
  }

  /// A tier that is left out still reserves the addresses of its subnet.
  void reserve(const Tier &tier) {
    if (!tier.subnet.set())
      subnetFor(tier);
  }

  void tier(const Cluster &cluster, Tier &tier) {
    healthOf(cluster, tier);
    osDisk(tier);
    security(tier);
    if (tier.autoscale)
      autoscale(*tier.autoscale.get());
    if (!tier.subnet.set())
      derive(tier.subnet, referTo(subnetFor(tier)), tier);
    if (!tier.upgrade) {
      Upgrade *upgrade = implied<Upgrade>(tier);
      bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
      UpgradeMode mode = tier.health && !machines ? UpgradeMode::Rolling : UpgradeMode::Manual;
      upgrade->variant = uint8_t(mode);
      upgrade->label = {Words<UpgradeMode>::words[upgrade->variant].name, tier.head};
      tier.upgrade.blocks = one(upgrade);
    }
    if (tier.upgrade->mode() == UpgradeMode::Rolling)
      tolerances(tier, *tier.upgrade.get());
    const Network &network = *cluster.network.get();
    if (!tier.ipv6.set() && network.ipv6Address.set() && !network.existing.set())
      derive(tier.ipv6, true, tier);
    for (NetworkInterface &card : tier.interfaces)
      if (!card.forwarding.set() && !tier.forwarding.poisoned())
        derive(card.forwarding, tier.forwarding.set() && tier.forwarding.value(), card);
    int64_t position = 0;
    for (Application &application : tier.applications)
      if (++position; !application.order.set())
        derive(application.order, position, application);
    reservation(tier);
    justInTime(tier);
    maintenance(tier);
    repair(tier);
    resilience(cluster, tier);
    if (tier.repair && !tier.repair->action.set()) {
      bool data = false;
      for (Disk &disk : tier.disks)
        data |= disk.role() == DiskRole::Data;
      // Replacing an instance would delete its data disks.
      derive(tier.repair->action, int64_t(data ? RepairAction::Restart : RepairAction::Replace),
             *tier.repair.get());
    }
  }

  void rules(Waf &waf) {
    llvm::SmallDenseSet<int64_t, 8> taken;
    for (WafRule &rule : waf.rules)
      if (rule.priority.known())
        taken.insert(rule.priority.value());
    int64_t next = 1;
    for (WafRule &rule : waf.rules) {
      if (!rule.priority.set()) {
        while (taken.contains(next))
          ++next;
        derive(rule.priority, std::min<int64_t>(next++, catalog.limit(LimitId::WafRules)), rule);
      }
      if (rule.rate.set() && !rule.window.set())
        derive(rule.window, int64_t(WafWindow::Minute), rule);
    }
  }

  void reservation(Tier &tier) {
    Reservation *reservation = tier.reservation.get();
    bool counted = tier.instances.set() && !tier.instances.poisoned();
    if (reservation && counted && !reservation->group.set() && !reservation->instances.set())
      derive(reservation->instances, tier.instances.expr->operands[0], *reservation);
  }

  /// The port that Azure proposes (MicrosoftDocs/azure-docs,
  /// defender-for-cloud/just-in-time-access-usage.yml, 2023-10-01).
  void justInTime(Tier &tier) {
    JustInTimeAccess *access = tier.justInTime.get();
    if (!access || access->ports.set())
      return;
    Expr *list = arena.make<Expr>();
    list->kind = ExprKind::List;
    list->type = typeOf<List<int64_t>>;
    list->operands =
        arena.copy<const Expr *>({number(types::integer, osOf(tier) == Os::Windows ? 3389 : 22)});
    derive(access->ports, list, *access);
  }

  void maintenance(Tier &tier) {
    Maintenance *maintenance = tier.maintenance.get();
    if (!maintenance)
      return;
    if (!maintenance->every.set())
      derive(maintenance->every, maintenance->recurrence() == Recurrence::Hourly ? 6 : 1,
             *maintenance);
    bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
    if (maintenance->classifications.set() || !machines)
      return;
    Expr *list = arena.make<Expr>();
    list->kind = ExprKind::List;
    list->type = typeOf<List<Classification>>;
    list->operands = arena.copy<const Expr *>(
        {number(*typeOf<Classification>, int64_t(Classification::Critical)),
         number(*typeOf<Classification>, int64_t(Classification::Security))});
    derive(maintenance->classifications, list, *maintenance);
  }

  /// Repairs help only if something installs the application. Otherwise, every instance stays
  /// unhealthy, and Azure replaces instances until it suspends repairs
  /// (hashicorp/terraform-provider-azurerm#15196). Repairs would also restart instances that
  /// `shutdown` stopped.
  void repair(Tier &tier) {
    bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
    if (tier.repair || tier.repair.declined() || machines || tier.kind.poisoned() ||
        tier.incomplete)
      return;
    tier.repair.whyNone =
        !tier.health    ? "this tier has no `health`"
        : tier.shutdown ? "it would start the instances that `shutdown` stops"
        : !installsApplication(tier)
            ? "neither `custom-data`, `application`, a script nor an image of your own "
              "installs the application"
            : "";
    if (tier.repair.whyNone.empty())
      tier.repair.blocks = one(implied<Repair>(tier));
  }

  /// MicrosoftDocs/azure-compute-docs, resilient-vm-create-delete. Azure/azure-cli#28957 enables it
  /// only without overprovisioning.
  void resilience(const Cluster &cluster, Tier &tier) {
    bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
    if (tier.resilient.set() || machines || tier.kind.poisoned() || !cluster.region.known())
      return;
    bool overprovision = tier.overprovision.known() && tier.overprovision.value();
    derive(tier.resilient, cluster.region.value()->resilientSets == Support::Yes && !overprovision,
           tier);
  }

  /// Every VM has an OS disk, even if the tier does not describe it.
  void osDisk(Tier &tier) {
    for (const Disk &each : tier.disks)
      if (each.role() == DiskRole::Os)
        return;
    if (tier.incomplete)
      return;
    Disk *disk = implied<Disk>(tier);
    disk->variant = uint8_t(DiskRole::Os);
    disk->label = {Words<DiskRole>::words[disk->variant].name, tier.head};
    llvm::SmallVector<Block *, 4> disks{disk};
    disks.append(tier.disks.blocks.begin(), tier.disks.blocks.end());
    tier.disks.blocks = arena.copy<Block *>(disks);
  }

  void security(Tier &tier) {
    if (!tier.security)
      tier.security.blocks = one(implied<Security>(tier));
    if (Security &security = *tier.security.get(); !security.encryption)
      security.encryption.blocks = one(implied<Encryption>(security));
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

  /// Adds a subnet for `owner`; the subnet is left out if the owner is.
  Subnet &addSubnet(llvm::StringRef label, const Block &owner, int64_t size) {
    Subnet *subnet = implied<Subnet>(subnets->network, label);
    subnet->head = owner.head;
    subnet->dropped = owner.dropped;
    derive(subnet->size, size, *subnet);
    subnets->add(*subnet);
    return *subnet;
  }

  /// The subnet with the name of the tier; added if it does not exist.
  const Subnet &subnetFor(const Tier &tier) {
    if (Subnet *subnet = subnets->find(tier.label.text, tier))
      return *subnet;
    // Twice the instances, so that new instances can replace old ones, and the five addresses that
    // Azure reserves.
    int64_t wanted = 2 * greatestMachines(tier).value_or(builtinLimit(LimitId::SetInstances)) +
                     builtinLimit(LimitId::ReservedAddresses);
    return addSubnet(tier.label.text, tier, std::max<int64_t>(256, llvm::PowerOf2Ceil(wanted)));
  }
  using Derivation::referTo;
  Expr *referTo(const Subnet &subnet) {
    return reference<Subnet>(subnet, ("network." + subnet.label.text).str());
  }

  /// Each Private Link service without a subnet gets one of its own. It needs one address
  /// (MicrosoftDocs/azure-docs, private-link/private-link-service-overview.md).
  void link(const Block &entry, PrivateLinkService *link) {
    if (!link || link->subnet.set())
      return;
    std::string label = (entry.label.text + "-link").str();
    Subnet *subnet = subnets->find(label, *link);
    if (!subnet)
      subnet = &addSubnet(arena.copy(llvm::StringRef(label)), *link, 16);
    derive(link->subnet, referTo(*subnet), *link);
  }

  /// Private endpoints without a subnet share one.
  void endpoints(Network &network) {
    llvm::SmallVector<PrivateEndpoint *, 4> placeless;
    for (Block *each : network.privateEndpoints.declared)
      if (auto *endpoint = static_cast<PrivateEndpoint *>(each); !endpoint->subnet.set())
        placeless.push_back(endpoint);
    if (placeless.empty())
      return;
    auto first = llvm::find_if(placeless, [](const Block *each) { return !each->dropped; });
    const PrivateEndpoint &owner = first == placeless.end() ? *placeless.front() : **first;
    Subnet *subnet = subnets->find("endpoints", owner);
    if (!subnet)
      subnet = &addSubnet("endpoints", owner, 32);
    for (PrivateEndpoint *endpoint : placeless)
      if (!endpoint->dropped)
        derive(endpoint->subnet, referTo(*subnet), *endpoint);
  }

  /// The SNAT ports of each instance if the load balancer provides outbound connectivity.
  void outboundPorts(Cluster &cluster) {
    const Setting &outbound = cluster.network->outbound;
    if (!outbound.set() || outbound.poisoned() ||
        cluster.network->outbound.value() != Outbound::Balancer)
      return;
    for (Balancer &balancer : cluster.balancers)
      if (balancer.isPublic() && !balancer.outboundPorts.set()) {
        const int64_t most = builtinLimit(LimitId::BalancerSnatPorts);
        int64_t share = most;
        bool known = false;
        for (const SnatUser &user : snatUsers(balancer)) {
          std::optional<int64_t> instances = snatInstances(user);
          if (!instances || *instances <= 0)
            continue;
          known = true;
          share = std::min(share, snatPorts(user) / *instances / 8 * 8);
        }
        if (known)
          derive(balancer.outboundPorts, std::max<int64_t>(8, share), balancer);
      }
  }

  /// A route learned from a gateway is more specific than the default route to the appliance, so it
  /// would take precedence (MicrosoftDocs/azure-docs, virtual-network/manage-route-table.md).
  void learnedRoutes(Network &network) {
    bool firewall = network.outbound.known() && network.outbound.value() == Outbound::Firewall;
    if (!network.learnedRoutes.set() && !network.existing.set())
      derive(network.learnedRoutes, !firewall, network);
  }

  /// The only workspace of a cluster receives all logs. No page says whether bastions with the
  /// Developer SKU have resource logs.
  void logs(Cluster &cluster) {
    for (Logs &each : cluster.logs)
      if (each.existing.set() && !each.region.set() && cluster.region.set())
        derive(each.region, cluster.region.expr, each);
    // Change Tracking sends its records through the Azure Monitor agent.
    for (Tier &tier : cluster.tiers)
      for (Extend &each : tier.extensions) {
        const Extend *agent = firstOf(tier, ExtensionKind::AzureMonitor);
        if (each.extension() == ExtensionKind::ChangeTracking && !each.to.set() && agent &&
            agent->to.set())
          derive(each.to, agent->to.expr, each);
      }
    if (cluster.logs.size() != 1)
      return;
    auto take = [&](Fixed<Ref<Logs>> &to, const Block &block) {
      if (!to.set())
        derive(to, referTo(*cluster.logs.begin()), block);
    };
    for (Vault &each : cluster.vaults)
      take(each.logs, each);
    for (Gateway &each : cluster.gateways)
      take(each.logs, each);
    for (Alerts &alerts : cluster.alerts)
      for (LogQuery &each : alerts.queries)
        take(each.logs, each);
    Bastion *bastion = cluster.network->bastion.get();
    if (bastion && !(bastion->sku.known() && bastion->sku.value() == BastionSku::Developer))
      take(bastion->logs, *bastion);
    for (Tier &tier : cluster.tiers)
      for (Extend &each : tier.extensions)
        if (each.extension() == ExtensionKind::AzureMonitor ||
            each.extension() == ExtensionKind::ChangeTracking)
          take(each.to, each);
  }

  template <class T> const Expr *listOf(llvm::ArrayRef<const Expr *> references) {
    Expr *list = arena.make<Expr>();
    list->kind = ExprKind::List;
    list->type = typeOf<List<Ref<T>>>;
    list->operands = arena.copy<const Expr *>(references);
    return list;
  }

  const Expr *tiersWhere(const Cluster &cluster, llvm::function_ref<bool(const Tier &)> wanted) {
    llvm::SmallVector<const Expr *, 4> tiers;
    for (const Tier &tier : cluster.tiers)
      if (wanted(tier))
        tiers.push_back(referTo(tier));
    return listOf<Tier>(tiers);
  }

  void alerts(const Cluster &cluster, Alerts &alerts) {
    for (AlertRule &rule : alerts.rules) {
      if (!rule.metric || rule.metric->metric.poisoned())
        continue;
      const LogQuery *query = rule.metric->query();
      if (!rule.statistic.set() && (!query || query->measure.set()))
        derive(rule.statistic, int64_t(Statistic::Average), rule);
      if (rule.metric->custom())
        continue;
      if (query)
        frequency(rule);
      else if (!rule.of.set())
        derive(rule.of, tiersWhere(cluster, [](const Tier &) { return true; }), rule);
    }
  }

  /// A query of one minute has to run each minute.
  void frequency(AlertRule &rule) {
    const Open<Duration> &window = rule.metric->window;
    if (rule.every.set() || !window.set() || window.poisoned())
      return;
    bool isLong = proveBetween(*window.expr, minutes(5), hours(48)).answer == Proof::Answer::Holds;
    derive(rule.every, isLong ? minutes(5) : minutes(1), rule);
  }

  /// As many requests as make a single failure no alert at the fastest burn rate.
  static int64_t enoughRequests(const Slo &slo) {
    constexpr int64_t least = 100;
    if (!slo.errors.set() || slo.errors.poisoned() || !slo.window.known())
      return least;
    int64_t errors = std::max<int64_t>(1, smallest(*slo.errors.expr).value_or(percent(1)));
    int64_t rate = std::max<int64_t>(1, burnRate(burns().front(), slo) * errors);
    return std::max<int64_t>(least, llvm::divideCeil(100'000'000, rate));
  }

  void objectives(const Cluster &cluster, Slo &slo) {
    if (!slo.measured())
      return;
    if (slo.errors.set() && !slo.window.set())
      derive(slo.window, days(30), slo);
    if (!slo.atLeast.set())
      derive(slo.atLeast, enoughRequests(slo), slo);
    if (!slo.to.set() && cluster.alerts.size() == 1)
      derive(slo.to, referTo(*cluster.alerts.begin()), slo);
    llvm::SmallVector<const Expr *, 4> gateways;
    for (const Gateway &gateway : cluster.gateways)
      gateways.push_back(referTo(gateway));
    if (!slo.of.set())
      derive(slo.of, listOf<Gateway>(gateways), slo);
  }

  void backup(const Cluster &cluster, Backup &backup) {
    if (!backup.tiers.set())
      derive(backup.tiers,
             tiersWhere(cluster,
                        [](const Tier &tier) {
                          return tier.kind.known() && tier.kind.value() == TierKind::Machines;
                        }),
             backup);
    if (!backup.window.set() && backup.every.set())
      derive(backup.window,
             backup.every.known() && backup.every.value().milliseconds == hours(8) ? hours(16)
                                                                                   : hours(12),
             backup);
    if (!backup.on.set() && (backup.weeks.set() || backup.months.set() || backup.years.set()))
      derive(backup.on, int64_t(Day::Sunday), backup);
    if (!backup.redundancy.set() && cluster.region.known())
      derive(backup.redundancy,
             int64_t(cluster.region.value()->zones.empty() ? Redundancy::Local : Redundancy::Zone),
             backup);
  }

  void drill(const Cluster &cluster, Drill &drill) {
    if (!drill.of.set())
      derive(drill.of, tiersWhere(cluster, [&](const Tier &tier) { return canStop(drill, tier); }),
             drill);
    if (!drill.region.set() && cluster.region.set())
      derive(drill.region, cluster.region.expr, drill);
  }

  /// The files that Change Tracking recommends for Linux.
  void trackedFiles(const Tier &tier) {
    if (!tier.image.known() || isWindows(tier))
      return;
    for (Extend &each : tier.extensions) {
      if (each.extension() != ExtensionKind::ChangeTracking || each.trackedFiles.set())
        continue;
      Expr *list = arena.make<Expr>();
      list->kind = ExprKind::List;
      list->type = typeOf<List<Text>>;
      list->operands = arena.copy<const Expr *>({text("/etc/*.conf")});
      derive(each.trackedFiles, list, each);
    }
  }

  /// Azure names the network watcher that it creates in each region.
  void flowLogs(const Cluster &cluster, Network &network) {
    FlowLogs *logs = network.flowLogs.get();
    if (!logs)
      return;
    if (!logs->interval.set() && logs->workspace.set())
      derive(logs->interval, minutes(60), *logs);
    if (!logs->watcher.set() && cluster.region.known())
      derive(logs->watcher,
             text(arena.copy(
                 llvm::StringRef(("NetworkWatcher_" + cluster.region.value()->name).str()))),
             *logs);
  }

  /// At 20 percent, one unhealthy instance of three would stop every upgrade.
  void tolerances(const Tier &tier, Upgrade &upgrade) {
    int64_t share = percent(20);
    if (InstanceCounts counts(tier); !counts.inError()) {
      int64_t least = counts.smallestOf(0, [](const InstanceCount &count) {
        return count.leastInUse;
      }) / setsOf(tier);
      int64_t ofOne = least < 1 ? 100 : llvm::divideCeil(100, least);
      share = std::max(share, percent(ofOne));
    }
    if (!upgrade.unhealthy.set())
      derive(upgrade.unhealthy, share, upgrade);
    if (!upgrade.unhealthyUpgraded.set())
      derive(upgrade.unhealthyUpgraded, upgrade.unhealthy.expr, upgrade);
  }

  /// A health check that the instances behind a listener can answer.
  struct Question {
    const Listen *listener;
    Protocol protocol;
    const Expr *port, *path;
  };
  /// The health check of the tier, or a TCP check of the listener's port.
  std::optional<Question> questionOf(const Listen &listener) {
    const Tier *tier = listener.to.poisoned() ? nullptr : listener.to.value();
    bool every = listener.everyPort.known() && listener.everyPort.value();
    if (!tier || listener.port.poisoned() || !(listener.port.set() || (every && tier->health)))
      return std::nullopt;
    if (const Health *health = tier->health.get())
      return Question{&listener, health->protocol(), health->port.expr, health->path.expr};
    return Question{&listener, Protocol::Tcp, listener.port.expr->operands[1]->operands[0],
                    nullptr};
  }

  /// Derives the probe from the first listener that always exists. If all are conditional, it
  /// follows the first that exists.
  void balancer(Balancer &balancer) {
    if (balancer.probe)
      return;
    llvm::SmallVector<Question, 4> questions;
    for (const Listen &listener : balancer.listeners)
      if (std::optional<Question> question = questionOf(listener)) {
        questions.push_back(*question);
        if (isThereWith(listener, balancer)) {
          questions.front() = questions.back();
          questions.truncate(1);
          break;
        }
      }
    if (questions.empty())
      return; // nothing to probe
    // A probe has one protocol. If the listeners need different ones, it uses TCP.
    bool alike = llvm::all_of(
        questions, [&](const Question &each) { return each.protocol == questions[0].protocol; });
    Probe *probe = implied<Probe>(balancer);
    probe->variant = uint8_t(alike ? questions[0].protocol : Protocol::Tcp);
    probe->label = {Words<Protocol>::words[probe->variant].name, balancer.head};
    const Expr *port = questions.back().port, *path = questions.back().path;
    for (const Question &each : llvm::reverse(llvm::ArrayRef(questions).drop_back())) {
      port = choose(*each.listener, each.port, port);
      if (path != each.path)
        path = choose(*each.listener, each.path ? each.path : text("/"), path ? path : text("/"));
    }
    derive(probe->port, port, balancer);
    if (alike && path)
      derive(probe->path, path, balancer);
    balancer.probe.blocks = one(probe);
  }

  /// `then` while the block exists, else `otherwise`.
  const Expr *choose(const Block &block, const Expr *then, const Expr *otherwise) {
    if (then == otherwise || !then || !otherwise || print(*then) == print(*otherwise) ||
        block.when.poisoned() || then->isError() || otherwise->isError())
      return then;
    Expr *expr = arena.make<Expr>();
    expr->kind = ExprKind::Conditional;
    expr->type = then->type;
    expr->open = true;
    expr->operands = arena.copy<const Expr *>({block.when.expr, then, otherwise});
    return expr;
  }

  /// The Application Health extension is the only health signal of a flexible scale set, so it
  /// performs the check of the load balancer probe. A derived probe says nothing about the
  /// application.
  void healthOf(const Cluster &cluster, Tier &tier) {
    bool flexible =
        !tier.kind.set() || (tier.kind.known() && tier.kind.value() == TierKind::Flexible);
    if (!flexible || tier.health || tier.incomplete)
      return;
    for (const ProbeUse &use : probesOf(cluster, tier)) {
      const Probe &probe = *use.balancer->probe.get();
      if (probe.incomplete || !probe.port.set() ||
          proveProbed(use, tier).answer != Proof::Answer::Holds)
        continue;
      Health *health = implied<Health>(tier);
      health->variant = probe.variant;
      health->label = {Words<Protocol>::words[probe.variant].name, tier.head};
      derive(health->port, probe.port.expr, tier);
      if (probe.path.set())
        derive(health->path, probe.path.expr, tier);
      tier.health.blocks = one(health);
      diags.report(tier.head, diag::HealthFromProbe, tier.label.text, use.balancer->label.text)
          .label(probe.head, note::ProbeHere);
      return;
    }
  }

  void gateway(Cluster &cluster, Gateway &gateway) {
    if (!gateway.subnet.set())
      derive(gateway.subnet, referTo(subnetFor(cluster, gateway)), gateway);
    bool filters =
        !gateway.sku.set() || (gateway.sku.known() && gateway.sku.value() == GatewaySku::WafV2);
    if (!gateway.waf && filters)
      gateway.waf.blocks = one(implied<Waf>(gateway));
    if (gateway.waf)
      rules(*gateway.waf.get());
    for (GatewayListen &each : gateway.listeners)
      listener(gateway, each);
  }

  /// A subnet of 256 addresses with the name of the gateway; if a tier has that name, with the
  /// suffix `-gateway`.
  const Subnet &subnetFor(const Cluster &cluster, const Gateway &gateway) {
    std::string label = gateway.label.text.str();
    for (const Block *tier : cluster.tiers.declared)
      if (tier->label.text.equals_insensitive(gateway.label.text)) {
        label += "-gateway";
        break;
      }
    if (Subnet *subnet = subnets->find(label, gateway))
      return *subnet;
    return addSubnet(arena.copy(llvm::StringRef(label)), gateway, 256);
  }

  void listener(const Gateway &gateway, GatewayListen &listen) {
    if (!listen.protocol.set()) {
      llvm::StringRef label = listen.label.text;
      bool tls = label == "https" || (label != "http" && listen.certificate.set());
      derive(listen.protocol, int64_t(tls ? WebProtocol::Https : WebProtocol::Http), listen);
    }
    std::optional<const Expr *> host = listen.backendHost.expr;
    if (!*host) { // lowering finds a host that only the deployment knows
      PlainHost plain = plainHostOf(listen.hosts);
      host = plain.decided ? std::optional(plain.host) : std::nullopt;
    }
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
      probe(gateway, path, path.port.expr,
            path.backendHost.set() ? std::optional(path.backendHost.expr) : host);
    }
  }

  /// Completes a probe from the one of the gateway, or from the health check of the tier. A gateway
  /// probes in the protocol of the backend, so the port of a health check in another protocol is
  /// not used.
  template <class Answer>
  void probe(const Gateway &gateway, Answer &answer, const Expr *port,
             std::optional<const Expr *> host) {
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
    bool alike =
        health && answer.backend.known() &&
        (health->protocol() == Protocol::Https) == (answer.backend.value() == WebProtocol::Https);
    take(&GatewayProbe::path, health && health->path.set() ? health->path.expr : text("/"));
    take(&GatewayProbe::port, alike ? health->port.expr : port);
    take(&GatewayProbe::host, !host ? nullptr : *host ? *host : text("127.0.0.1"));
    take(&GatewayProbe::every, number(types::duration, seconds(30)));
    take(&GatewayProbe::timeout, number(types::duration, seconds(30)));
    take(&GatewayProbe::failures, number(types::integer, 3));
  }
  const Catalog &catalog;
  DiagnosticEngine &diags;
  const Defaults &defaults;
  Subnets *subnets = nullptr; ///< of the current cluster
};
} // namespace

void azcl::fillDefaults(Program &program, PassContext &ctx) {
  Defaults defaults(program, ctx.sources, ctx.diags);
  Filler filler(program, ctx, defaults);
  for (Cluster &cluster : program.clusters())
    filler.network(cluster);
  for (RegionalApplication &each : program.root->applications)
    fillRegions(each, program.arena, defaults);
  for (Cluster &cluster : program.clusters())
    filler.cluster(cluster);
  for (RegionalApplication &each : program.root->applications)
    fillTraffic(each, program.arena, defaults, ctx.catalog);
}
