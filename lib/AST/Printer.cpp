// Prints one node per line, indented by its depth, with its location. Every kind has a case in one
// of the two switches below. Neither has a default, so a new kind does not compile until it is
// printed.
#include "azcl/AST/Printer.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ErrorHandling.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::cast;
using llvm::StringRef;

namespace {
class Printer {
public:
  Printer(const SourceFile &file, llvm::raw_ostream &out) : file(file), out(out) {}

  void body(Body statements, unsigned depth) {
    for (const Statement *each : statements)
      statement(*each, depth);
  }

private:
  static std::string escaped(StringRef text) {
    std::string result;
    llvm::raw_string_ostream(result).write_escaped(text);
    return result;
  }

  void line(const Node &node, unsigned depth, const std::string &what) {
    LineColumn at = file.position(node.range().begin), end = file.position(node.range().end);
    out.indent(depth * 2) << toString(node.kind());
    if (!what.empty())
      out << ' ' << what;
    out << fmt::format(" <{}:{}-{}:{}>\n", at.line, at.column, end.line, end.column);
  }

  void statement(const Statement &node, unsigned depth) {
    switch (node.kind()) {
    case Kind::Attribute: {
      auto &attribute = cast<Attribute>(node);
      line(attribute, depth,
           attribute.quoted ? fmt::format("\"{}\"", escaped(attribute.key.text))
                            : attribute.key.text.str());
      return value(attribute.value, depth + 1);
    }
    case Kind::Block: {
      auto &block = cast<Block>(node);
      line(block, depth,
           block.label ? fmt::format("{} {}", block.keyword.text, block.label.text)
                       : block.keyword.text.str());
      if (block.condition) {
        out.indent(depth * 2 + 2) << "when\n";
        value(block.condition, depth + 2);
      }
      return body(block.body, depth + 1);
    }
    case Kind::Param: {
      auto &param = cast<Param>(node);
      line(param, depth,
           param.type.list ? fmt::format("{} : [{}]", param.name.text, param.type.name.text)
                           : fmt::format("{} : {}", param.name.text, param.type.name.text));
      if (param.domain)
        value(param.domain, depth + 1);
      if (param.initial)
        value(param.initial, depth + 1);
      return;
    }
    case Kind::Let:
      line(node, depth, cast<Let>(node).name.text.str());
      return value(cast<Let>(node).value, depth + 1);
    case Kind::Preset: {
      auto &preset = cast<Preset>(node);
      line(preset, depth, fmt::format("{} : {}", preset.name.text, preset.block.text));
      return body(preset.body, depth + 1);
    }
    case Kind::Import:
      return line(node, depth, fmt::format("\"{}\"", escaped(cast<Import>(node).path.text)));
    case Kind::Use: {
      std::string names;
      for (const Name &name : cast<Use>(node).names)
        names += (names.empty() ? "" : ", ") + name.text.str();
      return line(node, depth, names);
    }
    case Kind::Missing:
    case Kind::Object:
    case Kind::Conditional:
    case Kind::Binary:
    case Kind::Unary:
    case Kind::Word:
    case Kind::Call:
    case Kind::Variant:
    case Kind::List:
    case Kind::Literal:
    case Kind::String: break;
    }
    llvm_unreachable("a value among the statements");
  }

  void value(const Value *node, unsigned depth) {
    switch (node->kind()) {
    case Kind::Missing: return line(*node, depth, "");
    case Kind::Object:
      line(*node, depth, "");
      for (const Member &member : cast<Object>(node)->members) {
        out.indent(depth * 2 + 2) << escaped(member.key.text) << " =\n";
        value(member.value, depth + 2);
      }
      return;
    case Kind::Conditional: {
      auto *conditional = cast<Conditional>(node);
      line(*conditional, depth, "");
      for (const Value *part : {conditional->condition, conditional->then, conditional->otherwise})
        value(part, depth + 1);
      return;
    }
    case Kind::Binary: {
      auto *binary = cast<Binary>(node);
      line(*binary, depth, spelling(binary->op).str());
      value(binary->left, depth + 1);
      return value(binary->right, depth + 1);
    }
    case Kind::Unary:
      line(*node, depth, spelling(cast<Unary>(node)->op).str());
      return value(cast<Unary>(node)->operand, depth + 1);
    case Kind::Word: return line(*node, depth, cast<Word>(node)->text.str());
    case Kind::Call:
      line(*node, depth, cast<Call>(node)->callee.text.str());
      for (const Value *argument : cast<Call>(node)->arguments)
        value(argument, depth + 1);
      return;
    case Kind::Variant:
      line(*node, depth, cast<Variant>(node)->name.text.str());
      return value(cast<Variant>(node)->object, depth + 1);
    case Kind::List:
      line(*node, depth, "");
      for (const Value *element : cast<List>(node)->elements)
        value(element, depth + 1);
      return;
    case Kind::Literal:
      return line(
          *node, depth,
          fmt::format("{} {}", toString(cast<Literal>(node)->literal), cast<Literal>(node)->text));
    case Kind::String: {
      std::string text;
      for (const StringPart &part : cast<String>(node)->parts)
        text += part.interpolated ? fmt::format("${{{}}}", part.text.text) : part.text.text.str();
      return line(*node, depth, fmt::format("\"{}\"", escaped(text)));
    }
    case Kind::Attribute:
    case Kind::Block:
    case Kind::Param:
    case Kind::Let:
    case Kind::Preset:
    case Kind::Import:
    case Kind::Use: break;
    }
    llvm_unreachable("a statement among the values");
  }

  const SourceFile &file;
  llvm::raw_ostream &out;
};
} // namespace

void ast::print(Body statements, const SourceFile &file, llvm::raw_ostream &out) {
  Printer(file, out).body(statements, 0);
}
