// azcl-tblgen: checks a data file of the catalog and writes it as C++ constants. A bad row is
// reported as "file: row 'name': problem". The exit code is 1 for an invalid file, and 2 for an
// invalid command line or an output that cannot be written. --ids also writes
// LIMIT(Name, "name", most) for each row of limits.json, from which LimitId is defined.
#include "Table.h"

#include <cctype>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <sstream>

using namespace azcl::facts;

static const char usage[] =
    "usage: azcl-tblgen --kind=KIND INPUT.json -o OUTPUT.inc [--ids=OUTPUT.def]\n";

namespace {
struct Options {
  std::string kind, input, output, ids;
};
} // namespace

static std::optional<Options> parseOptions(int argc, char **argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    std::string argument = argv[i];
    if (argument.rfind("--kind=", 0) == 0)
      options.kind = argument.substr(7);
    else if (argument.rfind("--ids=", 0) == 0)
      options.ids = argument.substr(6);
    else if (argument == "-o" && i + 1 < argc)
      options.output = argv[++i];
    else if (argument[0] != '-' && options.input.empty())
      options.input = argument;
    else
      return std::nullopt;
  }
  if (options.kind.empty() || options.input.empty() || options.output.empty())
    return std::nullopt;
  return options;
}

static std::optional<Kind> findKind(const std::string &name) {
  for (const Kind &kind : allKinds())
    if (name == kind.name)
      return kind;
  return std::nullopt;
}

/// Writes the file only if its content changes.
static bool writeIfChanged(const std::string &path, const std::string &text) {
  std::ifstream old(path, std::ios::binary);
  if (old && std::string(std::istreambuf_iterator<char>(old), {}) == text)
    return true;
  old.close();
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  return bool(file);
}

/// "autoscale-rules" becomes AutoscaleRules.
static std::string enumerator(std::string_view name) {
  std::string result;
  bool starts = true;
  for (char c : name) {
    if (c != '-')
      result += starts ? char(std::toupper(static_cast<unsigned char>(c))) : c;
    starts = c == '-';
  }
  return result;
}

static std::string writeIds(const Table &table) {
  std::ostringstream out;
  out << "// Written by azcl-tblgen.\n";
  for (const Table::Entry &row : table.rows)
    out << "LIMIT(" << enumerator(row.name) << ", \"" << row.name << "\", "
        << uint64_t(row.row.number("most")) << ")\n";
  out << "#undef LIMIT\n";
  return out.str();
}

static int refuse(const std::string &file, const std::vector<std::string> &problems) {
  for (const std::string &problem : problems)
    std::cerr << file << ": " << problem << '\n';
  return 1;
}

int main(int argc, char **argv) {
  std::optional<Options> options = parseOptions(argc, argv);
  std::optional<Kind> kind = options ? findKind(options->kind) : std::nullopt;
  if (!kind) {
    std::cerr << usage;
    return 2;
  }
  std::ifstream input(options->input, std::ios::binary);
  if (!input)
    return refuse(options->input, {"cannot be read"});
  std::string text(std::istreambuf_iterator<char>(input), {});
  Value file;
  std::string problem;
  if (!readJson(text, file, problem))
    return refuse(options->input, {problem});
  std::vector<std::string> problems;
  Table table = checkTable(*kind, file, problems);
  if (!problems.empty())
    return refuse(options->input, problems);
  auto write = [](const std::string &path, const std::string &text) {
    if (writeIfChanged(path, text))
      return true;
    std::cerr << "azcl-tblgen: error: " << path << ": cannot be written\n";
    return false;
  };
  if (!write(options->output, writeTable(*kind, table)))
    return 2;
  return options->ids.empty() || write(options->ids, writeIds(table)) ? 0 : 2;
}
