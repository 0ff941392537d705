// Everything that the simulated Azure remembers. Each part lists its members in visit(), from which
// the snapshot is written and read.
#pragma once

#include "../Expand/Json.h"
#include "Text.h"
#include <map>

namespace azcl::sim {

using azcl::Json;

enum class Phase : uint8_t { Waiting, Running, Succeeded, Failed };
/// As Azure's operations print it.
llvm::StringRef nameOf(Phase phase);

/// One resource of a running deployment, or a nested deployment.
struct Node {
  std::string id, type, name, apiVersion;
  Json body;                 ///< null for a nested deployment
  uint64_t nested = 0;       ///< the run of a nested deployment
  std::vector<size_t> needs; ///< indices of nodes of the same run
  Phase phase = Phase::Waiting;
  Time started, ended;
  std::string operation;  ///< the ID of its deployment operation
  std::string statusCode; ///< for example "OK" or "Conflict"
  Json statusMessage;     ///< of a failure
  Json pending;           ///< the failure that happens at the end

  template <class V> void visit(V &v) {
    v("id", id), v("type", type), v("name", name), v("apiVersion", apiVersion), v("body", body);
    v("nested", nested), v("needs", needs), v("phase", phase), v("started", started);
    v("ended", ended), v("operation", operation), v("statusCode", statusCode);
    v("statusMessage", statusMessage), v("pending", pending);
  }
};

/// A deployment. Nested deployments are planned with their root, and become visible when they
/// start.
struct Run {
  uint64_t number = 0, parent = 0, root = 0; ///< 0 for none
  size_t parentNode = 0;
  std::string id, name, scope, location, correlation, apiVersion;
  Json tags, request, contents; ///< request: the properties of the PUT; contents: the template
  Json parameters, outputs, error;
  std::string link, templateHash, state = "Accepted", stack;
  Json templateLink;
  std::string operation; ///< of the evaluation of the outputs
  Time created, changed;
  bool visible = false, canceled = false;
  std::vector<Node> nodes;

  bool active() const { return state == "Accepted" || state == "Running"; }
  template <class V> void visit(V &v) {
    v("number", number), v("parent", parent), v("root", root), v("parentNode", parentNode);
    v("id", id), v("name", name), v("scope", scope), v("location", location);
    v("correlation", correlation), v("apiVersion", apiVersion), v("tags", tags);
    v("request", request), v("contents", contents), v("parameters", parameters);
    v("outputs", outputs), v("error", error), v("link", link), v("templateHash", templateHash);
    v("state", state), v("stack", stack), v("templateLink", templateLink);
    v("operation", operation), v("created", created), v("changed", changed);
    v("visible", visible), v("canceled", canceled), v("nodes", nodes);
  }
};

struct Group {
  std::string id, name, location, state = "Succeeded";
  Json tags;
  template <class V> void visit(V &v) {
    v("id", id), v("name", name), v("location", location), v("state", state), v("tags", tags);
  }
};

struct Resource {
  std::string id, type, name, apiVersion, state = "Succeeded";
  Json body;      ///< location, tags, sku, properties and so on, with what Azure computes
  Json requested; ///< the resource as the last request or template stated it
  Time created, changed;
  template <class V> void visit(V &v) {
    v("id", id), v("type", type), v("name", name), v("apiVersion", apiVersion), v("state", state);
    v("body", body), v("requested", requested), v("created", created), v("changed", changed);
  }
};

/// A long-running operation other than a deployment; polled by its ID.
struct Job {
  std::string id, kind, target;
  bool done = false;
  unsigned status = 200; ///< of the poll when it has ended
  Json result, error;
  template <class V> void visit(V &v) {
    v("id", id), v("kind", kind), v("target", target), v("done", done), v("status", status);
    v("result", result), v("error", error);
  }
};

struct Blob {
  std::string bytes; ///< base64
  std::string md5;   ///< base64
  std::string type;  ///< the content type
  std::string kind;  ///< "BlockBlob" or "AppendBlob"
  std::string tag;
  std::string lease; ///< its ID, also after its end
  Time leasedUntil;
  int64_t leaseSeconds = 0;
  Json metadata;
  Time changed;
  template <class V> void visit(V &v) {
    v("bytes", bytes), v("md5", md5), v("type", type), v("tag", tag), v("metadata", metadata);
    v("changed", changed), v("kind", kind), v("lease", lease), v("leasedUntil", leasedUntil);
    v("leaseSeconds", leaseSeconds);
  }
};

struct Stack {
  std::string id, name, scope, location, state, correlation;
  Json tags, request, resources, deleted, detached, failed, error, outputs;
  uint64_t run = 0; ///< the latest deployment
  Time created, changed;
  template <class V> void visit(V &v) {
    v("id", id), v("name", name), v("scope", scope), v("location", location), v("state", state);
    v("correlation", correlation), v("tags", tags), v("request", request);
    v("resources", resources), v("deleted", deleted), v("detached", detached);
    v("failed", failed), v("error", error), v("outputs", outputs), v("run", run);
    v("created", created), v("changed", changed);
  }
};

/// Something that happens later.
struct Event {
  enum class Kind : uint8_t { StartRun, EndNode, EndRun, CancelRun, EndJob, Scale };
  Kind kind = Kind::StartRun;
  Time at;
  uint64_t order = 0; ///< events of the same time happen in this order
  uint64_t run = 0;
  size_t node = 0; ///< of the run, or the number of an action of autoscale
  std::string job;
  template <class V> void visit(V &v) {
    v("kind", kind), v("at", at), v("order", order), v("run", run), v("node", node);
    v("job", job);
  }
};

struct State {
  Time now;
  uint64_t next = 1; ///< the next number of a run, an event or an identifier
  /// Keys are IDs in lower case; those of blobs are "account/container/name".
  std::map<std::string, Group> groups;
  std::map<std::string, Resource> resources;
  std::map<uint64_t, Run> runs;
  std::map<std::string, uint64_t> deployments; ///< the visible runs
  std::map<std::string, Stack> stacks;
  std::map<std::string, Job> jobs;
  std::map<std::string, Time> containers;
  std::map<std::string, Blob> blobs;
  std::map<std::string, std::string> blocks;    ///< not committed: "key|block ID" to base64
  std::map<std::string, std::string> providers; ///< registration state, if it was changed
  std::map<std::string, unsigned> attempts;     ///< of deploying a resource
  std::vector<Event> events;                    ///< not sorted
  std::vector<unsigned> matched, fired;         ///< for each fault, then for each failure
  std::map<std::string, int64_t> budgets;       ///< remaining requests, by the name of the header
  std::map<std::string, Time> refilled;
  std::vector<Json> activities; ///< the activity log, in the order of time

  template <class V> void visit(V &v) {
    v("now", now), v("next", next), v("groups", groups), v("resources", resources);
    v("runs", runs), v("deployments", deployments), v("stacks", stacks), v("jobs", jobs);
    v("containers", containers), v("blobs", blobs), v("blocks", blocks), v("providers", providers);
    v("attempts", attempts), v("events", events), v("matched", matched), v("fired", fired);
    v("budgets", budgets), v("refilled", refilled);
    v("activities", activities);
  }

  Run *deployment(llvm::StringRef id);
  Resource *resource(llvm::StringRef id);
  Group *group(llvm::StringRef id);
  /// The lower-case ID of the resource group that contains `id`; "" if it is in none.
  static std::string groupOf(llvm::StringRef id);
};

Json saved(State &state);
/// Fails if the text was not written by saved().
llvm::Expected<State> restored(const Json &text);

} // namespace azcl::sim
