// Declares parameters, lets, presets and environments.
#include "Declarations.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Program/Wire.h"
#include "azcl/Std/Std.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::StringRef;

namespace {
class Declarer {
public:
  explicit Declarer(SemaContext &ctx) : ctx(ctx), values(ctx) {}

  void names(const ParsedFile &file) {
    for (const Statement *each : file.statements)
      if (auto *param = llvm::dyn_cast<ast::Param>(each))
        declareParam(*param);
      else if (auto *let = llvm::dyn_cast<Let>(each))
        declareLet(*let);
      else if (auto *preset = llvm::dyn_cast<ast::Preset>(each))
        declarePreset(*preset);
  }

  void domains() {
    for (azcl::Param *param : ctx.program.params)
      readDomain(*param);
  }

  void close() {
    for (const auto &[name, text] : ctx.options.defines)
      define(name, text);
    if (!ctx.options.forEach.empty())
      if (azcl::Param *param = ctx.params.lookup(ctx.options.forEach); param && !param->closed)
        closeForEach(*param, ctx.options.value);
    if (ctx.options.environment.empty())
      return;
    for (const EnvironmentValues &environment : ctx.program.environments)
      if (environment.name.text == ctx.options.environment) {
        for (const auto &[param, value] : environment.values)
          if (!param->closed)
            const_cast<azcl::Param *>(param)->closed = value;
        // The result is for this environment; a parameter file of another would deploy it there.
        ctx.program.environments.clear();
        return;
      }
    llvm::SmallVector<StringRef, 8> known;
    for (const EnvironmentValues &environment : ctx.program.environments)
      known.push_back(environment.name.text);
    auto report = ctx.diags.report({}, diag::UnknownEnvironment, ctx.options.environment);
    if (!known.empty())
      report.note({}, note::EnvironmentsAre, orList(known));
  }

  /// The default and the environment values of a parameter are members of its domain, however large
  /// that is.
  void knownValues() {
    for (azcl::Param *param : ctx.program.params) {
      llvm::SmallVector<KnownValue, 4> known;
      auto add = [&](const Expr *value, StringRef environment) {
        // A value that no template parameter can hold has been reported; do not use it again.
        if (!value || value->isError() || value->open || value->number % wireUnit(*param->type) ||
            llvm::any_of(known,
                         [&](const KnownValue &each) { return each.value == scalarOf(*value); }))
          return;
        known.push_back({scalarOf(*value), value, environment});
      };
      add(param->initial, "");
      for (const EnvironmentValues &environment : ctx.program.environments)
        for (const auto &[given, value] : environment.values)
          if (given == param)
            add(value, environment.name.text);
      param->known = ctx.arena.copy<KnownValue>(known);
    }
  }

  void environments(const ParsedFile &file) {
    for (const Statement *each : file.statements)
      if (auto *block = llvm::dyn_cast<ast::Block>(each);
          block && block->keyword.text == "environment" && block->label)
        environment(*block);
  }

private:
  /// Checks that a name has no dot and is declared once. A name with a dot is still declared, so
  /// that its uses are not reported too.
  template <class Entry> bool fresh(const Name &name, StringRef what, const Entry *earlier) {
    if (name.text.contains('.'))
      ctx.diags.report(name.range, diag::DottedName, name.text);
    if (!earlier)
      return true;
    ctx.diags.report(name.range, diag::DeclaredTwice, what, name.text)
        .label(earlier->name.range, note::DeclaredHere, name.text);
    return false;
  }

  void declareParam(const ast::Param &declaration) {
    const Name &name = declaration.name;
    auto known = ctx.params.find(name.text);
    if (!fresh(name, "the parameter", known == ctx.params.end() ? nullptr : known->second))
      return;
    // ARM compares parameter names case-insensitively.
    auto [other, isNew] = byLowerCase.try_emplace(name.text.lower(), name);
    if (!isNew)
      ctx.diags.report(name.range, diag::ParamsDifferInCase, name.text, other->second.text)
          .label(other->second.range, note::DeclaredHere, other->second.text);
    auto *param = ctx.arena.make<azcl::Param>();
    param->name = name;
    param->declaration = &declaration;
    param->doc = declaration.doc();
    param->type = typeNamed(declaration.type);
    ctx.params[name.text] = param;
    ctx.program.params.push_back(param);
  }

