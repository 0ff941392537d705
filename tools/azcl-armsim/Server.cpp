// Serves the simulator over HTTPS and HTTP with cpp-httplib.
#include "Server.h"
#include "llvm/Support/raw_ostream.h"
#include <csignal>
#include <httplib.h>
#include <thread>

using namespace azcl;
using namespace azcl::armsim;
using llvm::StringRef;

namespace {
volatile std::sig_atomic_t stopped = 0;

deploy::Request requestOf(const httplib::Request &from, StringRef scheme) {
  deploy::Request request;
  request.method = from.method;
  request.url = (scheme + "://" + from.get_header_value("Host") + from.target).str();
  for (const auto &[name, value] : from.headers)
    request.headers.push_back({name, value});
  request.body = from.body;
  return request;
}

/// Ends the connection before the body is complete.
void interrupt(httplib::Response &to) {
  to.status = 200;
  to.set_content_provider(1024, "application/json",
                          [](size_t, size_t, httplib::DataSink &) { return false; });
}

void respond(Served &served, const httplib::Request &from, httplib::Response &to,
             StringRef scheme) {
  deploy::Completion completion = served.answer(requestOf(from, scheme));
  if (!completion.response) {
    if (completion.loss == deploy::Loss::TimedOut)
      std::this_thread::sleep_for(std::chrono::seconds(60));
    return interrupt(to);
  }
  to.status = int(completion.response->status);
  std::string type = completion.response->header("Content-Type").str();
  for (const deploy::Header &header : completion.response->headers)
    if (!StringRef(header.name).equals_insensitive("Content-Type") &&
        !StringRef(header.name).equals_insensitive("Content-Length"))
      to.set_header(header.name, header.value);
  if (from.method == "HEAD" && !completion.response->header("Content-Length").empty())
    to.set_header("Content-Length", completion.response->header("Content-Length").str());
  else if (to.status != 204)
    to.set_content(completion.response->body, type.empty() ? "text/plain" : type);
}

void route(httplib::Server &server, Served &served, StringRef scheme) {
  auto handler = [&served, scheme = scheme.str()](const httplib::Request &from,
                                                  httplib::Response &to) {
    respond(served, from, to, scheme);
  };
  server.Get(".*", handler); // and HEAD
  server.Put(".*", handler);
  server.Post(".*", handler);
  server.Patch(".*", handler);
  server.Delete(".*", handler);
}

/// Binds to a port of the loopback interface; 0 chooses one. Returns -1 on failure.
int bindTo(httplib::Server &server, int port) {
  if (port == 0)
    return server.bind_to_any_port("127.0.0.1");
  return server.bind_to_port("127.0.0.1", port) ? port : -1;
}
} // namespace

llvm::Error azcl::armsim::serve(Served &served, const Options &options,
                                const std::string &certificate, const std::string &key) {
  httplib::SSLServer secure(certificate.c_str(), key.c_str());
  httplib::Server plain;
  if (!secure.is_valid())
    return llvm::createStringError("the certificate or its key is not valid");
  route(secure, served, "https");
  route(plain, served, "http");
  int port = bindTo(secure, options.port);
  int httpPort = options.httpPort < 0 ? 0 : bindTo(plain, options.httpPort);
  if (port < 0 || httpPort < 0)
    return llvm::createStringError("cannot listen on the port");
  std::signal(SIGINT, [](int) { stopped = 1; });
  std::signal(SIGTERM, [](int) { stopped = 1; });
  llvm::outs() << "https://localhost:" << port << "\n";
  if (httpPort)
    llvm::outs() << "http://localhost:" << httpPort << "\n";
  llvm::outs() << "certificate " << certificate << "\n";
  llvm::outs().flush();
  std::thread first([&] { secure.listen_after_bind(); });
  std::thread second([&] {
    if (httpPort)
      plain.listen_after_bind();
  });
  llvm::Error problem = llvm::Error::success();
  while (!stopped && !problem) {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    problem = served.save();
  }
  secure.stop();
  plain.stop();
  first.join();
  second.join();
  return problem ? std::move(problem) : served.save();
}
