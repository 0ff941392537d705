// Prints the vocabulary as JSON and as the language reference.
#include "azcl/Program/Functions.h"
#include "azcl/Program/Program.h"
#include "azcl/Support/Format.h"
#include "azcl/Support/JsonWriter.h"
#include "azcl/Support/Units.h"

using namespace azcl;
using llvm::StringRef;

static std::string bound(const Row &row, int64_t value) {
  const Type *type = row.type->kind == TypeKind::List ? row.type->element : row.type;
  bool count = type->kind == TypeKind::Range || type->kind == TypeKind::PortMap;
  return print(Scalar{value, {}}, count ? types::integer : *type);
}

/// The variants that have a row; empty if all have it.
static std::vector<StringRef> variantsOf(const BlockInfo &block, const Row &row) {
  std::vector<StringRef> names;
  for (size_t i = 0; i < block.variants.size(); ++i)
    if (row.variants >> i & 1)
      names.push_back(block.variants[i].name);
  return names.size() == block.variants.size() ? std::vector<StringRef>() : names;
}

/// The kinds of tier in the bit set; empty if all are.
static std::vector<StringRef> kindsOf(uint8_t kinds) {
  std::vector<StringRef> names;
  for (size_t i = 0; i < std::size(Words<TierKind>::words); ++i)
    if (kinds >> i & 1)
      names.push_back(Words<TierKind>::words[i].name);
  return names.size() == std::size(Words<TierKind>::words) ? std::vector<StringRef>() : names;
}

static void writeNames(JsonWriter &json, StringRef key, llvm::ArrayRef<StringRef> names) {
  if (!names.empty())
    json.array(key, [&] {
      for (StringRef name : names)
        json.value(name);
    });
}

static std::string onlyForKinds(uint8_t kinds) {
  auto names = kindsOf(kinds);
  return names.empty() ? "" : fmt::format(" Only with `kind` {}.", orList(names));
}

static std::string wordKinds(const WordInfo &word) {
  auto names = kindsOf(word.tierKinds);
  return names.empty() ? "" : fmt::format("; only with `kind` {}", orList(names));
}

/// Which value applies if presets disagree; empty if they cannot.
static std::string stricterName(const Row &row) {
  bool yesNo = row.type->kind == TypeKind::Bool, time = row.type->kind == TypeKind::Duration;
  switch (row.stricterIs) {
  case Stricter::Neither: return "";
  case Stricter::Greater: return yesNo ? "yes" : time ? "longer" : "higher";
  case Stricter::Smaller: return yesNo ? "no" : time ? "shorter" : "lower";
  case Stricter::Union: return "union";
  case Stricter::Ranked: break;
  }
  std::string text;
  for (uint32_t rank = 15; rank; --rank)
    for (size_t i = 0; i < row.type->words.size(); ++i)
      if (row.rankOf(i) == rank)
        text += fmt::format("{}{}", text.empty() ? "" : ", ", row.type->words[i].name);
  return text;
}

static std::string whenPresetsDisagree(const Row &row) {
  std::string name = stricterName(row);
  switch (row.stricterIs) {
  case Stricter::Neither: return "";
  case Stricter::Union: return " If presets disagree: the elements of all of them.";
  case Stricter::Ranked: return fmt::format(" If presets disagree: the first of {}.", name);
  default:
    return row.type->kind == TypeKind::Bool
               ? fmt::format(" If presets disagree: `{}`.", name)
               : fmt::format(" If presets disagree: the {} value.", name);
  }
}

static StringRef labelName(LabelRule rule) {
  return rule == LabelRule::None ? "none" : rule == LabelRule::Name ? "name" : "variant";
}

static StringRef whenName(WhenRule rule) {
  return rule == WhenRule::Params ? "parameters" : rule == WhenRule::Metrics ? "metrics" : "never";
}

static void writeWords(JsonWriter &json, StringRef key, llvm::ArrayRef<WordInfo> words) {
  json.array(key, [&] {
    for (const WordInfo &word : words)
      json.element([&] {
        json.attribute("name", word.name);
        json.attribute("doc", word.doc);
        writeNames(json, "kinds", kindsOf(word.tierKinds));
      });
  });
}

