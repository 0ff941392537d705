// Maps the fields of each resource type to JSON paths in the template (table 2). Each type lists
// its fields once; all generic code iterates over these rows.
#pragma once

#include "azcl/ARM/Replacements.h"
#include "azcl/ARM/Value.h"
#include <array>
#include <optional>
#include <vector>

namespace azcl::arm {

struct Layout;

/// A nested object of a resource, such as one security rule.
struct Part {
  Value when; ///< for an element of a list: it exists only if this is true
};

enum class Shape : uint8_t { Scalar, Part, Parts };

/// The objects in a field: zero or more, contiguous in memory.
struct Span {
  const char *data = nullptr;
  size_t count = 0;
};

struct Field {
  llvm::StringRef path; ///< "properties.ipConfigurations"
  Shape shape = Shape::Scalar;
  bool required = false;
  bool secure = false;
  const Value &(*value)(const void *) = nullptr;
  Span (*span)(const void *) = nullptr;
  const Layout &(*parts)() = nullptr;
  size_t stride = 0;
  std::array<Replacement, 2> replacements = {};

  constexpr Field needed() const {
    Field field = *this;
    field.required = true;
    return field;
  }
  /// Azure rejects this kind of change to an existing resource.
  constexpr Field replaces(Replaces when, llvm::StringRef source) const {
    return replacesIn("", when, source);
  }
  /// The same for one resource type, for a nested object that several types share.
  constexpr Field replacesIn(llvm::StringRef type, Replaces when, llvm::StringRef source) const {
    Field field = *this;
    field.replacements[field.replacements[0].when != Replaces::Never] = {when, source, type};
    return field;
  }
  /// May hold a secret.
  constexpr Field guarded() const {
    Field field = *this;
    field.secure = true;
    return field;
  }
};

/// The length and the characters that a resource name can have.
struct NameRule {
  unsigned least = 1, most = 80;
  bool underscore = true, period = true; ///< allowed in addition to letters, digits and hyphens
};

struct Layout {
  llvm::StringRef type, apiVersion;
  llvm::StringRef sovereignVersion; ///< the API version in Azure Government and Azure China; the
                                    ///< older of the two, or the same
  NameRule names;
  bool located = true; ///< has `location` and `tags`
  bool global = false; ///< its location is `global`
  llvm::ArrayRef<Field> fields;
};

namespace detail {
template <class T> struct MemberOf;
template <class C, class F> struct MemberOf<F C::*> {
  using Class = C;
  using Field = F;
};
template <class F> struct FieldOf;
template <> struct FieldOf<Value> { static constexpr Shape shape = Shape::Scalar; };
template <class T> struct FieldOf<std::optional<T>> {
  static constexpr Shape shape = Shape::Part;
  using Element = T;
};
template <class T> struct FieldOf<std::vector<T>> {
  static constexpr Shape shape = Shape::Parts;
  using Element = T;
};
} // namespace detail

template <class T> const Layout &layoutOf();

template <auto Member> constexpr Field field(llvm::StringRef path) {
  using Class = typename detail::MemberOf<decltype(Member)>::Class;
  using Of = detail::FieldOf<typename detail::MemberOf<decltype(Member)>::Field>;
  Field field;
  field.path = path;
  field.shape = Of::shape;
  if constexpr (Of::shape == Shape::Scalar) {
    field.value = [](const void *object) -> const Value & {
      return static_cast<const Class *>(object)->*Member;
    };
  } else {
    using Element = typename Of::Element;
    static_assert(std::is_base_of_v<Part, Element>);
    field.parts = &layoutOf<Element>;
    field.stride = sizeof(Element);
    field.span = [](const void *object) -> Span {
      const auto &member = static_cast<const Class *>(object)->*Member;
      if constexpr (Of::shape == Shape::Part)
        return member ? Span{reinterpret_cast<const char *>(&*member), 1} : Span{};
      else
        return {reinterpret_cast<const char *>(member.data()), member.size()};
    };
  }
  return field;
}

template <size_t N> struct LayoutTable {
  llvm::StringRef type, apiVersion;
  std::array<Field, N> fields;
  NameRule names = {};
  bool located = true, global = false;
  llvm::StringRef sovereignVersion = {};

  /// The API version for Azure Government and Azure China, which get new versions later.
  constexpr LayoutTable sovereign(llvm::StringRef version) const {
    LayoutTable table = *this;
    table.sovereignVersion = version;
    return table;
  }
  constexpr LayoutTable named(unsigned least, unsigned most, bool underscore = true,
                              bool period = true) const {
    LayoutTable table = *this;
    table.names = {least, most, underscore, period};
    return table;
  }
  /// A child resource: it has the location of its parent.
  constexpr LayoutTable placed() const {
    LayoutTable table = *this;
    table.located = false;
    return table;
  }
  /// Its location is `global`.
  constexpr LayoutTable everywhere() const {
    LayoutTable table = *this;
    table.global = true;
    return table;
  }
};
template <class... Fields>
constexpr LayoutTable<sizeof...(Fields)> resource(llvm::StringRef type, llvm::StringRef apiVersion,
                                                  Fields... fields) {
  return {type, apiVersion, {fields...}};
}
template <class... Fields> constexpr LayoutTable<sizeof...(Fields)> part(Fields... fields) {
  return {{}, {}, {fields...}};
}

/// The rows of T, a constant. Only Layouts.cpp calls this for resources.
template <class T> const Layout &layoutOf() {
  static constexpr auto table = T::layout();
  static constexpr Layout layout{table.type,
                                 table.apiVersion,
                                 table.sovereignVersion.empty() ? table.apiVersion
                                                                : table.sovereignVersion,
                                 table.names,
                                 table.located,
                                 table.global,
                                 table.fields};
  return layout;
}

} // namespace azcl::arm
