// Runs stages: sends their requests in time, repeats them, and passes final answers on.
#include "Machine.h"
#include "Sas.h"
#include "Wire.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;
using std::chrono::seconds;

static constexpr unsigned maxInFlight = 16;
static constexpr Milliseconds longestPause = seconds(60);
/// Differences of clocks up to this one do not matter.
static constexpr Milliseconds sameClock = seconds(30);
/// How long the end of a run waits for the background.
static constexpr Milliseconds closing = seconds(20);
/// For the retries of one request of the background.
static constexpr Milliseconds backgroundBudget = seconds(40);

Machine::Machine(Job job, Facts facts, std::deque<std::unique_ptr<Stage>> stages, uint64_t seed)
    : job(std::move(job)), facts(std::move(facts)), stages(std::move(stages)), generator(seed) {
  if (this->facts.submission)
    nextAttempt = this->facts.submission->attempt + 1;
}

std::vector<Action> Machine::step(const Event &event, Time now) {
  time = now;
  actions.clear();
  if (std::holds_alternative<Begin>(event)) {
    progress.started = now;
    deadline = now + job.timeout;
    if (stages.empty())
      finish(ExitCode::Done, "there is nothing to do");
    else
      stages.front()->begin(*this);
    settle();
  } else if (const auto *completion = std::get_if<Completion>(&event)) {
    receive(*completion);
  } else if (const auto *missing = std::get_if<NoToken>(&event)) {
    giveUp(*missing);
  } else if (std::holds_alternative<Interrupt>(event)) {
    interrupt();
  }
  ring();
  if (!stopped && now >= leaveAt)
    finish(ExitCode::Running, "the deployment goes on in Azure");
  if (!stopped && now >= deadline)
    finish(ExitCode::Running,
           deploying ? "the time is over; the deployment goes on in Azure" : "the time is over");
  if (leaving && background && !backgroundEnded && now >= leaveAt)
    background->abandon(*this);
  if (leaving && (!background || backgroundEnded || now >= leaveAt))
    actions.push_back(Stop{*std::exchange(leaving, std::nullopt)});
  if (!stopped || leaving)
    pump();
  return std::move(actions);
}

/// A 429 of Resource Manager pauses all requests to it.
Time Machine::dueOf(const Ask &ask) const {
  bool pauses = !ask.timer && ask.request.audience == Audience::Manager;
  return pauses ? std::max(ask.due, pausedUntil) : ask.due;
}

Time Machine::wakeAt() const {
  Time next = std::min(leaveAt, deadline);
  unsigned inFlight = llvm::count_if(asks, [](const Ask &ask) { return ask.inFlight; });
  if (inFlight < maxInFlight)
    for (const Ask &ask : asks)
      if (!ask.inFlight)
        next = std::min(next, dueOf(ask));
  return next;
}

/// Begins stages until one waits for an answer.
void Machine::settle() {
  while (over && !stopped) {
    over = false;
    llvm::erase_if(asks, [](const Ask &ask) { return !ask.background; });
    deploying = false;
    if (replacement.empty())
      stages.pop_front();
    else
      stages = std::exchange(replacement, {});
    if (stages.empty())
      finish(ExitCode::Done, "");
    else
      stages.front()->begin(*this);
  }
}

void Machine::insert(std::deque<std::unique_ptr<Stage>> others) {
  for (auto it = others.rbegin(); it != others.rend(); ++it)
    stages.insert(stages.begin() + 1, std::move(*it)); // after the stage that calls
}

void Machine::showError(const Failure &failure) {
  Notice notice{Notice::Error};
  notice.subject = failure.resource;
  notice.source = failure.source;
  notice.failure = failure;
  show(std::move(notice));
}

void Machine::fail(Failure failure, bool shown) {
  if (stopped)
    return;
  if (!shown)
    showError(failure);
  // Nothing may change while Azure works on the deployment.
  if (facts.watching())
    return finish(ExitCode::Running, "the deployment goes on in Azure");
  if (facts.rollingBack)
    return finish(ExitCode::NotRolledBack, "the rollback failed too");
  if (rollback.empty() || !facts.changed)
    return finish(failure.exit, "");
  record("rollback", {{"code", failure.code}, {"message", failure.message}});
  phase("rollback", "returning to the last good version");
  replacement = std::exchange(rollback, {});
  over = true;
}

void Machine::fail(const Reply &reply) {
  fail(failureOf(reply));
}

void Machine::refuse(const Failure &failure) {
  if (stopped)
    return;
  showError(failure);
  silent = true;
  finish(failure.exit, "");
}

void Machine::finish(ExitCode exit, const std::string &text) {
  if (stopped)
    return;
  if (exit == ExitCode::Done && facts.rollingBack)
    exit = ExitCode::RolledBack;
  // An interrupted run is not over: it can be resumed.
  if (exit != ExitCode::Running)
    record("run.end", {{"exit", int(exit)}});
  if (!query) {
    Notice notice{Notice::RunEnd};
    notice.text = text;
    notice.exit = exit;
    notice.duration = time - progress.started;
    show(std::move(notice));
  } else if (!text.empty()) {
    phase("result", text);
  }
  stopped = true;
  leaving = exit;
  if (!background)
    return;
  llvm::erase_if(asks, [](const Ask &ask) { return !ask.background; });
  leaveAt = time + closing;
  deadline = Time::max();
  background->close(*this);
}

