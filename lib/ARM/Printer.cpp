// Prints a module for --emit=ir: resources in source order, one property per line.
#include "azcl/ARM/Module.h"
#include "llvm/ADT/STLExtras.h"

using namespace azcl::arm;
using llvm::StringRef;

static void printList(llvm::ArrayRef<Value> items, llvm::raw_ostream &out) {
  llvm::interleaveComma(items, out, [&](const Value &each) { print(each, out); });
}

static void printObject(llvm::ArrayRef<Value> pairs, llvm::raw_ostream &out) {
  out << "{";
  for (size_t i = 0; i < pairs.size(); i += 2) {
    out << (i ? ", " : "");
    print(pairs[i], out);
    out << ": ";
    print(pairs[i + 1], out);
  }
  out << "}";
}

void azcl::arm::print(const Value &value, llvm::raw_ostream &out) {
  switch (value.kind()) {
  case ValueKind::Unset: out << "unset"; break;
  case ValueKind::Null: out << "null"; break;
  case ValueKind::Bool: out << (value.number() ? "true" : "false"); break;
  case ValueKind::Int: out << value.number(); break;
  case ValueKind::Decimal: out << value.text(); break;
  case ValueKind::Text:
    out << '"';
    out.write_escaped(value.text());
    out << '"';
    break;
  case ValueKind::Raw: out << "arm(" << value.items()[0].text() << ")"; break;
  case ValueKind::Param: out << "param(" << value.parameter().name << ")"; break;
  case ValueKind::List:
    out << "[";
    printList(value.items(), out);
    out << "]";
    break;
  case ValueKind::Object: printObject(value.items(), out); break;
  case ValueKind::Id:
    out << "id(@" << value.resource().symbol;
    for (const Value &part : value.parts()) {
      out << "/";
      if (part.is(ValueKind::Text))
        out << part.text();
      else
        print(part, out);
    }
    out << ")";
    break;
  case ValueKind::Runtime:
    out << "runtime(@" << value.resource().symbol << "." << value.items()[1].text() << ")";
    break;
  case ValueKind::Call:
    out << toString(value.function()) << "(";
    printList(value.items(), out);
    out << ")";
    break;
  }
}

namespace {
struct Printer {
  llvm::raw_ostream &out;

  void line(StringRef path, const Value &value) {
    out << "    " << path << " = ";
    print(value, out);
    out << "\n";
  }

  void fields(const void *object, const Layout &layout, const std::string &prefix) {
    for (const Field &field : layout.fields) {
      std::string path = prefix + field.path.str();
      if (field.shape == Shape::Scalar) {
        if (const Value &value = field.value(object); value.set())
          line(path, value);
        continue;
      }
      Span span = field.span(object);
      for (size_t i = 0; i < span.count; ++i) {
        std::string inner = path;
        if (field.shape == Shape::Parts)
          inner += "[" + std::to_string(i) + "]";
        const char *each = span.data + i * field.stride;
        if (const Value &when = reinterpret_cast<const Part *>(each)->when; when.set())
          line(inner + " when", when);
        fields(each, field.parts(), inner + ".");
      }
    }
  }

  void resource(const Module &module, const Resource &resource, Place place) {
    out << "  " << resource.type() << " @" << resource.symbol;
    if (resource.origin.valid())
      out << "  // " << place(resource.origin);
    out << "\n";
    if (StringRef group = module.groupOf(resource); !group.empty())
      out << "    group " << group << "\n";
    if (resource.condition.set())
      line("when", resource.condition);
    if (resource.kept.set())
      line("kept if", resource.kept);
    for (const Value &name : resource.names)
      line("name", name);
    if (resource.location.set())
      line("location", resource.location);
    if (resource.tags.set())
      line("tags", resource.tags);
    fields(object(resource), resource.layout(), "");
    for (const Patched &patch : resource.patches)
      line("patch " + patch.path.str(), patch.value);
    for (const Resource *other : resource.after)
      out << "    after @" << other->symbol << "\n";
  }
};
} // namespace

void azcl::arm::print(const Module &module, Place place, llvm::raw_ostream &out) {
  Printer printer{out};
  out << "module @" << module.name << "\n";
  for (const auto &parameter : module.parameters) {
    out << "  param " << parameter->name << " : " << toString(parameter->type);
    if (parameter->least)
      out << " from " << *parameter->least;
    if (parameter->most)
      out << " to " << *parameter->most;
    if (!parameter->allowed.empty()) {
      out << " in [";
      printList(parameter->allowed, out);
      out << "]";
    }
    if (parameter->initial.set()) {
      out << " = ";
      print(parameter->initial, out);
    }
    out << "\n";
  }
  for (const auto &resource : module.resources)
    printer.resource(module, *resource, place);
  for (const Output &output : module.outputs) {
    out << "  output " << output.name << " = ";
    print(output.value, out);
    out << "\n";
  }
  for (const Precondition &each : module.preconditions)
    out << "  needs " << each.kind << " " << each.subject << "\n";
}
