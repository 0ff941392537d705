// Tests of the renderers, fixes, diffs and --verify-diagnostics. They use handmade diagnostics, so
// that their expectations do not depend on the compiler's checks.
#include "azcl/Diagnostics/Fix.h"
#include "azcl/Diagnostics/Render.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Diagnostics/Verify.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "gtest/gtest.h"
#include <chrono>
using namespace azcl;
using llvm::StringRef;

namespace {

/// Source files and their diagnostics.
struct Said {
  SourceManager sources;
  std::vector<Diagnostic> diagnostics;

  explicit Said(StringRef text = "", StringRef path = "shop.azc") { add(text, path); }
  const SourceFile &add(StringRef text, StringRef path) {
    return *sources.add(path, llvm::MemoryBuffer::getMemBufferCopy(text, path));
  }
  /// The range of the first occurrence of a text in the file with this index.
  SourceRange at(StringRef needle, size_t file = 0) const {
    const SourceFile &in = *sources.files()[file];
    size_t found = in.text.find(needle);
    EXPECT_NE(found, StringRef::npos) << needle.str();
    return {uint32_t(in.base + found), uint32_t(in.base + found + needle.size())};
  }
  Diagnostic &error(SourceRange range, std::string message) {
    diagnostics.push_back({diag::MissingAssign.id, Severity::Error, range, message, {}, {}, {}});
    return diagnostics.back();
  }
  Diagnostic &warning(SourceRange range, std::string message) {
    diagnostics.push_back(
        {diag::AllowanceUnused.id, Severity::Warning, range, message, {}, {}, {}});
    return diagnostics.back();
  }
  DiagnosticSet set() const { return {&sources, diagnostics}; }
  std::string as(DiagFormat format, bool color = false, unsigned limit = 20) const {
    std::string result;
    llvm::raw_string_ostream out(result);
    render(set(), {format, color, limit}, out);
    return result;
  }
  /// Renders the text format, without the final lines that are the same in every test.
  std::string text() const {
    std::string all = as(DiagFormat::Text);
    return all.substr(0, all.find("\n\nerror: could not compile") + 1);
  }
};

/// Removes the line break at the start of a raw string.
std::string lines(StringRef text) {
  return text.drop_front(text.starts_with("\n")).str();
}

constexpr StringRef shop = "cluster shop {\n  region westus\n  zones = [1]\n}\n";

} // namespace

// ------------------------------------------------------------------------------------------ text

