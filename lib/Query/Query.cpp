// Parses a query, runs it over the rows of a table and reports errors at the user's columns.
#include "azcl/Query/Query.h"
#include "Typed.h"
#include "azcl/AST/Statements.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Parse/Parse.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/STLExtras.h"

using namespace azcl;
using namespace azcl::query;
using llvm::StringRef;

// The expression is on a line of its own, so that its columns match those of the user's text.
static constexpr StringRef frame = "let query =\n";

namespace {
/// The text that is passed to the parser. In AZCL `..` binds more loosely than `in`, because only
/// the domain of a parameter uses both. To give `vcpus in 4..8` its obvious meaning, brackets are
/// inserted here.
struct Framed {
  std::string text = frame.str();
  std::vector<size_t> inserted; ///< offsets in `text` of characters that the user did not write

  explicit Framed(StringRef expression) {
    SourceManager sources;
    const SourceFile *file =
        sources.add("query", llvm::MemoryBuffer::getMemBufferCopy(expression, "query"));
    std::vector<Token> tokens = lex(*file);
    size_t copied = 0;
    auto copyUpTo = [&](size_t end) {
      text += expression.slice(copied, end);
      copied = end;
    };
    auto insert = [&](char bracket) {
      inserted.push_back(text.size());
      text += bracket;
    };
    for (size_t i = 0; i < tokens.size(); ++i) {
      size_t low = i + 1, range = endOfOperand(tokens, low), end = endOfOperand(tokens, range + 1);
      if (tokens[i].kind != TokenKind::IN || range == low || end >= tokens.size() ||
          tokens[range].kind != TokenKind::RANGE || end == range + 1)
        continue;
      copyUpTo(tokens[low].range.begin - file->base);
      insert('[');
      copyUpTo(tokens[end - 1].range.end - file->base);
      insert(']');
    }
    copyUpTo(expression.size());
  }

  /// The index after a simple operand, or `from` if there is none.
  static size_t endOfOperand(llvm::ArrayRef<Token> tokens, size_t from) {
    size_t at = from < tokens.size() && tokens[from].kind == TokenKind::MINUS ? from + 1 : from;
    if (at >= tokens.size())
      return from;
    switch (tokens[at].kind) {
    case TokenKind::INT:
    case TokenKind::DECIMAL:
    case TokenKind::PERCENT:
    case TokenKind::QUANTITY:
    case TokenKind::DATE:
    case TokenKind::NAME: return at + 1;
    default: return from;
    }
  }

  /// Converts an offset in `text` to an offset in the expression.
  size_t original(size_t offset) const {
    size_t before = size_t(llvm::count_if(inserted, [&](size_t at) { return at < offset; }));
    return offset < frame.size() ? 0 : offset - frame.size() - before;
  }
};

size_t codePoints(StringRef text) {
  return size_t(llvm::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
}

QueryProblem place(StringRef expression, size_t begin, size_t end, std::string message,
                   std::string help) {
  begin = std::min(begin, expression.size());
  StringRef before = expression.take_front(begin);
  unsigned line = unsigned(before.count('\n')) + 1;
  StringRef inLine = before.drop_front(before.rfind('\n') + 1); // npos + 1 is 0
  StringRef at = expression.slice(begin, end).take_until([](char c) { return c == '\n'; });
  return {line, unsigned(codePoints(inLine)) + 1, unsigned(std::max<size_t>(1, codePoints(at))),
          std::move(message), std::move(help)};
}

/// Removes the mention of `=`, which the user did not write.
std::string withoutFrame(StringRef message) {
  auto [before, after] = message.split(" after `=`");
  return (before + after).str();
}

/// A parsed query. It owns everything that its nodes refer to.
class Question {
public:
  Question(const RowTable &table, StringRef expression, QueryAnswer &answer)
      : expression(expression), framed(expression), answer(answer),
        file(*sources.add("query", llvm::MemoryBuffer::getMemBufferCopy(framed.text, "query"))) {
    if (const ast::Value *value = read())
      settleFor(table, *value);
  }

  /// Null if there are errors, which are in the answer.
  const Node *node() const { return root.get(); }
  llvm::ArrayRef<unsigned> columns() const { return mentioned; }

private:
  void complain(SourceRange range, std::string message, std::string help) {
    answer.problems.push_back(place(expression, framed.original(range.begin - file.base),
                                    framed.original(range.end - file.base), std::move(message),
                                    std::move(help)));
  }

  const ast::Value *read() {
    DiagnosticEngine diags(sources, warnings);
    ParsedFile parsed = parse(file, arena, diags);
    for (const Diagnostic &each : diags.take())
      if (each.id == diag::StrayToken.id) // a query has no statements
        complain(each.range,
                 fmt::format("the expression ends before `{}`", sources.text(each.range)),
                 "join two with `and` or `or`");
      else if (each.severity == Severity::Error)
        complain(each.range, fmt::format("{} [{}]", withoutFrame(each.message), each.code()),
                 each.suggestions.empty() ? "" : each.suggestions[0].title);
    if (!answer.problems.empty())
      return nullptr;
    if (parsed.statements.size() != 1) {
      complain(parsed.statements[1]->range(), "a query is one expression",
               "join two with `and` or `or`");
      return nullptr;
    }
    return llvm::cast<ast::Let>(parsed.statements[0])->value;
  }

  void settleFor(const RowTable &table, const ast::Value &value) {
    std::vector<Problem> problems;
    root = checkTypes(value, table, mentioned, problems);
    for (Problem &each : problems)
      complain(each.range, std::move(each.message), std::move(each.help));
  }

  StringRef expression;
  Framed framed;
  QueryAnswer &answer;
  SourceManager sources;
  WarningOptions warnings;
  Arena arena;
  const SourceFile &file;
  std::vector<unsigned> mentioned;
  std::unique_ptr<Node> root;
};

/// Sorts by the table's preferred columns. Rows that compare equal keep their order by name.
void sortRows(const RowTable &table, std::vector<size_t> &rows) {
  llvm::stable_sort(rows, [&](size_t a, size_t b) {
    for (unsigned column : table.order()) {
      Cell left = table.cell(a, column), right = table.cell(b, column);
      if (left.number != right.number)
        return left.number < right.number;
      if (int order = left.text.compare(right.text))
        return order < 0;
    }
    return false;
  });
}
} // namespace

QueryAnswer azcl::ask(const RowTable &table, StringRef expression,
                      llvm::function_ref<bool(size_t)> keep) {
  QueryAnswer answer;
  std::optional<Question> question;
  if (!expression.trim().empty()) {
    question.emplace(table, expression, answer);
    if (!question->node())
      return answer;
  }
  auto addColumns = [&](llvm::ArrayRef<unsigned> more) {
    for (unsigned column : more)
      if (!llvm::is_contained(answer.columns, column))
        answer.columns.push_back(column);
  };
  answer.columns = {0};
  addColumns(table.usual());
  if (question)
    addColumns(question->columns());
  for (size_t row = 0; row < table.size(); ++row) {
    if (!keep(row))
      continue;
    Cell holds;
    holds.number = 1;
    if (question)
      holds = run(*question->node(), table, row);
    if (holds.known && holds.number)
      answer.rows.push_back(row);
    if (holds.known)
      continue;
    ++answer.silent;
    for (unsigned column : question->columns())
      if (!table.cell(row, column).known && !llvm::is_contained(answer.silentColumns, column))
        answer.silentColumns.push_back(column);
  }
  sortRows(table, answer.rows);
  return answer;
}