void Machine::record(StringRef kind, const Json &data) {
  Record record{kind.str(), compact(data)};
  facts.apply(record);
  if (silent)
    return;
  if (background)
    background->recorded(*this, record);
  actions.push_back(std::move(record));
}

void Machine::show(Notice notice) {
  actions.push_back(std::move(notice));
}

void Machine::phase(StringRef name, const std::string &text) {
  Notice notice{Notice::Phase};
  notice.subject = name.str();
  notice.text = text;
  show(notice);
}

void Machine::warn(const std::string &text) {
  Notice notice{Notice::Warning};
  notice.text = text;
  show(notice);
}

/// A random UUID, by which Azure support finds a request.
static std::string requestId(Machine &machine) {
  uint64_t a = machine.random(), b = machine.random();
  return fmt::format("{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}", uint32_t(a >> 32), uint16_t(a >> 16),
                     uint16_t(a) & 0xfff, uint16_t(b >> 48) & 0xfff, b & 0xffffffffffff);
}

Request Machine::manager(StringRef method, StringRef pathOrUrl, const Json *body) const {
  Request request;
  request.method = method.str();
  // Whatever host an answer or a journal names: the token is only for this one.
  if (size_t scheme = pathOrUrl.find("://"); scheme != StringRef::npos)
    pathOrUrl = pathOrUrl.substr(std::min(pathOrUrl.find('/', scheme + 3), pathOrUrl.size()));
  request.url = job.cloud.manager + pathOrUrl.str();
  request.headers.push_back({"Accept", "application/json"});
  if (body) {
    request.headers.push_back({"Content-Type", "application/json"});
    request.body = compact(*body);
  }
  return request;
}

Ask &Machine::add(unsigned purpose, std::string subject, Request request, Milliseconds delay,
                  Milliseconds budget) {
  Ask ask;
  ask.purpose = purpose;
  ask.subject = std::move(subject);
  ask.request = std::move(request);
  ask.id = nextId++;
  ask.due = time + delay;
  ask.giveUp = ask.due + budget;
  return asks.emplace_back(std::move(ask));
}

void Machine::ask(unsigned purpose, std::string subject, Request request, Repeat repeat,
                  Milliseconds delay) {
  if (!stopped)
    add(purpose, std::move(subject), std::move(request), delay, job.retryBudget).repeat = repeat;
}

void Machine::wait(unsigned purpose, Milliseconds delay) {
  if (!stopped)
    add(purpose, "", {}, delay, job.retryBudget).timer = true;
}

void Machine::askInBackground(unsigned purpose, std::string subject, Request request) {
  add(purpose, std::move(subject), std::move(request), Milliseconds(0), backgroundBudget)
      .background = true;
}

void Machine::waitInBackground(unsigned purpose, Milliseconds delay) {
  Ask &ask = add(purpose, "", {}, delay, backgroundBudget);
  ask.background = ask.timer = true;
}

void Machine::deliver(const Ask &ask, const Reply &reply) {
  if (ask.background)
    return background->answer(*this, ask, reply);
  if (stopped)
    return;
  stages.front()->answer(*this, ask, reply);
  settle();
}

/// Answers the timers that are due.
void Machine::ring() {
  while (true) {
    auto due = llvm::find_if(asks, [&](const Ask &ask) { return ask.timer && ask.due <= time; });
    if (due == asks.end())
      return;
    deliver(take(due->id), Reply{200});
  }
}

void Machine::pump() {
  unsigned inFlight = llvm::count_if(asks, [](const Ask &ask) { return ask.inFlight; });
  for (Ask &ask : asks) {
    if (inFlight >= maxInFlight)
      return;
    if (ask.timer || ask.inFlight || dueOf(ask) > time)
      continue;
    ask.inFlight = true;
    ++ask.tries;
    ++inFlight;
    Request request = ask.request;
    request.headers.push_back({"x-ms-client-request-id", requestId(*this)});
    if (!request.key.empty()) // the signature covers all headers and the time
      signWithKey(request, serverTime());
    actions.push_back(Send{ask.id, std::move(request)});
  }
}

Ask Machine::take(uint64_t id) {
  auto it = llvm::find_if(asks, [&](const Ask &ask) { return ask.id == id; });
  Ask ask = std::move(*it);
  asks.erase(it);
  return ask;
}

/// Reads how many requests Azure still allows.
void Machine::noteLimits(const Response &response) {
  unsigned left;
  if (!response.header("x-ms-ratelimit-remaining-subscription-reads").getAsInteger(10, left))
    readsLeft = left;
  // An answer can be late or old, but never from the future: the latest time is the true one.
  if (std::optional<Time> date = parseHttpDate(response.header("date")))
    ahead = std::max(ahead.value_or(*date - time), Milliseconds(*date - time));
}