TEST(RenderText, ShowsTheLineAndMarksIt) {
  Said said(shop);
  said.error(said.at("westus"), "an `=` is missing");
  EXPECT_EQ(said.as(DiagFormat::Text), lines(R"(
error[AZC1024]: an `=` is missing
 --> shop.azc:2:10
  |
2 |   region westus
  |          ^^^^^^

error: could not compile `shop.azc`: 1 error

For more about an error, try `azclc --explain AZC1024`.
)"));
}

TEST(RenderText, LabelsOnOneLineAndOnOthers) {
  Said said("let a = [bb, cc, dd]\nlet x = 1\nlet y = 2\nlet z = 3\n");
  Diagnostic &it = said.error(said.at("cc"), "message");
  it.labels = {{said.at("bb"), "the second"},
               {said.at("dd"), "the third"},
               {said.at("a"), "the first"},
               {said.at("z"), "far away"}};
  EXPECT_EQ(said.text(), lines(R"(
error[AZC1024]: message
 --> shop.azc:1:14
  |
1 | let a = [bb, cc, dd]
  |     -    --  ^^  -- the third
  |     |    |
  |     |    the second
  |     the first
...
4 | let z = 3
  |     - far away
)"));
}

TEST(RenderText, NoTextBesideAMarkThatGoesOn) {
  Said said("region westus\n");
  said.error(said.at("region westus"), "message").labels = {{said.at("region"), "this"}};
  EXPECT_EQ(said.text(), lines(R"(
error[AZC1024]: message
 --> shop.azc:1:1
  |
1 | region westus
  | ^^^^^^^^^^^^^
  | |
  | this
)"));
}

TEST(RenderText, NotesWithAndWithoutAPlace) {
  Said said("let a = 1\n");
  said.add("\n\n\n\n\n\n\n\n\nlet a = 2\n", "lib/other.azc");
  Diagnostic &it = said.warning(said.at("a"), "twice");
  it.notes = {{{}, "about no place\nin two lines"}, {said.at("a", 1), "the other"}};
  it.suggestions = {{"think it over", {}, false}};
  EXPECT_EQ(said.as(DiagFormat::Text), lines(R"(
warning[AZC1043]: twice
  --> shop.azc:1:5
   |
 1 | let a = 1
   |     ^
   |
   = note: about no place
           in two lines
note: the other
  --> lib/other.azc:10:5
   |
10 | let a = 2
   |     ^
   |
   = help: think it over

warning: `shop.azc`: 1 warning

)"));
}

TEST(RenderText, SuggestionsShowTheLineAsItWouldBe) {
  Said said(shop);
  Diagnostic &it = said.error(said.at("westus"), "message");
  it.suggestions = {{"write an equals sign", {{said.at("westus").front(), "= "}}, true},
                    {"take another", {{said.at("westus"), "eastus2"}}, false},
                    {"leave it out", {{said.at(" westus"), ""}}, false},
                    {"and the line", {{said.at("  zones = [1]\n"), ""}}, false},
                    {"add one", {{said.at("}").front(), "  name = a\n"}}, false}};
  EXPECT_EQ(said.text(), lines(R"(
error[AZC1024]: message
 --> shop.azc:2:10
  |
2 |   region westus
  |          ^^^^^^
  |
help: write an equals sign
  |
2 |   region = westus
  |          ++
  |
help: take another
  |
2 |   region eastus2
  |          ~~~~~~~
  |
help: leave it out
  |
2 -   region westus
2 +   region
  |
help: and the line
  |
3 -   zones = [1]
3 | }
  |
help: add one
  |
4 +   name = a
5 | }
)"));
}

TEST(RenderText, SuggestionWithSeveralEdits) {
  Said said("let a = b\nlet c = d\nlet e = 1\nlet f = b\n");
  said.add("let b = 1\n", "lib.azc");
  said.error(said.at("b"), "message").suggestions = {
      {"rename",
       {{said.at("b", 1), "bb"}, {said.at("b"), "bb"}, {said.at("b\n"), "x"}, {said.at("f"), "ff"}},
       false}};
  EXPECT_EQ(said.text(), lines(R"(
error[AZC1024]: message
 --> shop.azc:1:9
  |
1 | let a = b
  |         ^
  |
help: rename
  |
1 | let a = bb
  |         ~~
...
4 | let ff = b
  |     ~~
 --> lib.azc:1:1
  |
1 | let bb = 1
  |     ~~
)"));
}

TEST(RenderText, TabsWideAndControlCharacters) {
  Said said("\tlet \xE4\xBD\xA0 = \x1B[31m\xE2\x80\xAE\xFF xy\r\n");
  said.error(said.at("xy"), "a \x1B[0m").labels = {{said.at("\xE4\xBD\xA0"), "wide"}};
  EXPECT_EQ(said.text(), lines("error[AZC1024]: a <U+001B>[0m\n"
                               " --> shop.azc:1:18\n"
                               "  |\n"
                               "1 |     let \xE4\xBD\xA0 = <U+001B>[31m<U+202E><FF> xy\n"
                               "  |         --                            ^^\n"
                               "  |         |\n"
                               "  |         wide\n"));
}

TEST(RenderText, Colors) {
  Said said("a b\n");
  said.error(said.at("b"), "m").labels = {{said.at("a"), "l"}};
  StringRef expected = "\033[1;31merror[AZC1024]\033[0m\033[1m: m\033[0m\n"
                       "\033[1;34m --> \033[0mshop.azc:1:3\n"
                       "\033[1;34m  \033[0m\033[1;34m|\033[0m\n"
                       "\033[1;34m1 \033[0m\033[1;34m|\033[0m a b\n"
                       "\033[1;34m  \033[0m\033[1;34m|\033[0m \033[1;34m-\033[0m "
                       "\033[1;31m^\033[0m\n";
  EXPECT_TRUE(StringRef(said.as(DiagFormat::Text, true)).starts_with(expected))
      << said.as(DiagFormat::Text, true);
}

TEST(RenderText, SeveralLinesAreMarkedOnTheFirst) {
  Said said(shop);
  said.error(said.at("shop {\n  region"), "message");
  EXPECT_TRUE(StringRef(said.text()).ends_with("1 | cluster shop {\n  |         ^^^^^^\n"));
}

TEST(RenderText, LongLinesAreCutAroundThePlace) {
  std::string text = std::string(500, 'a') + " HERE " + std::string(500, 'b');
  Said said(text);
  said.error(said.at("HERE"), "message").labels = {{said.at("b").front(), "near"},
                                                   {said.at("a").front(), "far"}};
  EXPECT_EQ(said.text(), "error[AZC1024]: message\n"
                         " --> shop.azc:1:502\n"
                         "  |\n"
                         "1 | ..." +
                             std::string(59, 'a') + " HERE " + std::string(89, 'b') +
                             "...\n"
                             "  | " +
                             std::string(63, ' ') +
                             "^^^^ - near\n"
                             "  |\n"
                             "note: far\n"
                             " --> shop.azc:1:1\n"
                             "  |\n"
                             "1 | " +
                             std::string(154, 'a') +
                             "...\n"
                             "  | ^\n");
}

TEST(RenderText, WhatHasNoRoomBesideItsLineFollowsBelow) {
  Said said("a b c d e f g h i j k l\n");
  Diagnostic &it = said.error(said.at("a"), "message");
  for (StringRef word : {"b", "c", "d", "e", "f", "g", "h", "i", "j", "k"})
    it.labels.push_back({said.at(word), "label " + word.str()});
  std::string text = said.text();
  EXPECT_TRUE(StringRef(text).contains("  | ^ - - - - - - - - label i\n")) << text;
  EXPECT_TRUE(StringRef(text).contains("note: label j\n --> shop.azc:1:19\n")) << text;
  EXPECT_TRUE(StringRef(text).contains("note: label k\n --> shop.azc:1:21\n")) << text;
}

TEST(RenderText, LimitOfErrors) {
  Said said("a b c d\n");
  for (StringRef word : {"a", "b", "c"})
    said.error(said.at(word), "message");
  said.warning(said.at("d"), "message");
  std::string one = said.as(DiagFormat::Text, false, 1), all = said.as(DiagFormat::Text, false, 3);
  EXPECT_EQ(StringRef(one).count("error[AZC1024]"), 1u);
  EXPECT_EQ(StringRef(one).count("warning[AZC1043]"), 0u);
  EXPECT_TRUE(StringRef(one).contains("error: could not compile `shop.azc`: 3 errors, 1 warning; "
                                      "2 more errors not shown (--error-limit=0 shows all)\n"));
  EXPECT_EQ(StringRef(all).count("warning[AZC1043]"), 1u) << "no error is left out";
  EXPECT_EQ(all, said.as(DiagFormat::Text, false, 0));
}

TEST(RenderText, SeveralPrograms) {
  Said good("a\n", "good.azc"), bad("b\n", "bad.azc"), old("c\n", "old.azc");
  bad.error({}, "no place");
  old.warning({}, "no place");
  std::string result;
  llvm::raw_string_ostream out(result);
  render({good.set(), bad.set(), old.set()}, {}, out);
  EXPECT_EQ(result, lines(R"(
error[AZC1024]: no place

error: could not compile `bad.azc`: 1 error

warning[AZC1043]: no place

warning: `old.azc`: 1 warning

For more about an error, try `azclc --explain AZC1024`.
)"));
}

TEST(RenderText, NothingSaidNothingWritten) {
  Said said(shop);
  EXPECT_EQ(said.as(DiagFormat::Text), "");
  EXPECT_EQ(said.as(DiagFormat::Short), "");
  EXPECT_EQ(said.as(DiagFormat::GitHub), "");
  said.warning({}, "only a remark").severity = Severity::Note;
  EXPECT_EQ(said.as(DiagFormat::Text), "note[AZC1043]: only a remark\n\n");
}

// --------------------------------------------------------------------------------- short, GitHub

TEST(RenderShort, OneLineEach) {
  Said said(shop);
  Diagnostic &it = said.error(said.at("westus"), "two\nlines");
  it.notes = {{said.at("zones"), "there"}, {{}, "nowhere"}};
  said.warning({}, "no place");
  EXPECT_EQ(said.as(DiagFormat::Short), lines(R"(
shop.azc:2:10: error: two lines [AZC1024]
shop.azc:3:3: note: there
shop.azc:2:10: note: nowhere
warning: no place [AZC1043]
)"));
}

TEST(RenderGitHub, Escapes) {
  Said said(shop, "a,b:c%.azc");
  said.error(said.at("westus"), "50%, or: more\r\nless").notes = {{{}, "so"}};
  said.warning(said.at("shop {\n  region"), "two lines");
  said.warning({}, "no place").severity = Severity::Note;
  EXPECT_EQ(said.as(DiagFormat::GitHub), lines(R"(
::error file=a%2Cb%3Ac%25.azc,line=2,col=10,endLine=2,endColumn=16,title=AZC1024::50%25, or: more%0D%0Aless%0Anote: so
::warning file=a%2Cb%3Ac%25.azc,line=1,endLine=2,title=AZC1043::two lines
::notice title=AZC1043::no place
)"));
}

// ----------------------------------------------------------------------------------- JSON, SARIF

TEST(RenderJson, Everything) {
  Said said("let \xC3\xA4 1\n");
  Diagnostic &it = said.error(said.at("1"), "message");
  it.labels = {{said.at("\xC3\xA4"), "label"}};
  it.notes = {{{}, "note"}};
  it.suggestions = {{"title", {{said.at("1").front(), "= "}}, true}};
  EXPECT_EQ(said.as(DiagFormat::Json), lines(R"json(
{
  "format": 1,
  "errors": 1,
  "warnings": 0,
  "diagnostics": [
    {
      "code": "AZC1024",
      "name": "MissingAssign",
      "severity": "error",
      "group": "syntax",
      "message": "message",
      "range": {
        "file": "shop.azc",
        "start": {
          "line": 1,
          "column": 7,
          "byte": 7
        },
        "end": {
          "line": 1,
          "column": 8,
          "byte": 8
        }
      },
      "labels": [
        {
          "message": "label",
          "range": {
            "file": "shop.azc",
            "start": {
              "line": 1,
              "column": 5,
              "byte": 4
            },
            "end": {
              "line": 1,
              "column": 6,
              "byte": 6
            }
          }
        }
      ],
      "notes": [
        {
          "message": "note",
          "range": null
        }
      ],
      "suggestions": [
        {
          "title": "title",
          "certain": true,
          "edits": [
            {
              "range": {
                "file": "shop.azc",
                "start": {
                  "line": 1,
                  "column": 7,
                  "byte": 7
                },
                "end": {
                  "line": 1,
                  "column": 7,
                  "byte": 7
                }
              },
              "text": "= "
            }
          ]
        }
      ],
      "explain": "azclc --explain AZC1024",
      "rendered": "error[AZC1024]: message\n --> shop.azc:1:7\n  |\n1 | let ä 1\n  |     - ^\n  |     |\n  |     label\n  |\n  = note: note\nhelp: title\n  |\n1 | let ä = 1\n  |       ++\n"
    }
  ]
}
)json"));
}

TEST(RenderJson, NothingSaid) {
  Said said;
  EXPECT_EQ(said.as(DiagFormat::Json), "{\n  \"format\": 1,\n  \"errors\": 0,\n  \"warnings\": 0,\n"
                                       "  \"diagnostics\": []\n}\n");
}

static llvm::json::Object parse(const std::string &text) {
  llvm::Expected<llvm::json::Value> value = llvm::json::parse(text);
  EXPECT_TRUE(bool(value)) << text;
  return std::move(*value->getAsObject());
}

/// The JSON value at a path such as "tool.driver.rules.0.id", as text; "" if it does not exist.
static std::string get(const llvm::json::Value &value, StringRef path) {
  if (path.empty())
    return value.getAsString() ? value.getAsString()->str() : llvm::formatv("{0}", value).str();
  auto [key, rest] = path.split('/');
  size_t index;
  if (const llvm::json::Object *object = value.getAsObject())
    return object->get(key) ? get(*object->get(key), rest) : "";
  if (const llvm::json::Array *array = value.getAsArray())
    if (!key.getAsInteger(10, index) && index < array->size())
      return get((*array)[index], rest);
  return "";
}

TEST(RenderSarif, Everything) {
  Said said("let a 1\nlet a 1\n", "./my shop/\xC3\xA4#.azc");
  said.add("x", "/abs/lib.azc");
  said.warning(said.at("x", 1), "unused");
  Diagnostic &it = said.error(said.at("1"), "first");
  it.labels = {{said.at("a"), "label"}};
  it.notes = {{said.at("x", 1), "note"}, {{}, "nowhere"}};
  it.suggestions = {{"title", {{said.at("1").front(), "= "}, {said.at("x", 1), "y"}}, true},
                    {"title", {{said.at("1").front(), "= "}, {said.at("x", 1), "y"}}, true},
                    {"only a title", {}, false}};
  said.error({said.at("1\n").end + 6, said.at("1\n").end + 7}, "the same on the next line");
  std::string text = said.as(DiagFormat::Sarif);
  llvm::json::Value log = parse(text);
  auto at = [&](StringRef path) { return get(log, path); };
  EXPECT_EQ(at("version"), "2.1.0");
  EXPECT_EQ(at("runs/0/tool/driver/rules/0/id"), "AZC1024") << "by code";
  EXPECT_EQ(at("runs/0/tool/driver/rules/0/shortDescription/text"),
            "an `=` is missing between `...` and `...`");
  EXPECT_EQ(at("runs/0/tool/driver/rules/0/fullDescription/text"),
            "An attribute is written `name = value`.");
  EXPECT_TRUE(StringRef(at("runs/0/tool/driver/rules/0/help/markdown"))
                  .contains("\nWrong:\n\n~~~azc\nlet a 1\n~~~\n\nRight:\n\n~~~azc\nlet a = 1\n"));
  EXPECT_EQ(at("runs/0/tool/driver/rules/1/defaultConfiguration/level"), "warning");
  EXPECT_EQ(at("runs/0/tool/driver/rules/1/properties/tags/0"), "suppression");
  EXPECT_EQ(at("runs/0/tool/driver/rules/2"), "");
  EXPECT_EQ(at("runs/0/results/0/ruleIndex"), "1");
  EXPECT_EQ(at("runs/0/results/0/locations/0/physicalLocation/artifactLocation"),
            R"({"uri":"file:///abs/lib.azc"})");
  EXPECT_EQ(at("runs/0/results/1/locations/0/physicalLocation/artifactLocation"),
            R"({"uri":"my%20shop/%C3%A4%23.azc","uriBaseId":"%SRCROOT%"})");
  EXPECT_EQ(at("runs/0/results/1/locations/0/physicalLocation/region"),
            R"({"endColumn":8,"endLine":1,"startColumn":7,"startLine":1})");
  EXPECT_EQ(at("runs/0/results/1/relatedLocations/0/message/text"), "label");
  EXPECT_EQ(at("runs/0/results/1/relatedLocations/2/id"), "3");
  EXPECT_EQ(at("runs/0/results/1/relatedLocations/2/physicalLocation/region/startColumn"), "7");
  StringRef replacements = "runs/0/results/1/fixes/0/artifactChanges/";
  EXPECT_EQ(at((replacements + "0/replacements/0/insertedContent/text").str()), "= ");
  EXPECT_EQ(at((replacements + "1/replacements/0/deletedRegion/endColumn").str()), "2");
  EXPECT_EQ(at("runs/0/results/1/fixes/1"), "") << "none twice, none without edits";
  EXPECT_TRUE(StringRef(text).contains("primaryLocationLineHash"));
}

/// The fingerprints of errors, one on each line of a text.
static std::vector<std::string> fingerprints(StringRef text) {
  Said said(text);
  const SourceFile &file = *said.sources.files()[0];
  for (unsigned line = 1; line <= file.lineCount(); ++line)
    said.error({file.lineStart(line), file.lineStart(line)}, "message");
  std::vector<std::string> result;
  std::string sarif = said.as(DiagFormat::Sarif);
  StringRef rest = sarif, key = "\"primaryLocationLineHash\": \"";
  for (size_t at; (at = rest.find(key)) != StringRef::npos;) {
    rest = rest.drop_front(at + key.size());
    result.push_back(rest.take_until([](char c) { return c == '"'; }).str());
  }
  return result;
}

// Known values of the algorithm that GitHub uses for uploads.
TEST(RenderSarif, FingerprintsAreThoseOfGitHub) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(fingerprints(""), Lines{"c129715d7a2bc9a3:1"});
  Lines four = {"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1",
                "a23a3dc5e078b07b:1"};
  EXPECT_EQ(fingerprints(" a\nb\n  \t\tc\n d"), four);
  EXPECT_EQ(fingerprints(" a\r\nb\r\n  \t\tc\r\n d"), four);
}

TEST(RenderSarif, FingerprintsCountEqualLines) {
  std::string text = "start\n";
  for (int i = 0; i < 60; ++i)
    text += "xy\n";
  std::vector<std::string> prints = fingerprints(text);
  ASSERT_EQ(prints.size(), 62u);
  auto [hash, count] = StringRef(prints[1]).split(':');
  EXPECT_EQ(prints[2], hash.str() + ":2") << "the hundred units from there on are the same";
  EXPECT_FALSE(StringRef(prints[60]).starts_with(hash)) << "the end of the file is in reach";
}

TEST(RenderSarif, FingerprintsStayWhenLinesMove) {
  StringRef text = "let a 1\nlet \xF0\x9F\x98\x80 \xFF\n";
  std::vector<std::string> first = fingerprints(text);
  std::vector<std::string> moved = fingerprints(("// moved\n\n" + text).str());
  ASSERT_EQ(moved.size(), first.size() + 2);
  EXPECT_EQ(first, std::vector<std::string>(moved.begin() + 2, moved.end()));
}

// -------------------------------------------------------------------------------- hostile input

static SourceRange range(uint32_t begin, uint32_t end) {
  return {begin, end};
}

TEST(Hostile, RangesOfAllKinds) {
  for (StringRef text :
       {"", "\n", "a", "a\r\n", "\r\r\r", "\xEF\xBB\xBFlet\n", "\xE4\xBD", "\t\t"}) {
    Said said(text);
    said.add("", "empty.azc");
    for (uint32_t begin : {0u, 1u, 2u, 3u, 5u, 9u, UINT32_MAX})
      for (uint32_t end : {0u, 1u, 2u, 4u, 10u, UINT32_MAX}) {
        Diagnostic &it = said.error(range(begin, end), "m");
        it.labels = {{range(end, begin), "l"}, {range(1, end), "k"}};
        it.notes = {{range(end, begin), "n"}};
        it.suggestions = {{"t", {{range(begin, end), "\n"}, {range(1, begin), "x"}}, true}};
      }
    for (DiagFormat format : {DiagFormat::Text, DiagFormat::Short, DiagFormat::GitHub})
      EXPECT_FALSE(said.as(format, false, 0).empty());
    parse(said.as(DiagFormat::Json));
    parse(said.as(DiagFormat::Sarif));
    applyFixes(said.sources, said.diagnostics);
    EXPECT_EQ(verifyDiagnostics(said.sources, said.diagnostics).size(), said.diagnostics.size());
  }
}

TEST(Hostile, EndOfFileAndEmptyRanges) {
  Said said("let a\n");
  said.error(range(7, 7), "end");
  said.error(range(3, 3), "empty");
  EXPECT_EQ(said.text(), lines(R"(
error[AZC1024]: end
 --> shop.azc:2:1
  |
2 |
  | ^

error[AZC1024]: empty
 --> shop.azc:1:3
  |
1 | let a
  |   ^
)"));
}

TEST(Hostile, NoFileAtAll) {
  SourceManager none;
  Diagnostic it{diag::MissingAssign.id, Severity::Error, {1, 2}, "m", {}, {}, {}};
  for (DiagFormat format : {DiagFormat::Text, DiagFormat::Short, DiagFormat::Json,
                            DiagFormat::Sarif, DiagFormat::GitHub}) {
    std::string result;
    llvm::raw_string_ostream out(result);
    render(DiagnosticSet{&none, it}, {format}, out);
    EXPECT_TRUE(StringRef(result).contains("AZC1024"));
  }
  EXPECT_EQ(verifyDiagnostics(none, it),
            std::vector<std::string>{":1: unexpected error AZC1024: m"});
}

TEST(Hostile, OneLineOfMegabytes) {
  std::string text;
  for (size_t i = 0; i < 300000; ++i)
    text += "a\xCC\x81 = [ ";
  Said said(text);
  for (uint32_t i = 1; i < 2000; ++i) {
    uint32_t at = i * 1000;
    Diagnostic &it = said.error(range(at, at + 5000), "m");
    it.labels = {{range(at + 100, at + 101), "l"}, {range(at / 2, at), "k"}};
    it.suggestions = {{"t", {{range(at, at + 2), "xyz"}}, true}};
  }
  auto start = std::chrono::steady_clock::now();
  size_t size = said.as(DiagFormat::Text, true, 0).size() + said.as(DiagFormat::Json).size() +
                said.as(DiagFormat::Sarif).size();
  std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  EXPECT_LT(size, said.diagnostics.size() * 20000);
  EXPECT_LT(seconds.count(), 20) << "walking the line for each would take minutes";
}

// --------------------------------------------------------------------------------- fixes, diffs

TEST(Fix, AppliesWhatIsCertainAndDoesNotOverlap) {
  Said said("let a 1\nlet b 2\n");
  said.add("untouched\n", "lib.azc");
  Diagnostic &it = said.error(said.at("1"), "m");
  it.suggestions = {{"insert", {{said.at("1").front(), "= "}}, true},
                    {"the same again", {{said.at("1").front(), "= "}}, true},
                    {"not certain", {{said.at("a"), "x"}}, false},
                    {"next to it", {{said.at("1"), "11"}}, true},
                    {"over it", {{said.at("a 1"), "x"}}, true},
                    {"in part over it", {{said.at("let b"), "x"}, {said.at("1"), "x"}}, true},
                    {"two edits", {{said.at("2"), "= 22"}, {said.at("b"), "bb"}}, true},
                    {"nowhere", {{{}, "x"}}, true}};
  std::vector<FixedFile> fixed = applyFixes(said.sources, said.diagnostics);
  ASSERT_EQ(fixed.size(), 1u);
  EXPECT_EQ(fixed[0].file->path, "shop.azc");
  EXPECT_EQ(fixed[0].text, "let a = 11\nlet bb = 22\n");
  EXPECT_EQ(fixed[0].applied, 3u);
}

TEST(Fix, SeveralFilesAndTheirEnds) {
  Said said("a", "a.azc");
  said.add("b", "b.azc");
  said.error({}, "m").suggestions = {
      {"t", {{said.at("a").back(), "\n"}, {said.at("b", 1).front(), "= "}}, true}};
  std::vector<FixedFile> fixed = applyFixes(said.sources, said.diagnostics);
  ASSERT_EQ(fixed.size(), 2u);
  EXPECT_EQ(fixed[0].text, "a\n");
  EXPECT_EQ(fixed[1].text, "= b");
}

TEST(Diff, Hunks) {
  EXPECT_EQ(unifiedDiff("a", "x\n", "x\n"), "");
  EXPECT_EQ(unifiedDiff("a.azc", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"),
            lines(R"(
--- a.azc
+++ a.azc
@@ -2,7 +2,7 @@
 2
 3
 4
-5
+five
 6
 7
 8
)"));
  EXPECT_EQ(unifiedDiff("a", "", "x\n"), "--- a\n+++ a\n@@ -0,0 +1 @@\n+x\n");
  EXPECT_EQ(unifiedDiff("a", "x\n", ""), "--- a\n+++ a\n@@ -1 +0,0 @@\n-x\n");
  EXPECT_EQ(unifiedDiff("a", "x", "x\n"),
            "--- a\n+++ a\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n");
}

TEST(Diff, ShortestAndInSeparateHunks) {
  std::string before, after;
  for (int i = 0; i < 100000; ++i) {
    std::string line = "line " + std::to_string(i) + "\n";
    before += line;
    if (i == 10)
      after += "new\n";
    if (i != 99990)
      after += line;
  }
  EXPECT_EQ(unifiedDiff("a", before, after), lines(R"(
--- a
+++ a
@@ -8,6 +8,7 @@
 line 7
 line 8
 line 9
+new
 line 10
 line 11
 line 12
@@ -99988,7 +99989,6 @@
 line 99987
 line 99988
 line 99989
-line 99990
 line 99991
 line 99992
 line 99993
)"));
}

TEST(Diff, OfTextsWithLittleInCommon) {
  std::string before, after;
  for (int i = 0; i < 20000; ++i) {
    before += std::to_string(i * 7 % 1000) + "\n";
    after += std::to_string(i * 11 % 1000) + "\n";
  }
  EXPECT_FALSE(unifiedDiff("a", before, after).empty());
}

// ---------------------------------------------------------------------------------------- verify

using Lines = std::vector<std::string>;

TEST(Verify, FindsWhatWasExpected) {
  Said said("Q // expected-error {{AZC1024: here}}\n"
            "R\n"
            "// expected-error @-1 {{there}} expected-warning@-1{{}}\n"
            "// expected-error @+1 2 {{AZC1024}}\n"
            "S\n"
            "T // expected-note @6 {{brace }}}\n");
  said.error(said.at("Q"), "here");
  said.error(said.at("R"), "there");
  said.error(said.at("S"), "one");
  said.error(said.at("S"), "two");
  said.warning(said.at("R"), "w").notes = {{said.at("S"), "need not be expected"}};
  said.warning(said.at("T"), "brace }").severity = Severity::Note;
  EXPECT_EQ(verifyDiagnostics(said.sources, said.diagnostics), Lines());
}

TEST(Verify, ReportsEachDifference) {
  Said said("a // expected-error {{other}}\n"
            "b // expected-error 3 {{there}}\n"
            "c expected-error {{not in a comment}} // unexpected-error {{no}} expected-value\n"
            "d // expected-error {{open\n"
            "e // expected-error @-9 {{out}} expected-error @x {{}} expected-error 0 {{}}\n");
  said.error(said.at("a"), "here");
  said.error(said.at("b"), "there");
  said.warning({}, "no place");
  StringRef unreadable = "invalid expectation; the form is `expected-error {{text}}`";
  EXPECT_EQ(verifyDiagnostics(said.sources, said.diagnostics),
            (Lines{"shop.azc:1: unexpected error AZC1024: here",
                   "shop.azc:1: unexpected warning AZC1043: no place",
                   "shop.azc:1: expected error {{other}} was not reported",
                   "shop.azc:2: expected error {{there}} was reported 1 of 3 times",
                   "shop.azc:4: " + unreadable.str(), "shop.azc:5: " + unreadable.str(),
                   "shop.azc:5: " + unreadable.str(), "shop.azc:5: " + unreadable.str()}));
}

TEST(Verify, EachFileForItself) {
  Said said("a // expected-error {{m}}\n");
  said.add("b // expected-error {{m}}\n", "lib.azc");
  said.error(said.at("b", 1), "m");
  EXPECT_EQ(verifyDiagnostics(said.sources, said.diagnostics),
            Lines{"shop.azc:1: expected error {{m}} was not reported"});
}

TEST(Verify, TheMoreExactExpectationIsMetFirst) {
  Said said("a // expected-error {{m}} expected-error {{AZC1024: m}}\n");
  said.error(said.at("a"), "m");
  EXPECT_EQ(verifyDiagnostics(said.sources, said.diagnostics),
            Lines{"shop.azc:1: expected error {{m}} was not reported"});
}

TEST(Verify, SplitsInput) {
  EXPECT_EQ(splitInput("a\n// -----\r\nb\n// ------\n// -----\nc"),
            (Lines{"a\n", "\n\nb\n// ------\n", "\n\n\n\n\nc"}));
  EXPECT_EQ(splitInput(""), Lines{""});
}
