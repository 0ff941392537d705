// Reduces the items of each grammar rule to syntax tree nodes.
#include "Builder.h"
#include "GeneratedParser.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Parse/Parse.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::StringRef;

void Builder::enter(size_t) {
  frames.push_back({stack.size(), nextToken});
}

void Builder::token(antlr4::Token *antlr) {
  auto &token = *static_cast<ParserToken *>(antlr);
  stack.push_back({Item::Tag::Token, token.kind, 0, token.range, nullptr, 0});
  last = token.range;
  nextToken = token.index + 1;
}

void Builder::skipped(antlr4::Token *antlr) {
  failures = true;
  nextToken = static_cast<ParserToken *>(antlr)->index + 1;
}

void Builder::exit(size_t rule, bool failed) {
  failures |= failed;
  Frame frame = frames.back();
  frames.pop_back();
  // The reductions read a copy because they push their node in place of the items.
  llvm::SmallVector<Item, 16> items(stack.begin() + frame.base, stack.end());
  auto drop = [&] { stack.resize(frame.base, Item{Item::Tag::Token}); };
  SourceRange range = items.empty() ? last.back() : join(items.front().range, last);
  switch (rule) {
  case AzclParser::RuleFile: drop(); return reduceFile(items);
  case AzclParser::RuleBody: drop(); return reduceBody(items, range);
  case AzclParser::RuleStatement: drop(); return reduceStatement(items, range, frame.firstToken);
  case AzclParser::RuleValue: drop(); return reduceValue(items, range);
  case AzclParser::RuleObject: drop(); return reduceObject(items, range);
  case AzclParser::RuleMember: drop(); return reduceMember(items);
  case AzclParser::RuleExpression: drop(); return reduceExpression(items);
  case AzclParser::RuleOperand: drop(); return reduceOperand(items, range);
  default: return; // label, type, prefix, infix: keep their tokens
  }
}

void Builder::pushValue(const Value *value, unsigned depth, SourceRange range) {
  stack.push_back({Item::Tag::Value, TokenKind::EndOfFile, uint16_t(depth), range, value, 0});
}

static llvm::SmallVector<const Statement *, 16> statementsAmong(auto items, auto tag) {
  llvm::SmallVector<const Statement *, 16> found;
  for (const auto &item : items)
    if (item.tag == tag)
      found.push_back(static_cast<const Statement *>(item.node));
  return found;
}

void Builder::reduceFile(Items items) {
  result = arena.copy<const Statement *>(statementsAmong(items, Item::Tag::Statement));
}

void Builder::reduceBody(Items items, SourceRange range) {
  if (items.empty() || !items.front().is(TokenKind::LBRACE))
    return; // no opening brace
  Body body = arena.copy<const Statement *>(statementsAmong(items, Item::Tag::Statement));
  stack.push_back({Item::Tag::Body, TokenKind::EndOfFile, 0, range, body.data(), body.size()});
}

StringRef Builder::docBefore(uint32_t token) {
  uint32_t first = token;
  while (first > 0 && tokens[first - 1].kind == TokenKind::DOC)
    --first;
  // Other comments between `///` comments are not documentation, but do not end it either.
  std::string doc;
  for (const Token &line : tokens.slice(first, token - first)) {
    StringRef content = text(line.range).drop_front(3).rtrim();
    content.consume_front(" ");
    doc += (doc.empty() ? "" : "\n") + content.str();
  }
  return doc.empty() ? StringRef() : arena.copy(StringRef(doc));
}

