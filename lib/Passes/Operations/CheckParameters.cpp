// Rejects parameters that a template cannot have: names that the compiler uses, and values that are
// not whole numbers in the unit of the template. Warns about secrets of type `text`.
#include "azcl/Analysis/Releases.h"
#include "azcl/Analysis/Rollouts.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Passes/Passes.h"
#include "azcl/Program/Wire.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;

static constexpr llvm::StringRef reserved[] = {"location",
                                               "instances",
                                               "encryptionAtHost",
                                               "_artifactsLocation",
                                               "_artifactsLocationSasToken",
                                               "sizesWithAcceleratedNetworking",
                                               "sizesWithEncryptionAtHost",
                                               "sizesWithPremiumStorage",
                                               "sizesWithInfiniBand",
                                               "sizesWithOnePlacementGroup",
                                               "sizesWithTrustedLaunch",
                                               "vaultCreateMode",
                                               "deployedAt"};

static void checkWhole(const Param &param, PassContext &ctx) {
  int64_t unit = wireUnit(*param.type);
  if (unit == 1)
    return;
  auto check = [&](int64_t value) {
    if (value % unit == 0)
      return true;
    ctx.diags.report(param.name.range, diag::ParamNotWhole, param.name.text,
                     print(Scalar{value, {}}, *param.type), wireUnitName(*param.type));
    return false;
  };
  if (param.domain.bounded && !(check(param.domain.low) && check(param.domain.high)))
    return;
  for (const Scalar &choice : param.domain.choices)
    if (!check(choice.number))
      return;
  if (param.initial && !param.initial->isError() && !param.initial->open)
    check(param.initial->number);
}

/// Like the Bicep rule secure-secrets-in-params and the arm-ttk test
/// Password-params-must-be-secure, but only for the last word of a name, so that `secret-name` and
/// `password-policy` are accepted.
static void checkSecret(const Param &param, PassContext &ctx) {
  static constexpr llvm::StringRef words[] = {"password", "pwd", "secret", "accountkey", "acctkey"};
  if (param.type->kind != TypeKind::Text)
    return;
  std::string name;
  for (char c : param.name.text)
    if (llvm::isAlnum(c))
      name += llvm::toLower(c);
  if (llvm::any_of(words,
                   [&](llvm::StringRef word) { return llvm::StringRef(name).ends_with(word); }))
    ctx.diags.report(param.name.range, diag::SecretAsText, param.name.text)
        .idea(param.declaration->type.name.range, "secret", note::MakeSecret);
}

/// The names of parameters that the compiler adds only to some programs.
static llvm::SmallVector<llvm::StringRef, 3> reservedHere(const Program &program) {
  llvm::SmallVector<llvm::StringRef, 3> names;
  if (!program.root->applications.empty())
    names.push_back("groups");
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (tier.release) {
        names.push_back("leave");
        if (isBlueGreen(tier))
          names.push_back("live");
      }
  for (const RegionalApplication &application : program.root->applications)
    if (weightsAreOpen(application))
      names.push_back("weights");
  return names;
}

void azcl::checkParameters(const Program &program, PassContext &ctx) {
  llvm::SmallVector<llvm::StringRef, 16> taken(std::begin(reserved), std::end(reserved));
  taken.append(reservedHere(program));
  for (const Param *param : program.params) {
    if (param->closed && !param->forEach)
      continue;
    // Marketplaces want this name for the region of the templates, which can be in error.
    bool isLocation =
        param->name.text == "location" && (param->forEach || program.mustBeKnown.contains(param) ||
                                           param->type->kind == TypeKind::Error);
    for (llvm::StringRef name : taken)
      if (param->name.text.equals_insensitive(name) && !isLocation)
        ctx.diags.report(param->name.range, diag::ParamReserved, param->name.text);
    checkWhole(*param, ctx);
    checkSecret(*param, ctx);
  }
  for (const EnvironmentValues &environment : program.environments)
    for (const auto &[param, value] : environment.values)
      if (int64_t unit = wireUnit(*param->type);
          unit != 1 && !value->isError() && value->number % unit)
        ctx.diags.report(value->range, diag::ParamNotWhole, param->name.text, print(*value),
                         wireUnitName(*param->type));
}