  const Type *typeNamed(const TypeName &type) {
    const Type *found = types::find(type.name.text);
    if (found && type.list) {
      ctx.diags.report(type.name.range, diag::ListParam);
      return &types::error;
    }
    if (found)
      return found;
    llvm::SmallVector<StringRef, 16> names;
    for (const Type *each : types::ofParameters())
      names.push_back(each->name);
    auto report = ctx.diags.report(type.name.range, diag::UnknownType, type.name.text);
    // Names of these types in other languages.
    static constexpr std::pair<StringRef, StringRef> usual[] = {
        {"string", "text"},         {"integer", "int"},  {"number", "int"},     {"boolean", "bool"},
        {"securestring", "secret"}, {"cidr", "network"}, {"password", "secret"}};
    StringRef near = nearest(type.name.text, names);
    for (auto [from, to] : usual)
      if (type.name.text.equals_insensitive(from))
        near = to;
    if (!near.empty())
      report.idea(type.name.range, near.str(), note::DidYouMean, near);
    report.note({}, note::TypesAre, orList(names, 20));
    return &types::error;
  }

  void declareLet(const Let &declaration) {
    const Name &name = declaration.name;
    LetEntry &entry = ctx.lets[name.text];
    if (fresh(name, "the let", entry.declaration))
      entry.declaration = &declaration;
  }

  void declarePreset(const ast::Preset &declaration) {
    auto &all = ctx.presets[declaration.name.text];
    auto same = llvm::find_if(
        all, [&](const ast::Preset *each) { return each->block.text == declaration.block.text; });
    if (all.empty() && findStandardPreset(declaration.name.text))
      ctx.diags.report(declaration.name.range, diag::PresetReplacesStandard, declaration.name.text);
    if (fresh(declaration.name, "the preset", same == all.end() ? nullptr : *same))
      all.push_back(&declaration);
  }

  static Scalar scalarOf(const Expr &expr) { return {expr.number, expr.text}; }

  void readDomain(azcl::Param &param) {
    const ast::Param &declaration = *param.declaration;
    std::string what = fmt::format("the parameter `{}`", param.name.text);
    if (param.type->kind == TypeKind::Error)
      return;
    bool secret = param.type->kind == TypeKind::Secret;
    if (secret && (declaration.domain || declaration.initial)) {
      const Value *shown = declaration.initial ? declaration.initial : declaration.domain;
      ctx.diags.report(shown->range(), diag::SecretInSource, what);
      return;
    }
    if (declaration.domain && !llvm::isa<Missing>(declaration.domain))
      readDomain(param, *declaration.domain, what);
    if (declaration.domain && !param.domain.bounded && param.domain.choices.empty()) {
      param.type = &types::error; // already reported; the domain is unknown
      return;
    }
    if (!declaration.initial)
      return;
    param.initial = closed(*declaration.initial, param, what);
    if (param.initial)
      checkInside(param, *param.initial);
  }

