// Writes JSON text into a buffer, indented by two or on one line. The order is the caller's.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <string>

namespace azcl {

/// Azure measures templates without indentation; people read them with it.
enum class JsonForm : uint8_t { Indented, Compact };

class JsonWriter {
public:
  explicit JsonWriter(std::string &out, JsonForm form = JsonForm::Indented) : out(out), form(form) {}

  void open(char bracket) {
    out += bracket;
    ++depth;
    first = true;
  }
  void close(char bracket) {
    --depth;
    if (!first)
      line();
    out += bracket;
    first = false;
  }
  void key(llvm::StringRef name) {
    item();
    out += '"';
    escape(name);
    out += form == JsonForm::Compact ? "\":" : "\": ";
  }
  /// Before each element of a list.
  void item() {
    if (!first)
      out += ',';
    first = false;
    line();
  }
  void text(llvm::StringRef text) {
    out += '"';
    escape(text);
    out += '"';
  }
  void number(int64_t number);
  void truth(bool value) { word(value ? "true" : "false"); }
  /// Between the elements of a list that stands on one line.
  void comma() { word(form == JsonForm::Compact ? "," : ", "); }
  void word(llvm::StringRef word) { out.append(word.data(), word.size()); }
  void attribute(llvm::StringRef name, llvm::StringRef value) {
    key(name);
    text(value);
  }
  template <class Body> void object(llvm::StringRef name, Body body) {
    key(name);
    open('{');
    body();
    close('}');
  }
  template <class Body> void array(llvm::StringRef name, Body body) {
    key(name);
    open('[');
    body();
    close(']');
  }
  template <class Body> void element(Body body) {
    item();
    open('{');
    body();
    close('}');
  }
  size_t size() const { return out.size(); }

private:
  void line() {
    if (form == JsonForm::Compact)
      return;
    out += '\n';
    out.append(2 * depth, ' ');
  }
  void escape(llvm::StringRef text);

  std::string &out;
  const JsonForm form;
  unsigned depth = 0;
  bool first = true;
};

} // namespace azcl
