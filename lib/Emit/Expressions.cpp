// Writes values as JSON and as ARM template expressions.
#include "Expressions.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using arm::ValueKind;
using llvm::StringRef;

static void quote(StringRef text, std::string &out) {
  out += '\'';
  for (char c : text) {
    if (c == '\'')
      out += '\'';
    out += c;
  }
  out += '\'';
}

void ExpressionWriter::list(StringRef function, llvm::ArrayRef<Value> items,
                            std::string &out) const {
  out += function;
  out += '(';
  for (size_t i = 0; i < items.size(); ++i) {
    if (i)
      out += ", ";
    expression(items[i], out);
  }
  out += ')';
}

void ExpressionWriter::call(const Value &value, std::string &out) const {
  switch (value.function()) {
  case Function::ResourceGroupId:
  case Function::ResourceGroupLocation:
  case Function::ResourceGroupName:
  case Function::SubscriptionId:
  case Function::StorageSuffix:
  case Function::TenantId: out += toString(value.function()); break;
  case Function::Variable:
    out += "variables(";
    quote(value.items()[0].text(), out);
    out += ')';
    break;
  case Function::Member:
    expression(value.items()[0], out);
    out += '[';
    expression(value.items()[1], out);
    out += ']';
    break;
  case Function::ListOf: {
    const arm::Resource &resource = value.items()[0].resource();
    out += value.items()[1].text();
    out += '(';
    resourceId(resource, {}, out);
    out += ", ";
    quote(resource.apiVersion(), out);
    out += ')';
    if (StringRef path = value.items()[2].text(); !path.empty())
      out += "." + path.str();
    break;
  }
  default: list(toString(value.function()), value.items(), out);
  }
}

std::string ExpressionWriter::groupName(const arm::Module &module, StringRef key) {
  std::string out = "parameters(";
  quote(module.groups->name, out);
  out += ")[";
  quote(key, out);
  return out + ']';
}

void ExpressionWriter::resourceId(const arm::Resource &resource, llvm::ArrayRef<Value> parts,
                                  std::string &out) const {
  if (Value scope = scopeOf(resource); scope.set()) {
    out += "extensionResourceId(";
    expression(scope, out);
    out += ", '";
  } else {
    out += "resourceId(";
    if (StringRef other = module->groupOf(resource); other != group)
      out += groupName(*module, other) + ", ";
    out += '\'';
  }
  out += resource.type();
  for (size_t i = 0; i < parts.size(); i += 2) {
    out += '/';
    out += parts[i].text();
  }
  out += '\'';
  for (const Value &name : resource.names) {
    out += ", ";
    expression(name, out);
  }
  for (size_t i = 1; i < parts.size(); i += 2) {
    out += ", ";
    expression(parts[i], out);
  }
  out += ')';
}

void ExpressionWriter::reference(const arm::Resource &resource, StringRef path,
                                 std::string &out) const {
  out += "reference(";
  resourceId(resource, {}, out);
  if (path.consume_front(".")) { // not in the properties
    out += ", ";
    quote(resource.apiVersion(), out);
    out += ", 'Full'";
  }
  out += ").";
  out += path;
}

void ExpressionWriter::expression(const Value &value, std::string &out) const {
  switch (value.kind()) {
  case ValueKind::Unset:
  case ValueKind::Null: out += "null()"; break;
  case ValueKind::Bool: out += value.number() ? "true()" : "false()"; break;
  case ValueKind::Int: out += std::to_string(value.number()); break;
  case ValueKind::Decimal: // the template language has no decimal numbers
    out += "json('";
    out += value.text();
    out += "')";
    break;
  case ValueKind::Text: quote(value.text(), out); break;
  case ValueKind::Raw: out += value.items()[0].text().drop_front().drop_back(); break;
  case ValueKind::List: list("createArray", value.items(), out); break;
  case ValueKind::Object: list("createObject", value.items(), out); break;
  case ValueKind::Param:
    out += "parameters(";
    quote(value.parameter().name, out);
    out += ')';
    break;
  case ValueKind::Id: resourceId(value.resource(), value.parts(), out); break;
  case ValueKind::Runtime:
    if (std::string elsewhere = taken(value); !elsewhere.empty())
      out += elsewhere;
    else
      reference(value.resource(), value.items()[1].text(), out);
    break;
  case ValueKind::Call: call(value, out); break;
  }
}

static bool isSmall(llvm::ArrayRef<Value> items) {
  return items.size() <= 8 && llvm::all_of(items, [](const Value &each) {
           return each.is(ValueKind::Int) || each.is(ValueKind::Bool) ||
                  (each.is(ValueKind::Text) && each.text().size() <= 24);
         });
}

void ExpressionWriter::write(const Value &value, JsonWriter &json) const {
  write(value, Brackets::Escaped, json);
}

void ExpressionWriter::literal(const Value &value, JsonWriter &json) const {
  write(value, Brackets::Plain, json);
}

void ExpressionWriter::write(const Value &value, Brackets brackets, JsonWriter &json) const {
  switch (value.kind()) {
  case ValueKind::Unset:
  case ValueKind::Null: json.word("null"); return;
  case ValueKind::Bool: json.word(value.number() ? "true" : "false"); return;
  case ValueKind::Int: json.number(value.number()); return;
  case ValueKind::Decimal: json.word(value.text()); return;
  case ValueKind::Text:
    if (brackets == Brackets::Escaped &&
        value.text().starts_with("[")) // ARM would read it as an expression
      json.text(("[" + value.text()).str());
    else
      json.text(value.text());
    return;
  case ValueKind::List:
    if (isSmall(value.items())) {
      json.word("[");
      for (size_t i = 0; i < value.items().size(); ++i) {
        if (i)
          json.comma();
        write(value.items()[i], brackets, json);
      }
      json.word("]");
      return;
    }
    json.open('[');
    for (const Value &each : value.items()) {
      json.item();
      write(each, brackets, json);
    }
    json.close(']');
    return;
  case ValueKind::Object:
    json.open('{');
    for (size_t i = 0; i < value.items().size(); i += 2) {
      const Value &key = value.items()[i];
      if (key.isExpression()) {
        std::string name = "[";
        expression(key, name);
        json.key(name + "]");
      } else {
        json.key(key.text());
      }
      write(value.items()[i + 1], brackets, json);
    }
    json.close('}');
    return;
  default: {
    std::string text = "[";
    expression(value, text);
    text += ']';
    json.text(text);
  }
  }
}

Value ExpressionWriter::nameOf(const arm::Resource &resource, arm::ValueFactory &values) const {
  llvm::SmallVector<Value, 5> parts;
  for (const Value &name : resource.names) {
    if (!parts.empty())
      parts.push_back("/");
    parts.push_back(name);
  }
  return values.concat(parts);
}