void Builder::reduceStatement(Items items, SourceRange range, uint32_t firstToken) {
  if (items.empty())
    return;
  while (isComment(tokens[firstToken].kind))
    ++firstToken;
  StringRef doc;
  if (firstToken > 0 && tokens[firstToken - 1].kind == TokenKind::DOC)
    doc = docBefore(firstToken);
  auto push = [&](const Statement *made) {
    stack.push_back({Item::Tag::Statement, TokenKind::EndOfFile, 0, range, made, 0});
  };
  // Sort the items by kind, keeping their order.
  llvm::SmallVector<Name, 4> names;
  llvm::SmallVector<const Value *, 3> values;
  std::optional<Body> body;
  bool assigned = false, listType = false, conditional = false, domain = false;
  for (const Item &item : items.drop_front()) {
    if (item.tag == Item::Tag::Value)
      values.push_back(item.value());
    else if (item.tag == Item::Tag::Body)
      body = item.body();
    else if (item.is(TokenKind::NAME) || item.is(TokenKind::STRING))
      names.push_back(name(item));
    else if (item.is(TokenKind::ASSIGN))
      assigned = true;
    else if (item.is(TokenKind::LBRACK))
      listType = true;
    else if (item.is(TokenKind::WHEN))
      conditional = true;
    else if (item.is(TokenKind::IN)) {
      // After a parameter's type, `in` starts the domain; after a keyword, it is a label.
      domain = true;
      if (items.front().is(TokenKind::NAME))
        names.push_back(name(item));
    }
  }
  auto label = [&] { // quoted labels are reported later, whatever their text
    Name found = names.empty() ? Name{} : names[0];
    if (found.text.consume_front("\""))
      found.text.consume_back("\"");
    return found;
  };
  auto valueAt = [&](size_t i) { return i < values.size() ? values[i] : missing(range.back()); };

  const Item &head = items.front();
  switch (head.kind) {
  case TokenKind::NAME:
    if (assigned)
      return push(arena.make<Attribute>(range, doc, name(head), false, valueAt(0)));
    if (!body)
      return; // neither an attribute nor a block: already reported
    return push(arena.make<Block>(range, doc, name(head), label(),
                                  conditional ? valueAt(0) : nullptr, body.value_or(Body())));
  case TokenKind::STRING:
    return push(
        arena.make<Attribute>(range, doc, fixedText(name(head), "a key"), true, valueAt(0)));
  case TokenKind::PARAM: {
    if (names.size() < 2)
      return;
    const Value *within = domain && !values.empty() ? values[0] : nullptr;
    const Value *initial = assigned ? valueAt(domain ? 1 : 0) : nullptr;
    return push(
        arena.make<Param>(range, doc, names[0], TypeName{names[1], listType}, within, initial));
  }
  case TokenKind::LET:
    if (!names.empty())
      push(arena.make<Let>(range, doc, names[0], valueAt(0)));
    return;
  case TokenKind::PRESET:
    if (names.size() >= 2)
      push(arena.make<Preset>(range, doc, names[0], names[1], body.value_or(Body())));
    return;
  case TokenKind::IMPORT:
    if (!names.empty() && isQuoted(names[0].text)) {
      unsigned before = diags.errors();
      Name path = fixedText(names[0], "the path of a file");
      if (diags.errors() == before)
        push(arena.make<Import>(range, doc, path));
    }
    return;
  case TokenKind::USE: return push(arena.make<Use>(range, doc, arena.copy<Name>(names)));
  default: return;
  }
}

void Builder::reduceValue(Items items, SourceRange range) {
  llvm::SmallVector<const Item *, 3> values;
  for (const Item &item : items)
    if (item.tag == Item::Tag::Value)
      values.push_back(&item);
  auto at = [&](size_t i) {
    return i < values.size() ? values[i]->value() : missing(range.back());
  };
  if (!items.empty() && items.front().is(TokenKind::IF)) {
    unsigned depth = 0;
    for (const Item *item : values)
      depth = std::max<unsigned>(depth, item->depth);
    Operand made = deeper(range, {arena.make<Conditional>(range, at(0), at(1), at(2)), depth + 1});
    return pushValue(made.value, made.depth);
  }
  if (values.size() == 2) {
    auto *word = llvm::dyn_cast<Word>(at(0));
    auto *object = llvm::dyn_cast<Object>(at(1));
    if (word && object)
      return pushValue(arena.make<Variant>(range, word->name(), object), values[1]->depth + 1);
    failures = true;
    diags.report(at(1)->range(), diag::ObjectAfterValue);
  }
  pushValue(at(0), values.empty() ? 1 : values[0]->depth);
}

