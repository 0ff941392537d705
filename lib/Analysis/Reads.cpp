// What is read from deployed resources.
#include "azcl/Analysis/Reads.h"

using namespace azcl;
using llvm::StringRef;

StringRef azcl::readPath(const Expr &expr) {
  if (expr.kind != ExprKind::Reference || expr.type->target != BlockKind::RawResource)
    return "";
  StringRef path = expr.text.split('.').second.split('.').second;
  return path == "id" ? "" : path;
}

bool azcl::mayBeId(const Expr &expr) {
  if (expr.kind == ExprKind::Conditional)
    return mayBeId(*expr.operands[1]) && mayBeId(*expr.operands[2]);
  if (expr.kind == ExprKind::Text)
    return StringRef(expr.text).starts_with("/");
  return expr.kind == ExprKind::Reference || expr.kind == ExprKind::Raw ||
         expr.kind == ExprKind::Error || expr.type->isText();
}

StringRef azcl::resourceTypeOf(const Block &block) {
  if (auto *resource = llvm::dyn_cast<RawResource>(&block))
    return resource->type.known() ? resource->type.value() : StringRef();
  if (llvm::isa<Logs>(block))
    return "Microsoft.OperationalInsights/workspaces";
  return llvm::isa<Vault>(block) ? "Microsoft.KeyVault/vaults" : "";
}

bool azcl::isListCall(StringRef path) {
  return path.size() > 4 && path.starts_with("list") && llvm::isUpper(path[4]);
}

const RawResource &azcl::readResource(const Expr &expr) {
  return *llvm::cast<RawResource>(expr.block);
}

std::optional<azure::ResourceType> azcl::azureType(const RawResource &resource) {
  if (!resource.type.known() || !resource.version.known())
    return std::nullopt;
  return azure::TypeLibrary::builtin().find(resource.type.value(), resource.version.value());
}

std::optional<azure::Found> azcl::readType(const Expr &expr) {
  StringRef path = readPath(expr);
  if (path.empty() || !expr.block)
    return std::nullopt;
  std::optional<azure::ResourceType> type = azureType(readResource(expr));
  if (!type || !isListCall(path))
    return type ? azure::typeAt(type->body, path) : std::nullopt;
  auto [function, rest] = path.split('.');
  for (const azure::ResourceFunction &each : type->functions)
    if (each.name.equals_insensitive(function))
      return azure::typeAt(each.output, rest);
  return std::nullopt;
}

static StringRef wireType(azure::Type type) {
  switch (azure::kindOf(type)) {
  case azure::Given::Kind::Bool: return "bool";
  case azure::Given::Kind::Int: return "int";
  case azure::Given::Kind::List: return "array";
  case azure::Given::Kind::Object: return "object";
  default: return "string";
  }
}

StringRef azcl::wireType(const Expr &expr) {
  switch (expr.kind) {
  case ExprKind::List: return "array";
  case ExprKind::Object: return "object";
  case ExprKind::Conditional:
    if (expr.type->kind == TypeKind::Any) {
      StringRef then = wireType(*expr.operands[1]);
      return then == wireType(*expr.operands[2]) ? then : "";
    }
    return expr.type->kind == TypeKind::Bool  ? "bool"
           : expr.type->kind == TypeKind::Int ? "int"
                                              : "string";
  case ExprKind::Reference:
    if (std::optional<azure::Found> found = readType(expr))
      return ::wireType(found->type);
    return "string";
  default:
    return expr.type->kind == TypeKind::Bool  ? "bool"
           : expr.type->kind == TypeKind::Int ? "int"
                                              : "string";
  }
}
