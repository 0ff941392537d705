// Writes JSON into a string, indented by two spaces or on one line. Members keep the caller's
// order.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <concepts>
#include <cstdint>
#include <string>

namespace azcl {

/// Azure measures templates without indentation; indentation is for people.
enum class JsonForm : uint8_t { Indented, Compact };

class JsonWriter {
public:
  explicit JsonWriter(std::string &out, JsonForm form = JsonForm::Indented)
      : out(out), form(form) {}

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
  /// Call this before each element of a list.
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
  void null() { word("null"); }
  /// Separates the elements of a list on one line.
  void comma() { word(form == JsonForm::Compact ? "," : ", "); }
  void word(llvm::StringRef word) { out.append(word.data(), word.size()); }
  void attribute(llvm::StringRef name, llvm::StringRef value) {
    key(name);
    text(value);
  }
  template <std::integral T> void attribute(llvm::StringRef name, T value) {
    key(name);
    scalar(value);
  }
  /// Writes an element of a list.
  void value(llvm::StringRef value) {
    item();
    text(value);
  }
  template <std::integral T> void value(T value) {
    item();
    scalar(value);
  }
  /// Writes a complete object.
  template <class Body> void object(Body body) {
    open('{');
    body();
    close('}');
  }
  template <class Body> void array(Body body) {
    open('[');
    body();
    close(']');
  }
  template <class Body> void object(llvm::StringRef name, Body body) {
    key(name);
    object(body);
  }
  template <class Body> void array(llvm::StringRef name, Body body) {
    key(name);
    array(body);
  }
  template <class Body> void element(Body body) {
    item();
    object(body);
  }
  size_t size() const { return out.size(); }

private:
  template <std::integral T> void scalar(T value) {
    if constexpr (std::is_same_v<T, bool>)
      truth(value);
    else
      number(int64_t(value));
  }
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
