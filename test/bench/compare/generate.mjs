// Generates the same templates with a plain Node.js program: node generate.mjs OUT VERSION CLUSTERS
// ZONED.
import fs from 'node:fs';
import path from 'node:path';

const [out, version, clusters, zonedText] = process.argv.slice(2);
const zoned = JSON.parse(zonedText);
const roles = ['web', 'orders', 'search', 'basket', 'reports', 'mail', 'prices', 'stock', 'login', 'jobs'];
const id = (type, ...names) => `[resourceId(${[type, ...names].map(each => `'${each}'`).join(', ')})]`;

const rule = (set, direction, operator, threshold, timeWindow, value, cooldown) => ({
  metricTrigger: {
    metricName: 'Percentage CPU', metricResourceUri: set, timeGrain: 'PT1M', statistic: 'Average', timeWindow,
    timeAggregation: 'Average', operator, threshold,
  },
  scaleAction: { direction, type: 'ChangeCount', value, cooldown },
});

const machine = (cluster, role) => ({
  osProfile: {
    computerNamePrefix: role,
    adminUsername: 'azureuser',
    linuxConfiguration: {
      disablePasswordAuthentication: true,
      ssh: { publicKeys: [{ path: '/home/azureuser/.ssh/authorized_keys', keyData: "[parameters('admin_key')]" }] },
      patchSettings: { patchMode: 'ImageDefault' },
    },
  },
  storageProfile: {
    imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
    osDisk: {
      createOption: 'FromImage', caching: 'ReadWrite', deleteOption: 'Delete',
      managedDisk: { storageAccountType: 'Premium_LRS' },
    },
  },
  securityProfile: {
    encryptionAtHost: "[if(parameters('encryptionAtHost'), true(), null())]",
    securityType: 'TrustedLaunch',
    uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
  },
  networkProfile: {
    networkApiVersion: '2020-11-01',
    networkInterfaceConfigurations: [{
      name: 'card',
      properties: {
        primary: true,
        deleteOption: 'Delete',
        enableAcceleratedNetworking: true,
        ipConfigurations: [{
          name: 'address',
          properties: {
            primary: true,
            subnet: { id: id('Microsoft.Network/virtualNetworks/subnets', `${cluster}-network`, role) },
            ...(role === 'web' && {
              loadBalancerBackendAddressPools: [
                { id: id('Microsoft.Network/loadBalancers/backendAddressPools', `${cluster}-front`, 'web') },
              ],
            }),
          },
        }],
      },
    }],
  },
  diagnosticsProfile: { bootDiagnostics: { enabled: true } },
  extensionProfile: {
    extensions: [{
      name: 'health',
      properties: {
        publisher: 'Microsoft.ManagedServices', type: 'ApplicationHealthLinux', typeHandlerVersion: '1.0',
        autoUpgradeMinorVersion: true,
        settings: { protocol: 'http', port: 8080, requestPath: '/healthz', intervalInSeconds: 5, numberOfProbes: 2 },
      },
    }],
  },
});

function tier(label, zones, role) {
  const cluster = label, key = `${label}.${role}`;
  const set = id('Microsoft.Compute/virtualMachineScaleSets', `${cluster}-${role}`);
  const tags = { 'azcl-cluster': label, 'azcl-tier': role };
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    metadata: { _generator: { name: 'azclc', version } },
    parameters: {
      location: { type: 'string' }, admin_key: { type: 'string' }, instances: { type: 'object' },
      encryptionAtHost: { type: 'bool' },
    },
    resources: [
      {
        type: 'Microsoft.Compute/virtualMachineScaleSets',
        apiVersion: '2025-04-01',
        name: `${cluster}-${role}`,
        location: "[parameters('location')]",
        tags,
        sku: {
          name: 'Standard_D4s_v5', tier: 'Standard',
          capacity: `[if(contains(parameters('instances'), '${key}'), parameters('instances')['${key}'], 3)]`,
        },
        ...(zones && { zones: ['1', '2', '3'] }),
        identity: {
          type: 'UserAssigned',
          userAssignedIdentities: {
            [id('Microsoft.ManagedIdentity/userAssignedIdentities', `${cluster}-${role}-identity`)]: {},
          },
        },
        properties: {
          orchestrationMode: 'Flexible',
          platformFaultDomainCount: 1,
          singlePlacementGroup: false,
          upgradePolicy: {
            mode: 'Rolling',
            rollingUpgradePolicy: {
              maxBatchInstancePercent: 20, maxUnhealthyInstancePercent: 34, maxUnhealthyUpgradedInstancePercent: 34,
              pauseTimeBetweenBatches: 'PT30S', prioritizeUnhealthyInstances: true,
            },
          },
          virtualMachineProfile: machine(cluster, role),
        },
      },
      {
        type: 'Microsoft.Insights/autoscalesettings',
        apiVersion: '2022-10-01',
        name: `${cluster}-${role}-autoscale`,
        dependsOn: [set],
        location: "[parameters('location')]",
        tags,
        properties: {
          enabled: true,
          targetResourceUri: set,
          profiles: [{
            name: 'default',
            capacity: { minimum: '3', maximum: '10', default: '3' },
            rules: [
              rule(set, 'Increase', 'GreaterThan', 75, 'PT5M', '2', 'PT5M'),
              rule(set, 'Decrease', 'LessThan', 25, 'PT10M', '1', 'PT10M'),
            ],
          }],
        },
      },
    ],
  };
}

fs.mkdirSync(out, { recursive: true });
for (let cluster = 0; cluster < Number(clusters); ++cluster)
  for (const role of roles)
    fs.writeFileSync(path.join(out, `shop-${cluster}-tier-${role}.json`),
                     JSON.stringify(tier(`shop-${cluster}`, zoned[cluster % zoned.length], role), null, 2) + '\n');
