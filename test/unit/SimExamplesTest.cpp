// Deploys the examples of the compiler to the simulator: with inline templates, and with linked
// templates from a template spec. All resources must be created in the order of their dependencies.
#include "Examples.h"
#include "SimClient.h"
#include "azcl/Driver/Compilation.h"

using namespace azcl;
using namespace azcl::sim;
using llvm::StringRef;

namespace {
struct Compiled {
  Json main, linked = Json::array(), parameters = Json::object();
};

std::optional<Compiled> compile(const std::string &file, LinkMode link) {
  CompileOptions options;
  options.output.link = link;
  Compilation compilation(llvm::vfs::getRealFileSystem(), options);
  if (llvm::Error error = compilation.run(file)) {
    ADD_FAILURE() << llvm::toString(std::move(error));
    return std::nullopt;
  }
  if (!compilation.succeeded())
    return std::nullopt;
  Compiled result;
  for (const OutputFile &output : compilation.outputs()) {
    if (!StringRef(output.path).ends_with(".json"))
      continue;
    Json text = Json::parse(output.content);
    if (output.path == "main.json")
      result.main = std::move(text);
    else if (output.path == "main.parameters.json")
      result.parameters = text["parameters"];
    else if (StringRef(output.path).starts_with("templates/"))
      result.linked.push_back({{"path", output.path}, {"template", std::move(text)}});
  }
  if (result.main.contains("parameters"))
    for (auto &[name, declared] : result.main["parameters"].items())
      if (!declared.contains("defaultValue") && !result.parameters.contains(name) &&
          !declared.value("nullable", false))
        result.parameters[name] = {{"value", inventedValue(name, declared)}};
  return result;
}

void checkOrder(const Simulator &simulator, const std::string &file) {
  for (const StepReport &step : simulator.steps()) {
    EXPECT_EQ(step.state, "Succeeded") << file << ": " << step.id;
    for (const std::string &need : step.needs)
      for (const StepReport &other : simulator.steps())
        if (other.id == need && other.deployment == step.deployment) {
          EXPECT_LE(other.ended, step.started) << file << ": " << step.id;
        }
  }
}

unsigned deployAll(LinkMode link) {
  unsigned deployed = 0;
  for (const std::string &file : examples()) {
    StringRef name = StringRef(file).rsplit('/').second;
    std::optional<Compiled> compiled = compile(file, link);
    if (!compiled)
      continue;
    Client client(scenarioOfExamples);
    client.makeGroup();
    Json properties = {{"mode", "Incremental"}, {"parameters", compiled->parameters}};
    if (link == LinkMode::Inline) {
      properties["template"] = compiled->main;
    } else {
      std::string spec =
          std::string(Client::group) + "/providers/Microsoft.Resources/templateSpecs/bundle";
      Json version = {{"location", "westeurope"},
                      {"properties",
                       {{"mainTemplate", compiled->main}, {"linkedTemplates", compiled->linked}}}};
      client.send("PUT", spec, R"({"location": "westeurope"})");
      EXPECT_EQ(client.send("PUT", spec + "/versions/1", compact(version)).status, 201u);
      properties["templateLink"] = {{"id", spec + "/versions/1"}};
    }
    Json body = {{"properties", properties}};
    deploy::Response response = client.send("PUT", Client::deployment("main"), compact(body));
    EXPECT_EQ(response.status, 201u) << name.str() << ": " << response.body.substr(0, 1000);
    if (response.status != 201)
      continue;
    Json result = client.finish("main", response.header("Azure-AsyncOperation").str());
    EXPECT_EQ(result["properties"]["provisioningState"], "Succeeded")
        << name.str() << ": " << compact(result["properties"]["error"]).substr(0, 1500);
    checkOrder(*client.simulator, name.str());
    ++deployed;
  }
  return deployed;
}
} // namespace

TEST(SimExamples, deployInline) {
  EXPECT_GE(deployAll(LinkMode::Inline), 10u);
}

TEST(SimExamples, deployFromTemplateSpecs) {
  EXPECT_GE(deployAll(LinkMode::Relative), 10u);
}
