#!/usr/bin/env python3
"""Checks emitted templates against the rules of external tools.

    rules.py RULES.md CATALOG FOLDER

Each function below implements the rules that it names and examines every template under FOLDER. A function without names
checks rules that defaults fulfill. The names must be exactly the rules of RULES.md (docs/reference/rules.md) that name this
test. CATALOG is the folder with the catalog's data. Only resource types that the compiler generates are examined, not those
of `resource` blocks.
"""
import datetime
import json
import pathlib
import re
import sys

OURS = ("Microsoft.Network/", "Microsoft.Compute/", "Microsoft.Insights/", "Microsoft.ManagedIdentity/", "Microsoft.DevTestLab/",
        "Microsoft.Resources/")
# The newest API versions of these types, however old (Azure/azure-rest-api-specs).
LAST = {"Microsoft.DevTestLab/schedules", "Microsoft.Insights/actionGroups", "Microsoft.Insights/activityLogAlerts",
        "Microsoft.Insights/metricAlerts", "Microsoft.Insights/autoscalesettings", "Microsoft.Insights/diagnosticSettings",
        "Microsoft.Insights/dataCollectionRules", "Microsoft.Insights/dataCollectionRuleAssociations",
        "Microsoft.Insights/workbooks", "Microsoft.Network/privateDnsZones", "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
        "Microsoft.Network/trafficManagerProfiles"}
PARTS = {"Microsoft.Resources/deployments", "Microsoft.Insights/diagnosticSettings",
         "Microsoft.Insights/dataCollectionRuleAssociations",
         "Microsoft.Network/privateEndpoints/privateDnsZoneGroups", "Microsoft.Network/virtualNetworks/virtualNetworkPeerings"}
CHECKS = []


def rule(*names):
    def keep(check):
        CHECKS.append((names, check))
        return check
    return keep


