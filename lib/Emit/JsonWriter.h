// Writes JSON text into a buffer, indented by two. The order is the caller's.
#pragma once

#include "azcl/ARM/Value.h"
#include <string>

namespace azcl {

class JsonWriter {
public:
  explicit JsonWriter(std::string &out) : out(out) {}

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
    out += "\": ";
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
  std::string &buffer() { return out; }

private:
  void line() {
    out += '\n';
    out.append(2 * depth, ' ');
  }
  void escape(llvm::StringRef text);

  std::string &out;
  unsigned depth = 0;
  bool first = true;
};

} // namespace azcl