static void writeRow(JsonWriter &json, const BlockInfo &block, const Row &row) {
  json.attribute("name", row.name);
  if (row.isAttribute()) {
    json.attribute("doc", row.doc);
    json.attribute("type", row.type->name);
    json.attribute("form", row.type->form);
    if (row.type->element)
      json.attribute("element", row.type->element->name);
    if (!row.type->words.empty())
      writeWords(json, "words", row.type->words);
    json.attribute("decided", row.mayBeOpen ? "deployment" : "compilation");
    if (!row.initial.empty())
      json.attribute("default", row.initial);
    if (!row.derived.empty())
      json.attribute("derived", row.derived);
    if (row.bounded) {
      json.attribute("minimum", bound(row, row.low));
      json.attribute("maximum", bound(row, row.high));
    }
    if (row.isFact)
      json.attribute("fact", true);
    if (row.stricterIs != Stricter::Neither)
      json.attribute("stricter", stricterName(row));
  } else {
    json.attribute("block", info(row.child).keyword);
    json.attribute("form", row.record ? "object" : "block");
    json.attribute("repeats", row.many);
  }
  json.attribute("required", row.need == Need::Required);
  json.attribute("since", row.since);
  writeNames(json, "only", variantsOf(block, row));
  writeNames(json, "kinds", kindsOf(row.tierKinds));
}

void azcl::printVocabulary(llvm::raw_ostream &out) {
  std::string text;
  JsonWriter json(text);
  json.object([&] {
    json.attribute("format", 1);
    json.array("blocks", [&] {
      for (const BlockInfo &block : vocabulary())
        json.element([&] {
          json.attribute("keyword", block.keyword);
          json.attribute("doc", block.doc);
          json.attribute("label", labelName(block.label));
          json.attribute("when", whenName(block.when));
          if (!block.variants.empty())
            writeWords(json, "variants", block.variants);
          if (block.keys && block.rows.empty()) // `resource` also has the members of its type
            json.attribute("keys", block.keys->name);
          json.array("attributes", [&] {
            for (const Row &row : block.rows)
              if (row.isAttribute() || row.record)
                json.element([&] { writeRow(json, block, row); });
          });
          json.array("blocks", [&] {
            for (const Row &row : block.rows)
              if (!row.isAttribute() && !row.record)
                json.element([&] { writeRow(json, block, row); });
          });
        });
    });
    json.array("types", [&] {
      for (const Type *type : types::ofParameters())
        json.element([&] {
          json.attribute("name", type->name);
          json.attribute("form", type->form);
        });
    });
    json.array("units", [&] {
      for (const Unit &unit : units())
        json.element([&] {
          json.attribute("name", unit.name);
          json.attribute("doc", unit.doc);
        });
    });
    json.array("functions", [&] {
      for (const FunctionInfo &function : functions)
        json.element([&] {
          json.attribute("name", function.name);
          json.attribute("form", function.form);
          json.attribute("doc", function.doc);
        });
    });
  });
  out << text << "\n";
}

/// "scale out | in".
static std::string heading(const BlockInfo &block) {
  std::string text = block.keyword.str();
  if (block.label == LabelRule::Name)
    text += " NAME";
  for (size_t i = 0; i < block.variants.size(); ++i)
    text += (i ? " | " : " ") + block.variants[i].name.str();
  return text;
}

static std::string initialText(const Row &row) {
  if (row.need == Need::Required)
    return "required";
  if (!row.initial.empty())
    return fmt::format("`{}`", row.initial);
  return row.derived.empty() ? "none" : row.derived.str();
}