def walk(value, key=""):
    """Yields (key, value) for a value and for everything nested in it."""
    yield key, value
    if isinstance(value, dict):
        for name, each in value.items():
            yield from walk(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from walk(each, key)


def found(value, key):
    return [each for name, each in walk(value) if name == key and not isinstance(each, list)]


def unnested(value):
    """A copy without the templates of nested deployments, which are examined themselves."""
    if isinstance(value, dict):
        return {name: unnested(each) for name, each in value.items() if name != "template"}
    return [unnested(each) for each in value] if isinstance(value, list) else value


def strings(value):
    return [each for _, each in walk(value) if isinstance(each, str)]


class Template:
    def __init__(self, document, path, linked):
        self.document, self.path, self.linked = document, path, linked
        self.parameters = document.get("parameters", {})
        self.resources = [each for each in document["resources"] if each["type"].startswith(OURS)]

    def of(self, *types):
        return [each for each in self.resources if each["type"] in types]

    def machines(self):
        for each in self.of("Microsoft.Compute/virtualMachines"):
            yield each["properties"]
        for each in self.of("Microsoft.Compute/virtualMachineScaleSets"):
            yield each["properties"]["virtualMachineProfile"]

    def extensions(self):
        for each in self.of("Microsoft.Compute/virtualMachines/extensions"):
            yield each["properties"]
        for machine in self.machines():
            listed = machine.get("extensionProfile", {}).get("extensions", [])
            if isinstance(listed, str):  # an expression, because an extension has a condition
                for kind, settings in re.findall(r"'type', '(\w+)'.*?'settings', (.*?)(?='name'|$)", listed):
                    yield {"type": kind, "settings": {"text": settings.split("'protectedSettings'")[0]}}
                continue
            for each in listed:
                yield each["properties"]


@rule("apiVersions-Should-Be-Recent")
def versions(it, catalog):
    root = next(folder for folder in it.path.parents if (folder / "manifest.json").exists())
    if any(re.search(r"region = (usgov|usdod|china)", model.read_text()) for model in root.glob("model*.azc")):
        return  # the sovereign clouds get new versions later
    for each in it.resources:
        age = catalog - datetime.date.fromisoformat(each["apiVersion"][:10])
        assert age.days <= 730 or each["type"] in LAST, each["type"]


@rule("apiVersions-Should-Be-Recent-In-Reference-Functions", "DependsOn-Best-Practices", "IDs-Should-Be-Derived-From-ResourceIDs",
      "providers_apiVersions-Is-Not-Permitted", "ResourceIds-should-not-contain", "Resources-Should-Not-Be-Ambiguous")
def ids(it, _):
    for each in it.resources:
        for needed in each.get("dependsOn", []):
            if "resourceGroup" in each and not needed.startswith("["):  # a deployment to another resource group
                assert needed in [other["name"] for other in it.resources], needed
                continue
            assert needed.startswith("[resourceId('") and "if(" not in needed, needed
    for text in strings([it.resources, it.document.get("outputs", {})]):
        if not text.startswith("["):
            continue
        assert "providers(" not in text and not re.search(r"resourceId\((resourceGroup|subscription)\(", text), text
        for argument in re.findall(r"reference\((\w+)\('[^()]*'\)(.?)", text):
            # A comma: the API version, which the whole resource and a resource outside of the template need.
            assert argument in [("resourceId", ")"), ("resourceId", ","), ("subscriptionResourceId", ",")], text
        flat = text.replace("environment()", "environment")
        flat = re.sub(r"parameters\('groups'\)\['[^']*'\], ", "", flat)
        for type, names in re.findall(r"resourceId\('([^']+)', ((?:[^()]|\([^()]*\))*)\)", flat):
            parts = [each for each in re.sub(r"\([^()]*\)", "", names).split(",")]
            assert len(parts) == type.count("/"), text
    for key in ("id", "targetResourceUri", "targetResourceId"):
        for each in found(unnested(it.resources), key):
            # `if`: the version of a gallery image can be `latest`; a release switches between backend pools.
            assert not isinstance(each, str) or each.startswith(
                ("[resourceId(", "[parameters(", "[if(equals(parameters(", "[if(equals(if(contains(parameters('live')", "/subscriptions/")), each


@rule("CommandToExecute-Must-Use-ProtectedSettings-For-Secrets", "ManagedIdentityExtension-must-not-be-used",
      "Azure.VMSS.MigrateAMA", "Azure.VM.MigrateAMA", "Azure.VMSS.ScriptExtensions", "Azure.VM.ScriptExtensions")
def extensions(it, _):
    for each in it.extensions():
        assert each["type"] not in ("ManagedIdentityExtensionForLinux", "ManagedIdentityExtensionForWindows",
                                    "MicrosoftMonitoringAgent", "OmsAgentForLinux"), each["type"]
        assert "commandToExecute" not in str(each.get("settings")), each["type"]


@rule("Deployment-Resources-Must-Not-Be-Debug", "Azure.Template.DebugDeployment")
def debug(it, _):
    assert not found(it.resources, "debugSetting")


@rule("DeploymentTemplate-Schema-Is-Correct", "JSONFiles-Should-Be-Valid", "Azure.Template.TemplateFile",
      "Azure.Template.TemplateSchema", "Azure.Template.TemplateScheme")
def schema(it, _):
    assert it.document["$schema"] == "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
    assert it.document["contentVersion"] == "1.0.0.0"


@rule("Dynamic-Variable-References-Should-Not-Use-Concat", "Variables-Must-Be-Referenced", "Azure.Template.UseVariables")
def variables(it, _):
    used = set()
    for each in strings(unnested(it.document)):
        if each.startswith("["):
            assert len(re.findall(r"variables\(", each)) == len(re.findall(r"variables\('[\w.-]+'\)", each)), each
            used.update(re.findall(r"variables\('([^']+)'\)", each))
    assert used == set(it.document.get("variables", {})), used


@rule("Location-Should-Not-Be-Hardcoded", "Resources-Should-Have-Location", "Azure.Template.LocationType",
      "Azure.Template.ResourceLocation", "Azure.Template.UseLocationParameter")
def locations(it, _):
    default = "[resourceGroup().location]"
    declared = it.parameters.get("location", {"type": "string"})
    assert declared["type"] == "string" and "allowedValues" not in declared and declared.get("defaultValue", default) == default
    for each in it.resources:
        wanted = [None] if each["type"] in PARTS else ["[parameters('location')]", "global"]
        assert each.get("location") in wanted, each["type"]


@rule("Min-And-Max-Value-Are-Numbers", "Azure.Template.ParameterMinMaxValue", "Azure.Template.ParameterDataTypes")
def domains(it, _):
    types = {"string": str, "securestring": str, "int": int, "bool": bool, "object": dict, "array": list}
    for each in it.parameters.values():
        assert type(each.get("minValue", 0)) is int and type(each.get("maxValue", 0)) is int
        assert each.get("minValue", 0) <= each.get("maxValue", 2**31)
        assert "defaultValue" not in each or type(each["defaultValue"]) is types[each["type"]], each


@rule("Parameter-Types-Should-Be-Consistent", "Azure.Template.ParameterStrongType")
def types(it, _):
    for deployment in it.of("Microsoft.Resources/deployments"):
        inner = it.linked(deployment)
        for name, passed in deployment["properties"].get("parameters", {}).items():
            if passed["value"] == f"[parameters('{name}')]":
                assert inner["parameters"][name]["type"] == it.parameters[name]["type"], name


@rule("Virtual-Machines-Should-Not-Be-Preview", "Azure.VM.BasicSku", "Azure.VM.PromoSku")
def previews(it, _):
    for each in it.machines():
        image = each["storageProfile"]["imageReference"]
        assert not any("preview" in str(part).lower() for part in image.values()), image
    for size in found(it.resources, "vmSize") + [each["sku"]["name"] for each in it.of("Microsoft.Compute/virtualMachineScaleSets")]:
        assert not size.startswith("Basic_") and not size.endswith("_Promo"), size


@rule("Azure.VMSS.PublicKey", "Azure.VM.PublicKey", "CKV_AZURE_1", "CKV_AZURE_49", "CKV_AZURE_149", "CKV_AZURE_178", "AZU-0039")
def keys(it, _):
    for each in it.machines():
        linux = each["osProfile"].get("linuxConfiguration")
        if linux:
            assert linux["disablePasswordAuthentication"] is True and linux["ssh"]["publicKeys"]
            assert "adminPassword" not in each["osProfile"]


@rule("Azure.VM.Agent")
def agent(it, _):
    assert False not in found(it.resources, "provisionVMAgent")


@rule("Azure.VM.ASAlignment", "Azure.VM.ASMinMembers", "Azure.VM.UseManagedDisks", "CKV_AZURE_92")
def disks(it, _):
    machines = it.of("Microsoft.Compute/virtualMachines")
    for each in it.of("Microsoft.Compute/availabilitySets"):
        members = [one for one in machines if f"'{each['name']}')" in str(one["properties"].get("availabilitySet"))]
        assert each["sku"]["name"] == "Aligned" and len(members) >= 2, each["name"]
    for each in it.machines():
        assert "vhd" not in each["storageProfile"]["osDisk"]
        assert each["storageProfile"]["osDisk"].get("diffDiskSettings") or each["storageProfile"]["osDisk"]["managedDisk"]


@rule("Azure.NIC.Attached", "Azure.VM.NICAttached", "Azure.NIC.UniqueDns", "Azure.VM.UniqueDns", "AZU-0068")
def cards(it, _):
    used = str(list(it.machines()))
    for each in it.of("Microsoft.Network/networkInterfaces"):
        assert each["name"] in used and "dnsSettings" not in each["properties"], each["name"]
    for each in it.machines():
        profile = each["networkProfile"]
        assert profile.get("networkInterfaces") or profile["networkInterfaceConfigurations"][0]["properties"]["ipConfigurations"]


@rule("Azure.LB.StandardSKU", "Azure.PublicIP.StandardSKU", "Azure.PublicIP.MigrateStandard")
def skus(it, _):
    for each in it.of("Microsoft.Network/loadBalancers", "Microsoft.Network/publicIPAddresses", "Microsoft.Network/publicIPPrefixes",
                      "Microsoft.Network/natGateways"):
        assert each["sku"]["name"] in ("Standard", "StandardV2"), each["name"]


@rule("Azure.PublicIP.IsAttached", "Azure.NSG.Associated")
def used(it, _):
    for each in it.of("Microsoft.Network/networkSecurityGroups"):
        assert f"'{each['name']}')" in str(it.of("Microsoft.Network/virtualNetworks")), each["name"]
    for each in it.of("Microsoft.Network/publicIPAddresses"):
        others = [one for one in it.resources if one is not each]
        assert f"'Microsoft.Network/publicIPAddresses', '{each['name']}')" in str([one.get("properties") for one in others]), each["name"]


@rule("AZU-0051")
def groups(it, _):
    for each in it.of("Microsoft.Network/networkSecurityGroups"):
        both = [one["properties"] for one in each["properties"]["securityRules"]]
        rules = [one for one in both if one["direction"] == "Inbound"]
        # Azure requires outbound rules on a bastion's subnet; other subnets have those of closed tiers. None allows all addresses.
        outbound = [one for one in both if one["direction"] == "Outbound" and one["access"] == "Allow"]
        assert all(one.get("destinationAddressPrefix") != "*" for one in outbound), each["name"]
        last = max(rules, key=lambda one: one["priority"])
        assert (last["access"], last["sourceAddressPrefix"], last["destinationPortRange"]) == ("Deny", "*", "*"), each["name"]
        assert len({one["priority"] for one in rules}) == len(rules)


@rule("Azure.VNET.PrivateSubnet")
def subnets(it, _):
    for network in it.of("Microsoft.Network/virtualNetworks"):
        listed = network["properties"].get("subnets", [])
        if isinstance(listed, str):  # an expression, if a subnet has a condition
            assert "'defaultOutboundAccess', true" not in listed
            continue
        for each in listed:
            assert each["properties"]["defaultOutboundAccess"] is False or each["name"] in (
                "AzureBastionSubnet", "GatewaySubnet"), each["name"]


@rule("Azure.AppGw.MigrateV2", "Azure.AppGw.MigrateWAFPolicy", "Azure.AppGw.MinSku", "Azure.AppGw.OWASP", "Azure.AppGw.WAFRules",
      "Azure.AppGw.SSLPolicy", "CKV_AZURE_135", "CKV_AZURE_218")
def gateways(it, _):
    for each in it.of("Microsoft.Network/applicationGateways"):
        properties = each["properties"]
        assert properties["sku"]["tier"] in ("Standard_v2", "WAF_v2") and "webApplicationFirewallConfiguration" not in properties
        assert properties["sku"]["tier"] != "WAF_v2" or properties["firewallPolicy"]["id"]
        assert properties["sslPolicy"]["policyName"] in (
            "AppGwSslPolicy20220101", "AppGwSslPolicy20220101S", "AppGwSslPolicy20170401S")
    for each in it.of("Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies"):
        assert not found(each, "ruleGroupOverrides") and each["properties"]["managedRules"]["managedRuleSets"]


@rule()  # Azure.Resource.UseTags, except for private zones
def tags(it, _):
    for each in it.resources:
        # In a deployment to another resource group, the tags are a parameter.
        assert (each["type"] in PARTS or "privateDnsZones" in each["type"] or each["tags"] == "[parameters('tags')]"
                or each["tags"].get("azcl-cluster") or each["tags"]["azcl-application"]), each["type"]


@rule()  # CKV_AZURE_97, CKV_AZURE_151, AZU-0038: all VM sizes of the examples support it; confidential VMs encrypt their OS disk themselves
def encryption(it, _):
    for each in it.machines():
        confidential = each["storageProfile"]["osDisk"]["managedDisk"].get("securityProfile", {}).get("securityEncryptionType")
        assert confidential == "DiskWithVMGuestState" or "parameters('encryptionAtHost')" in each["securityProfile"]["encryptionAtHost"]


@rule()  # adminPassword-Should-Not-Be-A-Literal, Secure-String-Parameters-Cannot-Have-Default, Outputs-Must-Not-Contain-Secrets
def secrets(it, _):
    secure = [name for name, each in it.parameters.items() if each["type"] in ("securestring", "secureobject")]
    assert not any("defaultValue" in it.parameters[name] for name in secure)
    for each in found(it.resources, "adminPassword"):
        assert each in [f"[parameters('{name}')]" for name in secure], each
    for each in strings(it.document.get("outputs", {})):
        assert not any(f"'{name}'" in each for name in secure) and "list" not in each, each


@rule("Azure.Template.Resources")
def something(it, _):
    assert it.document["resources"]


@rule("DeploymentParameters-Should-Have-ContentVersion", "DeploymentParameters-Should-Have-Parameters",
      "DeploymentParameters-Should-Have-Schema", "DeploymentParameters-Should-Have-Value", "Azure.Template.ParameterFile",
      "Azure.Template.ParameterScheme", "Azure.Template.ParameterValue")
def values(it, _):
    for path in it.path.parent.glob("main.parameters*.json"):
        document = json.loads(path.read_text())
        assert document["$schema"] == "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#"
        assert document["contentVersion"] and all("value" in each for each in document["parameters"].values())


def templates(folder):
    for path in sorted(pathlib.Path(folder).rglob("*.json")):
        document = json.loads(path.read_text())
        if "deploymentTemplate" not in document.get("$schema", ""):
            continue

        def linked(deployment, path=path):
            inside = deployment["properties"].get("template")
            return inside or json.loads((path.parent / deployment["properties"]["templateLink"]["relativePath"]).read_text())

        if document["resources"] or "/common/" not in str(path):  # a library of presets has no resources
            yield Template(document, path, linked)
            for each in document["resources"]:
                if "template" in each.get("properties", {}):
                    yield Template(each["properties"]["template"], path, linked)


def main(page, catalog, folder):
    claimed, seen = set(), set()
    for line in pathlib.Path(page).read_text().splitlines():
        names = set(re.findall(r"`([^`]+)`", line.split("|")[1])) if line.startswith("| `") else set()
        assert not names & seen, f"listed twice: {names & seen}"
        seen |= names
        if line.endswith("| test/Examples/rules.test |"):
            claimed |= names
    held = {name for names, _ in CHECKS for name in names}
    assert claimed == held, f"listed but not tested: {claimed - held}; tested but not listed: {held - claimed}"
    dates = [json.loads(path.read_text())["asOf"] for path in pathlib.Path(catalog).glob("*.json")]
    asOf = datetime.date.fromisoformat(max(dates))
    bad = count = 0
    for template in templates(folder):
        count += 1
        for names, check in CHECKS:
            try:
                check(template, asOf)
            except (AssertionError, KeyError) as error:
                print(f"{template.path}: {check.__name__}: {type(error).__name__} {error}")
                bad += 1
    print(f"{count} templates, {len(held)} rules, {bad} broken")
    return bad > 0 or count < 50


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