void Builder::reduceMember(Items items) {
  if (items.empty())
    return;
  Name key = fixedText(name(items.front()), "a key");
  const Item *value = nullptr;
  for (const Item &item : items)
    if (item.tag == Item::Tag::Value)
      value = &item;
  auto *member =
      arena.make<Member>(Member{key, value ? value->value() : missing(key.range.back())});
  stack.push_back({Item::Tag::Member, TokenKind::EndOfFile, uint16_t(value ? value->depth : 1),
                   key.range, member, 0});
}

void Builder::reduceObject(Items items, SourceRange range) {
  llvm::SmallVector<Member, 8> members;
  unsigned depth = 0;
  for (const Item &item : items)
    if (item.tag == Item::Tag::Member) {
      members.push_back(*static_cast<const Member *>(item.node));
      depth = std::max<unsigned>(depth, item.depth);
    }
  Operand made = deeper(range, {arena.make<Object>(range, arena.copy<Member>(members)), depth + 1});
  pushValue(made.value, made.depth);
}

void Builder::reduceOperand(Items items, SourceRange range) {
  if (items.empty())
    return pushValue(missing(range), 1);
  const Item &head = items.front();
  llvm::SmallVector<const Value *, 16> inner;
  unsigned depth = 0;
  bool called = false;
  for (const Item &item : items) {
    if (item.tag == Item::Tag::Value) {
      inner.push_back(item.value());
      depth = std::max<unsigned>(depth, item.depth);
    }
    called |= item.is(TokenKind::LPAREN);
  }
  auto literal = [&](LiteralKind kind) {
    // The replacement for a bad token is not a value and has been reported.
    bool bad = kind == LiteralKind::Integer ? !llvm::all_of(text(range), llvm::isDigit)
                                            : text(range).contains(' ');
    if (bad)
      return pushValue(missing(range), 1);
    pushValue(arena.make<Literal>(range, kind, text(range)), 1);
  };
  auto compound = [&](const Value *made) {
    Operand operand = deeper(range, {made, depth + 1});
    pushValue(operand.value, operand.depth);
  };
  switch (head.kind) {
  case TokenKind::NAME:
    if (!called)
      return pushValue(arena.make<Word>(name(head)), 1);
    return compound(arena.make<Call>(range, name(head), arena.copy<const Value *>(inner)));
  case TokenKind::LBRACK:
    return compound(arena.make<List>(range, arena.copy<const Value *>(inner)));
  case TokenKind::LPAREN:
    return pushValue(inner.empty() ? missing(range) : inner[0], depth + 1, range);
  case TokenKind::STRING: return pushValue(stringValue(range), 1);
  case TokenKind::INT: return literal(LiteralKind::Integer);
  case TokenKind::DECIMAL: return literal(LiteralKind::Decimal);
  case TokenKind::PERCENT: return literal(LiteralKind::Percent);
  case TokenKind::QUANTITY: return literal(LiteralKind::Quantity);
  case TokenKind::IPV4: return literal(LiteralKind::IPv4);
  case TokenKind::IPV6: return literal(LiteralKind::IPv6);
  case TokenKind::CIDR: return literal(LiteralKind::Cidr);
  case TokenKind::TIME: return literal(LiteralKind::Time);
  case TokenKind::DATE: return literal(LiteralKind::Date);
  case TokenKind::TRUE: return literal(LiteralKind::True);
  case TokenKind::FALSE: return literal(LiteralKind::False);
  default: return pushValue(missing(range), 1);
  }
}