static void writeAttributes(const BlockInfo &block, llvm::raw_ostream &out) {
  bool any = false;
  for (const Row &row : block.rows) {
    if (!row.isAttribute() && !row.record)
      continue;
    if (!any)
      out << "| attribute | value | default | meaning |\n|---|---|---|---|\n";
    any = true;
    if (row.record) {
      const BlockInfo &object = info(row.child);
      out << fmt::format("| `{}` | [an object](#{}) | {} | {} |\n", row.name, object.keyword,
                         row.need == Need::Required ? "required" : "none", object.doc);
      continue;
    }
    std::string value = row.type->form.str(), doc = row.doc.str();
    if (!row.type->words.empty()) {
      value.clear();
      for (const WordInfo &word : row.type->words)
        value += fmt::format("{}`{}`", value.empty() ? "" : ", ", word.name);
    }
    if (row.bounded)
      value += fmt::format("; {} to {}", bound(row, row.low), bound(row, row.high));
    if (row.mayBeOpen)
      value += "; can depend on parameters";
    if (auto names = variantsOf(block, row); !names.empty())
      doc += fmt::format(" Only for {}.", orList(names));
    doc += onlyForKinds(row.tierKinds) + whenPresetsDisagree(row);
    if (row.isFact)
      doc += fmt::format(" Conditions can compare it: `when {} == {}`.", row.name,
                         row.type->words.front().name);
    out << fmt::format("| `{}` | {} | {} | {} |\n", row.name, value, initialText(row), doc);
  }
  out << (any ? "\n" : "");
}

/// The first block that can contain this one; null for the file.
static const BlockInfo *parentOf(const BlockInfo &block) {
  for (const BlockInfo &parent : vocabulary())
    for (const Row &row : parent.rows)
      if (!row.isAttribute() && row.child == block.kind)
        return &parent;
  return nullptr;
}

/// The keyword; blocks with one keyword are told apart by the blocks around them.
static std::string titleOf(const BlockInfo &block) {
  const BlockInfo *parent = parentOf(block);
  bool ambiguous = false, besides = false;
  for (const BlockInfo &other : vocabulary())
    if (other.kind != block.kind && other.keyword == block.keyword) {
      const BlockInfo *around = parentOf(other);
      ambiguous = true;
      besides |= parent && around && around->keyword == parent->keyword;
    }
  if (!ambiguous || !parent)
    return block.keyword.str();
  return fmt::format("{} of {}", block.keyword, besides ? titleOf(*parent) : parent->keyword.str());
}

/// The anchor that Markdown renderers give a heading.
static std::string anchorOf(const BlockInfo &block) {
  std::string anchor = titleOf(block);
  std::replace(anchor.begin(), anchor.end(), ' ', '-');
  return anchor;
}

void azcl::printLanguageReference(llvm::raw_ostream &out) {
  out << "# The vocabulary of AZCL\n\n"
         "All blocks and attributes of the language. Generated by\n"
         "`azclc --print-reference=language`; a test fails if this file is out of date.\n"
         "[The language](../language.md) describes statements, literals, presets and "
         "parameters.\n\n";
  for (const BlockInfo &block : vocabulary()) {
    out << fmt::format("## {}\n\n", titleOf(block));
    if (block.kind != BlockKind::Root)
      out << fmt::format("`{}`\n\n", heading(block));
    out << block.doc << "\n\n";
    for (const WordInfo &word : block.variants)
      out << fmt::format("- `{}`: {}{}\n", word.name, word.doc, wordKinds(word));
    out << (block.variants.empty() ? "" : "\n");
    writeAttributes(block, out);
    std::string inner;
    for (const Row &row : block.rows)
      if (!row.isAttribute() && !row.record)
        inner += fmt::format("{}[`{}`](#{}){}", inner.empty() ? "" : ", ", row.name,
                             anchorOf(info(row.child)), row.many ? "" : " (at most one)");
    if (!inner.empty())
      out << "Blocks: " << inner << ".\n\n";
    for (const Row &row : block.rows)
      if (row.isAttribute() && llvm::any_of(row.type->words, [](const WordInfo &each) {
            return !each.doc.empty();
          })) { // the table lists words that explain themselves
        out << fmt::format("Values of `{}`:\n\n", row.name);
        for (const WordInfo &word : row.type->words)
          out << fmt::format("- `{}`: {}{}\n", word.name, word.doc, wordKinds(word));
        out << "\n";
      }
  }
  out << "## Parameter types\n\n| type | value |\n|---|---|\n";
  for (const Type *type : types::ofParameters())
    out << fmt::format("| `{}` | {} |\n", type->name, type->form);
  out << "\n## Units\n\n| unit | meaning |\n|---|---|\n";
  for (const Unit &unit : units())
    out << fmt::format("| `{}` | {} |\n", unit.name, unit.doc);
}