Milliseconds Machine::skew() const {
  Milliseconds known = ahead.value_or(Milliseconds(0));
  return std::chrono::abs(known) > sameClock ? known : Milliseconds(0);
}

static bool isTransient(unsigned status) {
  return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 ||
         status == 504;
}

void Machine::note(const Ask &ask, Milliseconds delay, const std::string &why) {
  if (ask.background)
    return;
  Notice notice{Notice::Retry};
  notice.subject = ask.subject;
  notice.text = why;
  notice.duration = delay;
  show(notice);
}

/// Schedules a request again if its failure can pass and the time allows it.
bool Machine::retry(Ask &ask, const Completion &completion) {
  const std::optional<Response> &response = completion.response;
  bool unsent = !response && completion.loss == Loss::Unreachable;
  bool refused = response && response->status == 429;
  if (!response ? completion.loss == Loss::Untrusted : !isTransient(response->status))
    return false;
  if (ask.repeat == Repeat::Never && !unsent && !refused)
    return false;
  // Full jitter: many deployers that failed together do not come back together.
  Milliseconds longest =
      std::min(longestPause, Milliseconds(seconds(1)) * (1u << std::min(ask.tries, 6u)));
  Milliseconds delay(1 + int64_t(random() % uint64_t(longest.count())));
  if (response)
    if (std::optional<Milliseconds> demanded = retryAfter(*response, time))
      delay = *demanded;
  if (time + delay > ask.giveUp)
    return false;
  ask.due = time + delay;
  ask.inFlight = false;
  if (refused && ask.request.audience == Audience::Manager) {
    pausedUntil = std::max(pausedUntil, ask.due);
    Notice notice{Notice::Throttle};
    notice.duration = delay;
    show(notice);
  } else {
    note(ask, delay, response ? fmt::format("HTTP {}", response->status) : completion.detail);
  }
  return true;
}

void Machine::receive(const Completion &completion) {
  auto it = llvm::find_if(asks, [&](const Ask &ask) { return ask.id == completion.id; });
  if (it == asks.end())
    return; // of a stage that is over
  if (completion.response)
    noteLimits(*completion.response);
  if (completion.response && completion.response->status == 401 && !it->renewed) {
    it->renewed = true;
    it->inFlight = false;
    it->due = time;
    actions.push_back(RenewToken{it->request.audience});
    return;
  }
  Reply reply;
  if (completion.response) {
    reply.response = *completion.response;
    reply.status = reply.response.status;
    bool isJson = reply.response.header("content-type").contains_insensitive("json");
    if (isJson && !reply.response.body.empty())
      reply.body = Json::parse(reply.response.body, nullptr, false);
    // An answer that was cut off, or that a proxy gave instead of Azure.
    bool broken =
        reply.body.is_discarded() ||
        (reply.ok() && !isJson && StringRef(reply.response.body).ltrim().starts_with("<") &&
         it->request.audience == Audience::Manager);
    if (broken) {
      reply.body = Json();
      Completion lost{completion.id, std::nullopt, Loss::Interrupted, "the answer is not complete"};
      if (retry(*it, lost))
        return;
      reply.lost = true;
      reply.detail = lost.detail;
    }
  }
  if (retry(*it, completion))
    return;
  if (!completion.response) {
    reply.lost = completion.loss != Loss::Untrusted;
    reply.detail = completion.detail;
  } else if (it->repeat == Repeat::Never && isTransient(reply.status)) {
    reply.lost = true;
    reply.detail = fmt::format("HTTP {}", reply.status);
  }
  deliver(take(completion.id), reply);
}

void Machine::giveUp(const NoToken &event) {
  auto it = llvm::find_if(asks, [&](const Ask &ask) { return ask.id == event.id; });
  if (it != asks.end() && it->background) {
    Reply lost;
    lost.lost = true;
    lost.detail = event.why;
    return deliver(take(event.id), lost);
  }
  Failure failure = deploy::failureOf("InvalidAuthenticationToken", event.why);
  failure.advice = "sign in, for example with `az login`, or set the environment variables of "
                   "docs/deploy.md";
  failure.exit = ExitCode::Access;
  if (deploying) { // the deployment goes on without us
    warn(event.why);
    return finish(ExitCode::Running, "cannot watch any longer; the deployment goes on in Azure");
  }
  rollback.clear();
  fail(std::move(failure));
}

void Machine::interrupt() {
  if (leaving)
    leaveAt = time; // do not wait for the background
  if (stopped)
    return;
  ++interrupts;
  if (!deploying)
    return finish(ExitCode::Running, "stopped; nothing is being deployed");
  if (canceling)
    return finish(ExitCode::Running, "the deployment goes on in Azure until it is canceled");
  if (interrupts > 1) {
    leaveAt = Time::max();
    canceling = stages.front()->cancel(*this);
    if (canceling)
      rollback.clear();
    return;
  }
  if (!interactive)
    return finish(ExitCode::Running, "the deployment goes on in Azure");
  warn("the deployment goes on in Azure; press Ctrl-C again within 3 seconds to cancel it");
  leaveAt = time + seconds(3);
}
