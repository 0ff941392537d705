// All resources of a program, before they are split into templates.
#pragma once

#include "azcl/ARM/Layout.h"
#include "azcl/Support/Source.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/raw_ostream.h"
#include <memory>

namespace azcl::arm {

enum class Kind : uint8_t {
#define RESOURCE(CLASS) CLASS,
#include "azcl/ARM/Resources.def"
};

/// A property by its path, as the program sets it.
struct Patched {
  llvm::StringRef path;
  Value value;
  SourceRange pathRange, valueRange;
};

/// What every resource has. Its own fields are those of its kind, and layout() says where they
/// live.
struct Resource {
  const Kind kind;
  llvm::StringRef symbol;   ///< unique in the module: how the listing names it
  std::vector<Value> names; ///< its own behind those of its parents
  Value location;           ///< a region; unset for what stands nowhere
  Value condition;          ///< unset: always there
  Value tags;
  SourceRange origin;                  ///< the block that it is made for
  unsigned component = 0;              ///< what it is deployed with
  bool sovereign = false;              ///< deployed to the cloud of a government or of China
  std::vector<const Resource *> after; ///< what must be there before it, beside what it refers to
  std::vector<Patched> patches;

  virtual ~Resource() = default;
  const Layout &layout() const;
  llvm::StringRef type() const;
  llvm::StringRef apiVersion() const;
  Value name() const { return names.back(); }

protected:
  explicit Resource(Kind kind) : kind(kind) {}
};

template <Kind K> struct ResourceOf : Resource {
  static constexpr Kind resourceKind = K;
  ResourceOf() : Resource(K) {}
  static bool classof(const Resource *resource) { return resource->kind == K; }
};

/// Resources that change together.
struct Component {
  llvm::StringRef name;
  llvm::StringRef doc;
};

/// Something that those who deploy want to know afterwards.
struct Output {
  llvm::StringRef name;
  Value value;
  Value condition;
};

/// Something that must be so before the templates can be deployed.
struct Precondition {
  llvm::StringRef kind;    ///< "feature", "terms", "role", "peering", ...
  llvm::StringRef subject; ///< what exactly
  llvm::StringRef why;
  SourceRange origin;
};

/// A named set of parameter values, as a parameter file holds them.
struct Environment {
  llvm::StringRef name;
  std::vector<std::pair<const Parameter *, Value>> values;
  std::vector<Value> declared; ///< the same values in the notation of the language
};

struct Module {
  Module() : values(arena) {}
  Module(const Module &) = delete;

  Arena arena;
  ValueFactory values;
  llvm::StringRef name;
  bool sovereign = false; ///< for the cloud of a government or of China: resources have the
                          ///< versions that it knows
  std::vector<std::unique_ptr<Parameter>> parameters;
  std::vector<Environment> environments;
  std::vector<Component> components;
  std::vector<std::unique_ptr<Resource>> resources; ///< in the order of the source
  std::vector<Output> outputs;
  std::vector<Precondition> preconditions;

  template <class T> T &add(llvm::StringRef symbol, SourceRange origin, unsigned component) {
    auto made = std::make_unique<T>();
    T &resource = *made;
    resource.symbol = uniqueSymbol(symbol);
    resource.origin = origin;
    resource.component = component;
    resource.sovereign = sovereign;
    resources.push_back(std::move(made));
    return resource;
  }

  /// `wanted`, or with a number behind it if a resource of the type has that name already.
  std::string uniqueName(llvm::StringRef type, llvm::StringRef wanted, unsigned most);

private:
  llvm::StringSet<> names;
  llvm::StringRef uniqueSymbol(llvm::StringRef wanted);
  llvm::StringMap<unsigned> symbols;
};

/// Where something is written: "shop.azc:12:3".
using Place = llvm::function_ref<std::string(SourceRange)>;
/// --emit=ir: one property a line.
void print(const Module &module, Place place, llvm::raw_ostream &out);
/// A value as the listing shows it.
void print(const Value &value, llvm::raw_ostream &out);

/// The object that the rows of its kind read.
const void *object(const Resource &resource);
/// The resource that an extension resource applies to; unset for all others.
Value scopeOf(const Resource &resource);
/// Of every kind, in the order of Resources.def.
llvm::ArrayRef<const Layout *> allLayouts();

/// Calls `visit` for each value of the resource's fields, condition and patches, whole values only.
void forEachValue(const Resource &resource,
                  llvm::function_ref<void(const Value &, const Field *)> visit);
/// Calls `visit` for `value` and for each value inside it.
void walk(const Value &value, llvm::function_ref<void(const Value &)> visit);
/// The resources that it refers to, each once, in the order of mention; its own parts are not among
/// them.
std::vector<const Resource *> references(const Resource &resource);

/// What is wrong with the module: a required field that is not set or a required list that
/// conditions can empty, a secret where none may be, a name that two resources share, a location of
/// the wrong kind, a reference to what does not exist whenever the referring resource does, a
/// cycle. Patches are not considered: they are the author's (see Link). Empty: nothing.
std::vector<std::string> verify(const Module &module);

} // namespace azcl::arm