  void readDomain(azcl::Param &param, const Value &domain, StringRef what) {
    if (auto *range = llvm::dyn_cast<Binary>(&domain); range && range->op == Operator::Range) {
      if (!param.type->isNumeric() || param.type->kind == TypeKind::Date) {
        ctx.diags.report(domain.range(), diag::DomainForm, what, kindOf(*param.type));
        return;
      }
      const Expr *low = closed(*range->left, param, what);
      const Expr *high = closed(*range->right, param, what);
      if (!low || !high)
        return;
      if (low->number > high->number) {
        ctx.diags.report(domain.range(), diag::EmptyRange, print(*low), print(*high))
            .fix(domain.range(), fmt::format("{}..{}", print(*high), print(*low)),
                 note::SwapBounds);
        return;
      }
      param.domain.bounded = true;
      param.domain.low = low->number;
      param.domain.high = high->number;
      return;
    }
    auto *list = llvm::dyn_cast<ast::List>(&domain);
    if (!list || list->elements.empty()) {
      std::string kind = kindOf(*param.type).str() + (list ? ", and the list is empty" : "");
      ctx.diags.report(domain.range(), diag::DomainForm, what, kind);
      return;
    }
    llvm::SmallVector<Scalar, 8> choices;
    for (const Value *element : list->elements) {
      const Expr *choice = closed(*element, param, what);
      if (!choice)
        return;
      choices.push_back(scalarOf(*choice));
    }
    param.domain.choices = ctx.arena.copy<Scalar>(choices);
  }

  /// A value that depends on no other parameter; null if an error was reported.
  const Expr *closed(const Value &value, const azcl::Param &param, StringRef what) {
    const Expr *expr = values.check(value, *param.type, what);
    if (expr->isError())
      return nullptr;
    if (!expr->open)
      return expr;
    ctx.diags.report(value.range(), diag::DecidedAtCompileTime, what, paramsIn(*expr));
    return nullptr;
  }

  static std::string paramsIn(const Expr &expr) {
    llvm::SmallVector<const azcl::Param *, 4> params;
    collectParams(expr, params);
    std::string text;
    for (const azcl::Param *param : params)
      text += fmt::format("{}`{}`", text.empty() ? "" : ", ", param->name.text);
    return text.empty() ? "an `arm` expression" : text;
  }

  void checkInside(const azcl::Param &param, const Expr &value) {
    std::optional<Domain> domain = param.values();
    if (!domain || domain->contains(scalarOf(value)))
      return;
    auto report = ctx.diags.report(value.range, diag::OutsideDomain, print(value), param.name.text);
    if (param.declaration->domain)
      report.label(param.declaration->domain->range(), note::DomainHere);
  }

  azcl::Param *lookUp(StringRef name, SourceRange range) {
    auto found = ctx.params.find(name);
    if (found != ctx.params.end())
      return found->second;
    if (ctx.broken)
      return nullptr;
    llvm::SmallVector<StringRef, 16> names;
    for (const azcl::Param *param : ctx.program.params)
      names.push_back(param->name.text);
    auto report = ctx.diags.report(range, diag::UnknownParam, name);
    if (StringRef near = ctx.mayGuess() ? nearest(name, names) : ""; !near.empty()) {
      if (range.valid())
        report.idea(range, near.str(), note::DidYouMean, near);
      else
        report.note({}, note::DidYouMean, near);
    }
    return nullptr;
  }

  void environment(const ast::Block &block) {
    EnvironmentValues environment{block.label, block.doc(), {}};
    for (const Statement *each : block.body) {
      auto *attribute = llvm::dyn_cast<Attribute>(each);
      if (!attribute) {
        ctx.diags.report(each->range().front(), diag::OnlyValuesInEnvironment);
        continue;
      }
      azcl::Param *param = lookUp(attribute->key.text, attribute->key.range);
      if (!param || param->type->kind == TypeKind::Error)
        continue;
      std::string what = fmt::format("the parameter `{}`", param->name.text);
      if (param->type->kind == TypeKind::Secret) {
        ctx.diags.report(attribute->value->range(), diag::SecretInSource, what);
        continue;
      }
      if (llvm::any_of(environment.values, [&](const auto &v) { return v.first == param; })) {
        ctx.diags.report(attribute->key.range, diag::GivenTwice, param->name.text);
        continue;
      }
      const Expr *value = closed(*attribute->value, *param, what);
      if (!value)
        continue;
      checkInside(*param, *value);
      environment.values.push_back({param, value});
    }
    ctx.program.environments.push_back(std::move(environment));
  }

  static Cloud cloudOf(const Expr &region) {
    return static_cast<const Region *>(region.fact)->cloud;
  }

