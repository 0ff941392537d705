// Generates the tier templates of the benchmark application with jsonnet: jsonnet -m OUT --tla-code
// clusters=N tiers.jsonnet. The files equal those that azclc writes, except for the order of keys.
local roles = ['web', 'orders', 'search', 'basket', 'reports', 'mail', 'prices', 'stock', 'login', 'jobs'];

local id(type, names) =
  '[resourceId(' + std.join(', ', ["'" + each + "'" for each in [type] + names]) + ')]';

local rule(set, direction, comparison, threshold, window, value, cooldown) = {
  metricTrigger: {
    metricName: 'Percentage CPU',
    metricResourceUri: set,
    timeGrain: 'PT1M',
    statistic: 'Average',
    timeWindow: window,
    timeAggregation: 'Average',
    operator: comparison,
    threshold: threshold,
  },
  scaleAction: { direction: direction, type: 'ChangeCount', value: value, cooldown: cooldown },
};

local machine(cluster, role) = {
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
      createOption: 'FromImage',
      caching: 'ReadWrite',
      deleteOption: 'Delete',
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
            subnet: { id: id('Microsoft.Network/virtualNetworks/subnets', [cluster + '-network', role]) },
            [if role == 'web' then 'loadBalancerBackendAddressPools']: [
              { id: id('Microsoft.Network/loadBalancers/backendAddressPools', [cluster + '-front', 'web']) },
            ],
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
        publisher: 'Microsoft.ManagedServices',
        type: 'ApplicationHealthLinux',
        typeHandlerVersion: '1.0',
        autoUpgradeMinorVersion: true,
        settings: { protocol: 'http', port: 8080, requestPath: '/healthz', intervalInSeconds: 5, numberOfProbes: 2 },
      },
    }],
  },
};

local tier(label, zones, role) = {
  local cluster = label,
  local set = id('Microsoft.Compute/virtualMachineScaleSets', [cluster + '-' + role]),
  local tags = { 'azcl-cluster': label, 'azcl-tier': role },
  local key = label + '.' + role,
  '$schema': 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  metadata: { _generator: { name: 'azclc', version: std.extVar('version') } },
  parameters: {
    location: { type: 'string' },
    admin_key: { type: 'string' },
    instances: { type: 'object' },
    encryptionAtHost: { type: 'bool' },
  },
  resources: [
    {
      type: 'Microsoft.Compute/virtualMachineScaleSets',
      apiVersion: '2025-04-01',
      name: cluster + '-' + role,
      location: "[parameters('location')]",
      tags: tags,
      sku: {
        name: 'Standard_D4s_v5',
        tier: 'Standard',
        capacity: "[if(contains(parameters('instances'), '%s'), parameters('instances')['%s'], 3)]" % [key, key],
      },
      [if zones then 'zones']: ['1', '2', '3'],
      identity: {
        type: 'UserAssigned',
        userAssignedIdentities: {
          [id('Microsoft.ManagedIdentity/userAssignedIdentities', [cluster + '-' + role + '-identity'])]: {},
        },
      },
      properties: {
        orchestrationMode: 'Flexible',
        platformFaultDomainCount: 1,
        singlePlacementGroup: false,
        upgradePolicy: {
          mode: 'Rolling',
          rollingUpgradePolicy: {
            maxBatchInstancePercent: 20,
            maxUnhealthyInstancePercent: 34,
            maxUnhealthyUpgradedInstancePercent: 34,
            pauseTimeBetweenBatches: 'PT30S',
            prioritizeUnhealthyInstances: true,
          },
        },
        virtualMachineProfile: machine(cluster, role),
      },
    },
    {
      type: 'Microsoft.Insights/autoscalesettings',
      apiVersion: '2022-10-01',
      name: cluster + '-' + role + '-autoscale',
      dependsOn: [set],
      location: "[parameters('location')]",
      tags: tags,
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

// zoned: for each cluster, whether its region has availability zones
function(clusters, zoned) {
  ['shop-%d-tier-%s.json' % [cluster, role]]: tier('shop-%d' % cluster, zoned[cluster % std.length(zoned)], role)
  for cluster in std.range(0, clusters - 1)
  for role in roles
}
