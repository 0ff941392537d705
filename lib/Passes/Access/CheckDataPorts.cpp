// Warns of ports behind which data is kept, where everybody can reach them: Checkmarx/kics
// 594c198b-4d79-41b8-9b36-fde13348b619 and its list of ports (assets/libraries/common.rego). Ports for
// managing machines are refused elsewhere.
#include "azcl/Analysis/Everybody.h"
#include "azcl/Passes/Passes.h"
#include "azcl/Analysis/Prove.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct DataPort {
  int64_t port;
  StringRef name;
};
} // namespace

static constexpr DataPort dataPorts[] = {
    {445, "SMB"},        {1433, "SQL Server"},    {3306, "MySQL"},      {5432, "PostgreSQL"}, {6379, "Redis"},
    {9042, "Cassandra"}, {9200, "Elasticsearch"}, {11211, "Memcached"}, {27017, "MongoDB"}};

static const DataPort *inside(int64_t low, int64_t high) {
  const DataPort *found =
      llvm::find_if(dataPorts, [&](const DataPort &each) { return low <= each.port && each.port <= high; });
  return found == std::end(dataPorts) ? nullptr : found;
}

/// What is refused elsewhere needs no warning.
static bool mayHoldManagement(llvm::ArrayRef<const Expr *> ends) {
  Proof proof = proveEach(ends, [](llvm::ArrayRef<Scalar> values) {
    return llvm::none_of(
        managementPorts, [&](int64_t port) { return values[0].number <= port && port <= values[1].number; });
  });
  return proof.answer == Proof::Answer::Fails;
}

/// `ports`, a range, is open to everybody. Where too many values would have to be tried, nothing is said.
static void checkPorts(SourceRange place, const Expr &ports, PassContext &ctx) {
  const Expr *ends[] = {ports.operands[0], ports.operands[1]};
  if (mayHoldManagement(ends))
    return;
  Proof proof = proveEach(
      ends, [&](llvm::ArrayRef<Scalar> values) { return !inside(values[0].number, values[1].number); });
  if (proof.answer != Proof::Answer::Fails)
    return;
  std::optional<Scalar> low = evaluate(*ends[0], proof.witness), high = evaluate(*ends[1], proof.witness);
  const DataPort *found = low && high ? inside(low->number, high->number) : nullptr;
  if (found)
    ctx.diags.report(place, diag::DataOpen, found->name, found->port,
                     proof.witness.empty() ? "" : ", with " + printWitness(proof.witness));
}

static bool isOpen(const Setting &addresses) {
  return addresses.set() && !addresses.poisoned() && hasEverybody(*addresses.expr);
}

static void checkRule(const Allow &rule, PassContext &ctx) {
  bool everybody = rule.tag.known()
                       ? isEverybody(rule.tag.value())
                       : isOpen(rule.addresses);
  bool datagrams = rule.protocol.known() && (rule.protocol.value() == AccessProtocol::Udp ||
                                             rule.protocol.value() == AccessProtocol::Icmp);
  if (!everybody || datagrams)
    return;
  if (rule.service.known()) {
    int64_t port = servicePorts[size_t(rule.service.value())].port;
    if (const DataPort *found = inside(port, port))
      ctx.diags.report(rule.service.place(), diag::DataOpen, found->name, port, "");
  } else if (rule.port.set() && !rule.port.poisoned()) {
    checkPorts(rule.port.place(), *rule.port.expr, ctx);
  }
}

static void checkBalancer(const Balancer &balancer, PassContext &ctx) {
  bool open = balancer.isPublic();
  for (const Listen &listen : balancer.listeners) {
    bool tcp = listen.protocol.known() && listen.protocol.value() == Transport::Tcp;
    bool everybody = listen.from.set() ? isOpen(listen.from) : open;
    if (tcp && everybody && listen.port.set() && !listen.port.poisoned())
      checkPorts(listen.port.place(), *listen.port.expr->operands[1], ctx);
  }
}

void azcl::checkDataPorts(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    for (const Tier &tier : cluster.tiers)
      for (const Allow &rule : tier.allows)
        checkRule(rule, ctx);
    for (const Balancer &balancer : cluster.balancers)
      checkBalancer(balancer, ctx);
  }
}
