// Fuzzes the whole compiler. For each accepted program, the printed model must compile and print
// the same model again, and the program must produce resources and files.
//
// A first line `//! -D name=value --env name` sets options.
#include "azcl/Diagnostics/Render.h"
#include "azcl/Driver/Compilation.h"
#include "azcl/Lower/Lower.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace azcl;
using llvm::StringRef;

static CompileOptions optionsIn(StringRef text) {
  CompileOptions options;
  options.output.threads = 1;
  StringRef line = text.take_until([](char c) { return c == '\n'; });
  if (!line.consume_front("//! "))
    return options;
  llvm::SmallVector<StringRef, 8> words;
  line.split(words, ' ', -1, false);
  for (size_t i = 0; i + 1 < words.size(); i += 2)
    if (words[i] == "-D" && words[i + 1].contains('=')) {
      auto [name, value] = words[i + 1].split('=');
      options.defines.push_back({name.str(), value.str()});
    } else if (words[i] == "--env") {
      options.environment = words[i + 1].str();
    } else if (words[i].consume_front("-W")) {
      options.warnings.add(words[i + 1]);
    }
  return options;
}

static std::unique_ptr<Compilation> compile(StringRef text, const CompileOptions &options) {
  auto files = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  auto add = [&](StringRef path, StringRef content) {
    files->addFile(path, 0, llvm::MemoryBuffer::getMemBufferCopy(content));
  };
  add("main.azc", text);
  add("common.azc", "param size : int in 1..9 = 3\nlet home = westeurope\nlet site = \"contoso\"\n"
                    "preset careful : tier { repair { grace = 45m } }\n"
                    "preset office-hours : tier { shutdown { at = 19:00 } }\n");
  add("cycle.azc", "import \"main.azc\"");
  add("text", "hello $ \"world\"\n");
  auto result = std::make_unique<Compilation>(files, options);
  llvm::cantFail(result->run("main.azc"));
  return result;
}

/// Removes comments, because they name the origin of a value, which changes: a default value in the
/// first model is a written value in the second.
static std::string withoutComments(StringRef model) {
  std::string out;
  for (StringRef line : llvm::split(model, '\n')) {
    bool quoted = false;
    for (size_t i = 0; i < line.size(); ++i) {
      if (quoted && line[i] == '\\')
        ++i;
      else if (line[i] == '"')
        quoted = !quoted;
      else if (!quoted && line.substr(i).starts_with("//") && !line.substr(i).starts_with("///"))
        line = line.take_front(i);
    }
    if (!line.rtrim().empty()) // a line such as `// left out: ...` is not in the model of the model
      out += line.rtrim().str() + "\n";
  }
  return out;
}

/// Runs one renderer on the diagnostics. Running all of them each time would cost more than the
/// compilation.
static void renderOne(const Compilation &compilation, unsigned which) {
  DiagFormat formats[] = {DiagFormat::Text, DiagFormat::Text,  DiagFormat::Short,
                          DiagFormat::Json, DiagFormat::Sarif, DiagFormat::GitHub};
  std::string text;
  llvm::raw_string_ostream out(text);
  DiagnosticSet set{&compilation.sources(), compilation.diagnostics()};
  render(set, RenderOptions{formats[which % std::size(formats)], which % 2 == 1, 20}, out);
}

static std::string modelOf(const Program &program) {
  std::string model;
  llvm::raw_string_ostream out(model);
  printModel(program, out);
  return model;
}

/// Verifies the resources of an accepted program. (Its files have already been generated.)
static void demandWholeResources(const Program &program) {
  Answers answers(program);
  std::vector<std::string> faults = arm::verify(*lower(program, answers));
  for (const std::string &fault : faults)
    llvm::errs() << fault << "\n";
  if (!faults.empty())
    __builtin_trap();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  StringRef text(reinterpret_cast<const char *>(data), size);
  auto first = compile(text, optionsIn(text));
  renderOne(*first, size);
  if (!first->succeeded())
    return 0;
  // A fault that azclc warns about (AZC2076) is not a fault of the lowering.
  if (llvm::none_of(first->diagnostics(),
                    [](const Diagnostic &each) { return each.code() == codeText(2076); }))
    demandWholeResources(*first->program());
  // The model contains the text of `file("text")`, so it needs no other file.
  CompileOptions plain;
  plain.emit = EmitKind::Model;
  // The model does not contain `azcl-allow`, which can disable errors about published types.
  plain.warnings.add("no-azure-types");
  std::string model = modelOf(*first->program());
  auto again = compile(model, plain);
  std::string before = withoutComments(model), after = withoutComments(again->listing());
  if (again->succeeded() && before == after)
    return 0;
  llvm::errs() << "the model compiles to a different program\n--- model\n" << model;
  for (const Diagnostic &each : again->diagnostics())
    llvm::errs() << each.code() << ": " << each.message << "\n";
  if (again->succeeded())
    llvm::errs() << "--- model of the model\n" << again->listing();
  __builtin_trap();
}
