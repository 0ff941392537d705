// Reads the output of `az vm list-usage`, and the VMs of the program from `az vm list` and
// `az vmss list`.
#include "Listing.h"
#include "azcl/Catalog/Quota.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/STLExtras.h"

using namespace azcl;
using namespace azcl::import;
using llvm::StringRef;

/// The quotas of vCPUs. The listing also has those of VMs, scale sets, availability sets and disks.
static bool isOfProcessors(StringRef key) {
  return key.ends_with("family") || key == "cores" || key == "lowprioritycores" ||
         key == "dedicatedvcpus";
}

void import::readUsage(const UsageInput &usage, Listing &to, Findings &findings) {
  const Input &input = usage.input;
  std::map<std::string, ListedQuota> &quotas = to.quotas[usage.region];
  size_t others = 0;
  std::vector<std::string> unlimited;
  bool goesOn = readEntries(
      input,
      [&](const facts::Value &value, std::string where) {
        Place entry(&value, std::move(where), findings);
        Place name = entry.member("name");
        std::string quota = name.isObject() ? name.text("value") : "";
        if (quota.empty())
          return entry.problem("has no name.value; is this the output of `az vm list-usage`?");
        if (!isOfProcessors(quotaKey(quota))) {
          ++others;
          return;
        }
        // The Azure CLI converts both numbers to strings (Azure/azure-cli,
        // transform_vm_usage_list); the REST API has numbers.
        std::optional<int64_t> limit = entry.member("limit").whole(),
                               used = entry.member("currentValue").whole();
        if (limit && *limit < 0)
          return unlimited.push_back(quota);
        if (limit && used)
          quotas.emplace(quotaKey(quota), ListedQuota{quota, *limit, std::max<int64_t>(*used, 0)});
      },
      findings);
  if (goesOn)
    findings.problem(input.path +
                     ": the listing continues at its nextLink; pass the complete listing");
  if (!quotas.count("cores") && findings.problems.empty())
    findings.problem(input.path +
                     ": contains no quota `cores`; is this the output of `az vm list-usage`?");
  findings.lines.push_back(
      fmt::format("{}: {} vCPU quotas of {}", input.name(), quotas.size(), usage.region));
  if (others)
    findings.lines.push_back(fmt::format("  left out: {} quotas other than vCPUs", others));
  if (!unlimited.empty())
    findings.lines.push_back(
        fmt::format("  left out: quotas without a limit ({})", llvm::join(unlimited, ", ")));
}

/// Reads a VM. The VMs of flexible scale sets are in the listing of VMs, with their own sizes.
static DeployedMachines readMachine(const Place &entry) {
  std::string priority = lower(entry.text("priority"));
  return {lower(entry.text("location")), entry.member("hardwareProfile").text("vmSize"), 1,
          priority == "spot" || priority == "low",
          entry.member("host") || entry.member("hostGroup") || entry.member("capacityReservation")};
}

static DeployedMachines readUniformSet(const Place &entry) {
  Place sku = entry.member("sku"), profile = entry.member("virtualMachineProfile");
  std::string priority = lower(profile.text("priority"));
  return {lower(entry.text("location")), sku.text("name"),
          sku.member("capacity").whole().value_or(0), priority == "spot" || priority == "low",
          entry.member("hostGroup") || profile.member("capacityReservation")};
}

void import::readDeployed(const Input &input, Listing &to, Findings &findings) {
  size_t machines = 0, sets = 0, flexible = 0;
  bool goesOn = readEntries(
      input,
      [&](const facts::Value &value, std::string where) {
        Place entry(&value, std::move(where), findings);
        std::string type = lower(entry.text("type"));
        if (type == "microsoft.compute/virtualmachines") {
          ++machines;
          to.deployed.push_back(readMachine(entry));
        } else if (type == "microsoft.compute/virtualmachinescalesets") {
          if (lower(entry.text("orchestrationMode")) == "flexible") {
            ++flexible;
            return;
          }
          ++sets;
          to.deployed.push_back(readUniformSet(entry));
        } else {
          return entry.problem("is not a VM or a scale set; is this the output of `az vm list` or "
                               "`az vmss list`?");
        }
        if (to.deployed.back().region.empty() || to.deployed.back().size.empty())
          entry.problem("has no location or no size");
      },
      findings);
  if (goesOn)
    findings.problem(input.path +
                     ": the listing continues at its nextLink; pass the complete listing");
  to.hasDeployed = true;
  findings.lines.push_back(
      fmt::format("{}: {} VMs, {} uniform scale sets", input.name(), machines, sets));
  if (flexible)
    findings.lines.push_back(fmt::format(
        "  left out: {} flexible scale sets, whose VMs `az vm list` contains", flexible));
}
