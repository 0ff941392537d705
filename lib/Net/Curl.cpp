// HTTPS requests by libcurl's multi interface.
#include "azcl/Net/Net.h"
#include "azcl/Support/Format.h"
#include <curl/curl.h>
#include <map>

using namespace azcl;
using namespace azcl::net;
using namespace azcl::deploy;
using llvm::StringRef;

/// How long a wait can ignore a signal.
static constexpr int sliceMilliseconds = 200;
static constexpr long connectSeconds = 15, requestSeconds = 120;

Time SystemClock::now() const {
  return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
}

namespace {
/// One request and what has arrived of its response.
class Transfer {
public:
  Transfer(uint64_t id, const Request &request) : id(id), body(request.body) {
    handle = curl_easy_init();
    curl_easy_setopt(handle, CURLOPT_PRIVATE, this);
    curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    if (request.method == "HEAD")
      curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
    for (const Header &header : request.headers)
      headers = curl_slist_append(headers, (header.name + ": " + header.value).c_str());
    headers = curl_slist_append(headers, "Expect:"); // libcurl would wait for a permission to send
    if (!body.empty() || request.method == "PUT" || request.method == "POST") {
      curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body.c_str());
      curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.size()));
      if (llvm::none_of(request.headers, [](const Header &header) {
            return StringRef(header.name).equals_insensitive("content-type");
          }))
        headers = curl_slist_append(headers, "Content-Type:"); // none instead of a form
    }
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, connectSeconds);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, requestSeconds);
    // Plain HTTP is for the metadata service of a virtual machine, which the caller checks.
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR,
                     StringRef(request.url).starts_with("http://") ? "http" : "https");
    if (const char *file = std::getenv("SSL_CERT_FILE"))
      curl_easy_setopt(handle, CURLOPT_CAINFO, file);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, writeBody);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, writeHeader);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, this);
  }
  Transfer(const Transfer &) = delete;
  Transfer &operator=(const Transfer &) = delete;
  ~Transfer() {
    curl_easy_cleanup(handle);
    curl_slist_free_all(headers);
  }

  Completion complete(CURLcode code) {
    Completion completion;
    completion.id = id;
    if (code == CURLE_OK) {
      long status = 0;
      curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
      response.status = unsigned(status);
      completion.response = std::move(response);
    } else {
      completion.loss = lossOf(code);
      completion.detail = curl_easy_strerror(code);
    }
    return completion;
  }

  CURL *handle;
  const uint64_t id;

private:
  std::string body;
  Response response;
  curl_slist *headers = nullptr;

  Loss lossOf(CURLcode code) const {
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR: return Loss::Unreachable;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE: return Loss::Untrusted;
    case CURLE_OPERATION_TIMEDOUT: {
      curl_off_t connected = 0; // no connection, so nothing was sent
      curl_easy_getinfo(handle, CURLINFO_APPCONNECT_TIME_T, &connected);
      return connected ? Loss::TimedOut : Loss::Unreachable;
    }
    default: return Loss::Interrupted;
    }
  }

  static size_t writeBody(char *data, size_t size, size_t count, void *self) {
    static_cast<Transfer *>(self)->response.body.append(data, size * count);
    return size * count;
  }

  static size_t writeHeader(char *data, size_t size, size_t count, void *self) {
    Response &response = static_cast<Transfer *>(self)->response;
    StringRef line = StringRef(data, size * count).rtrim();
    if (line.starts_with("HTTP/")) // of the final response, after a proxy's
      response.headers.clear();
    else if (auto [name, value] = line.split(':'); !name.empty())
      response.headers.push_back({name.str(), value.trim().str()});
    return size * count;
  }
};

class CurlTransport : public Transport {
public:
  explicit CurlTransport(const std::atomic<bool> &interrupted) : interrupted(interrupted) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    multi = curl_multi_init();
    curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, 16L);
  }
  CurlTransport(const CurlTransport &) = delete;
  CurlTransport &operator=(const CurlTransport &) = delete;
  ~CurlTransport() override {
    for (auto &[handle, transfer] : transfers)
      curl_multi_remove_handle(multi, handle);
    transfers.clear();
    curl_multi_cleanup(multi);
  }

  void start(uint64_t id, Request request) override {
    auto transfer = std::make_unique<Transfer>(id, request);
    CURL *handle = transfer->handle;
    transfers[handle] = std::move(transfer);
    curl_multi_add_handle(multi, handle);
  }

  std::optional<Completion> wait(Time until) override {
    SystemClock clock;
    while (true) {
      int running = 0, left = 0;
      curl_multi_perform(multi, &running);
      while (CURLMsg *message = curl_multi_info_read(multi, &left))
        if (message->msg == CURLMSG_DONE)
          return finish(message->easy_handle, message->data.result);
      Time now = clock.now();
      if (now >= until || interrupted)
        return std::nullopt;
      int64_t rest = (until - now).count();
      curl_multi_poll(multi, nullptr, 0, int(std::min<int64_t>(rest, sliceMilliseconds)), nullptr);
    }
  }

private:
  const std::atomic<bool> &interrupted;
  CURLM *multi;
  std::map<CURL *, std::unique_ptr<Transfer>> transfers;

  Completion finish(CURL *handle, CURLcode code) {
    curl_multi_remove_handle(multi, handle);
    Completion completion = transfers[handle]->complete(code);
    transfers.erase(handle);
    return completion;
  }
};
} // namespace

std::unique_ptr<Transport> azcl::net::makeTransport(const std::atomic<bool> &interrupted) {
  return std::make_unique<CurlTransport>(interrupted);
}

Completion azcl::net::fetch(const Request &request) {
  Transfer transfer(0, request);
  CURLcode code = curl_easy_perform(transfer.handle);
  return transfer.complete(code);
}
