// examples/smallest.azc in Bicep, written by hand: the same resources and properties.
@description('The public SSH key of the administrator.')
param admin_key string
@description('The current number of instances.')
param instances int = 3
@description('The subscription must have registered the feature Microsoft.Compute/EncryptionAtHost.')
param encryptionAtHost bool = true
param adminUsername string = 'azureuser'

var location = 'eastus2'

resource webIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'shop-web-identity'
  location: location
}

resource natIp 'Microsoft.Network/publicIPAddresses@2025-01-01' = {
  name: 'shop-nat-ip'
  location: location
  sku: { name: 'StandardV2', tier: 'Regional' }
  properties: { publicIPAllocationMethod: 'Static', publicIPAddressVersion: 'IPv4' }
}

resource nat 'Microsoft.Network/natGateways@2025-01-01' = {
  name: 'shop-nat'
  location: location
  sku: { name: 'StandardV2' }
  properties: {
    idleTimeoutInMinutes: 4
    publicIpAddresses: [{ id: natIp.id }]
  }
}

resource webNsg 'Microsoft.Network/networkSecurityGroups@2025-01-01' = {
  name: 'shop-web-nsg'
  location: location
  properties: {
    securityRules: [
      {
        name: 'in-front-https'
        properties: {
          direction: 'Inbound'
          priority: 100
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '8443'
        }
      }
      {
        name: 'probe-front'
        properties: {
          direction: 'Inbound'
          priority: 110
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'AzureLoadBalancer'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '8080'
        }
      }
      {
        name: 'deny-inbound'
        properties: {
          direction: 'Inbound'
          priority: 4096
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2025-01-01' = {
  name: 'shop-network'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      {
        name: 'web'
        properties: {
          addressPrefix: '10.0.0.0/24'
          defaultOutboundAccess: false
          networkSecurityGroup: { id: webNsg.id }
          natGateway: { id: nat.id }
        }
      }
    ]
  }

  resource web 'subnets' existing = { name: 'web' }
}

resource frontIp 'Microsoft.Network/publicIPAddresses@2025-01-01' = {
  name: 'shop-front-ip'
  location: location
  sku: { name: 'Standard', tier: 'Regional' }
  zones: ['1', '2', '3']
  properties: {
    publicIPAllocationMethod: 'Static'
    publicIPAddressVersion: 'IPv4'
    idleTimeoutInMinutes: 4
  }
}

resource front 'Microsoft.Network/loadBalancers@2025-01-01' = {
  name: 'shop-front'
  location: location
  sku: { name: 'Standard', tier: 'Regional' }
  properties: {
    frontendIPConfigurations: [{ name: 'frontend', properties: { publicIPAddress: { id: frontIp.id } } }]
    backendAddressPools: [{ name: 'web' }]
    probes: [
      {
        name: 'probe'
        properties: {
          protocol: 'Http'
          port: 8080
          requestPath: '/healthz'
          intervalInSeconds: 5
          probeThreshold: 2
        }
      }
    ]
    loadBalancingRules: [
      {
        name: 'https'
        properties: {
          protocol: 'Tcp'
          frontendPort: 443
          backendPort: 8443
          frontendIPConfiguration: {
            id: resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', 'shop-front', 'frontend')
          }
          backendAddressPool: {
            id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'shop-front', 'web')
          }
          probe: { id: resourceId('Microsoft.Network/loadBalancers/probes', 'shop-front', 'probe') }
          enableTcpReset: true
          idleTimeoutInMinutes: 4
          disableOutboundSnat: true
        }
      }
    ]
  }
}

resource web 'Microsoft.Compute/virtualMachineScaleSets@2025-04-01' = {
  name: 'shop-web'
  location: location
  sku: { name: 'Standard_D4s_v5', tier: 'Standard', capacity: instances }
  zones: ['1', '2', '3']
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${webIdentity.id}': {} } }
  properties: {
    orchestrationMode: 'Flexible'
    platformFaultDomainCount: 1
    singlePlacementGroup: false
    resiliencyPolicy: {
      resilientVMCreationPolicy: { enabled: true }
      resilientVMDeletionPolicy: { enabled: true }
    }
    upgradePolicy: {
      mode: 'Rolling'
      rollingUpgradePolicy: {
        maxBatchInstancePercent: 20
        maxUnhealthyInstancePercent: 34
        maxUnhealthyUpgradedInstancePercent: 34
        pauseTimeBetweenBatches: 'PT30S'
        prioritizeUnhealthyInstances: true
      }
    }
    virtualMachineProfile: {
      osProfile: {
        computerNamePrefix: 'web'
        adminUsername: adminUsername
        linuxConfiguration: {
          disablePasswordAuthentication: true
          ssh: { publicKeys: [{ path: '/home/${adminUsername}/.ssh/authorized_keys', keyData: admin_key }] }
          patchSettings: { patchMode: 'ImageDefault' }
        }
      }
      storageProfile: {
        imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' }
        osDisk: {
          createOption: 'FromImage'
          caching: 'ReadWrite'
          deleteOption: 'Delete'
          managedDisk: { storageAccountType: 'Premium_LRS' }
        }
      }
      securityProfile: {
        encryptionAtHost: encryptionAtHost ? true : null
        securityType: 'TrustedLaunch'
        uefiSettings: { secureBootEnabled: true, vTpmEnabled: true }
      }
      networkProfile: {
        networkApiVersion: '2020-11-01'
        networkInterfaceConfigurations: [
          {
            name: 'card'
            properties: {
              primary: true
              deleteOption: 'Delete'
              enableAcceleratedNetworking: true
              ipConfigurations: [
                {
                  name: 'address'
                  properties: {
                    primary: true
                    subnet: { id: network::web.id }
                    loadBalancerBackendAddressPools: [{ id: front.properties.backendAddressPools[0].id }]
                  }
                }
              ]
            }
          }
        ]
      }
      diagnosticsProfile: { bootDiagnostics: { enabled: true } }
      extensionProfile: {
        extensions: [
          {
            name: 'health'
            properties: {
              publisher: 'Microsoft.ManagedServices'
              type: 'ApplicationHealthLinux'
              typeHandlerVersion: '1.0'
              autoUpgradeMinorVersion: true
              enableAutomaticUpgrade: true
              settings: {
                protocol: 'http'
                port: 8080
                requestPath: '/healthz'
                intervalInSeconds: 5
                numberOfProbes: 2
              }
            }
          }
        ]
      }
    }
  }
}

resource autoscale 'Microsoft.Insights/autoscalesettings@2022-10-01' = {
  name: 'shop-web-autoscale'
  location: location
  properties: {
    enabled: true
    targetResourceUri: web.id
    profiles: [
      {
        name: 'default'
        capacity: { minimum: '3', maximum: '10', default: '3' }
        rules: [
          {
            metricTrigger: {
              metricName: 'Percentage CPU'
              metricResourceUri: web.id
              timeGrain: 'PT1M'
              statistic: 'Average'
              timeWindow: 'PT5M'
              timeAggregation: 'Average'
              operator: 'GreaterThan'
              threshold: 75
            }
            scaleAction: { direction: 'Increase', type: 'ChangeCount', value: '2', cooldown: 'PT5M' }
          }
          {
            metricTrigger: {
              metricName: 'Percentage CPU'
              metricResourceUri: web.id
              timeGrain: 'PT1M'
              statistic: 'Average'
              timeWindow: 'PT10M'
              timeAggregation: 'Average'
              operator: 'LessThan'
              threshold: 25
            }
            scaleAction: { direction: 'Decrease', type: 'ChangeCount', value: '1', cooldown: 'PT10M' }
          }
        ]
      }
    ]
  }
}

output address string = frontIp.properties.ipAddress