  /// Environments and defaults with another value belong to the compilation for that value.
  void closeForEach(azcl::Param &param, unsigned at) {
    auto *domain = llvm::cast<ast::List>(param.declaration->domain);
    const Expr *value = closed(*domain->elements[at], param, param.name.text);
    if (!value || param.type->kind != TypeKind::Region)
      return; // reported
    const Expr *first = closed(*domain->elements[0], param, param.name.text);
    param.closed = value;
    if (first && cloudOf(*first) != cloudOf(*value)) {
      ctx.diags.report(value->range, diag::RegionsOfClouds, value->text, first->text);
      param.closed = ctx.errorExpr();
    }
    param.forEach = true;
    llvm::erase_if(ctx.program.environments, [&](const EnvironmentValues &environment) {
      const Expr *own = param.initial;
      for (const auto &[each, given] : environment.values)
        if (each == &param)
          own = given;
      return own && own->text != value->text;
    });
  }

  /// Of several analyses, all use the file of the first.
  const SourceFile *fileOf(std::string path, const std::string &content) {
    for (const auto &each : ctx.sources.files())
      if (each->path == path && each->text == content)
        return each.get();
    return ctx.sources.add(path, llvm::MemoryBuffer::getMemBufferCopy(content));
  }

  /// The text of -D is parsed as AZCL in a file of its own, so that messages can show it.
  void define(StringRef name, StringRef text) {
    azcl::Param *param = lookUp(name, {});
    if (!param || param->type->kind == TypeKind::Error)
      return;
    if (param->type->kind == TypeKind::Secret) {
      ctx.diags.report(param->name.range, diag::SecretDefined, name);
      return;
    }
    auto read = [&](std::string content, DiagnosticEngine &to) -> const Value * {
      const SourceFile *file = fileOf(fmt::format("-D {}", name), content);
      if (!file)
        return nullptr;
      ParsedFile parsed = parse(*file, ctx.arena, to);
      if (parsed.broken)
        return nullptr;
      auto *attribute = llvm::dyn_cast<Attribute>(parsed.statements.front());
      if (parsed.statements.size() == 1 && attribute)
        return attribute->value;
      to.report(param->name.range, diag::DefineNoValue, name, text);
      return nullptr;
    };
    // The shell removes quotes, so a value for a text parameter is quoted here unless it has
    // quotes.
    std::string quotedText = "\"";
    for (char c : text)
      quotedText += c == '"' || c == '\\' || c == '$' ? std::string("\\") + c : std::string(1, c);
    bool isText = param->type->isText() && param->type->kind != TypeKind::Address &&
                  param->type->kind != TypeKind::Network;
    bool isQuoted = text.starts_with("\"");
    std::string content =
        fmt::format("{} = {}", name, isText && !isQuoted ? quotedText + "\"" : text.str());
    const Value *value = read(content, ctx.diags);
    if (!value)
      return;
    std::string what = fmt::format("the parameter `{}`", name);
    const Expr *expr = closed(*value, *param, what);
    if (expr)
      checkInside(*param, *expr);
    param->closed = expr ? expr : ctx.errorExpr();
  }

  SemaContext &ctx;
  ExprChecker values;
  llvm::StringMap<Name> byLowerCase;
};
} // namespace

void azcl::declareAll(SemaContext &ctx, llvm::ArrayRef<ParsedFile> files) {
  Declarer declarer(ctx);
  for (const ParsedFile &file : files)
    declarer.names(file);
  declarer.domains();
  for (const ParsedFile &file : files)
    declarer.environments(file);
  declarer.knownValues();
  declarer.close();
}

void azcl::reportUnusedParams(SemaContext &ctx, const ParsedFile &main) {
  for (const Param *param : ctx.program.params)
    if (ctx.sources.find(param->name.range) == main.source && !ctx.usedParams.contains(param))
      ctx.diags.report(param->name.range, diag::ParamUnused, param->name.text);
}
