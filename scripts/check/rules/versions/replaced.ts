/** Annotations that are no longer read, or have a field: since which minor, and what to write. */
export const ANNOTATIONS: Readonly<
  Record<string, readonly [since: number, write: string, severity: 'error' | 'warning']>
> = {
  'kubernetes.io/ingress.class': [18, 'spec.ingressClassName', 'warning'],
  'service.alpha.kubernetes.io/tolerate-unready-endpoints': [
    25,
    'spec.publishNotReadyAddresses: true',
    'warning',
  ],
  'service.kubernetes.io/topology-aware-hints': [27, 'spec.trafficDistribution: PreferClose', 'warning'],
  'volume.beta.kubernetes.io/storage-class': [18, 'spec.storageClassName', 'warning'],
  'volume.alpha.kubernetes.io/storage-class': [6, 'spec.storageClassName', 'warning'],
  'storageclass.beta.kubernetes.io/is-default-class': [
    22,
    'the annotation storageclass.kubernetes.io/is-default-class',
    'warning',
  ],
  'scheduler.alpha.kubernetes.io/node-selector': [6, 'spec.nodeSelector', 'warning'],
};

export const POD_ANNOTATIONS: Readonly<
  Record<string, readonly [since: number, write: string, severity: 'error' | 'warning']>
> = {
  'seccomp.security.alpha.kubernetes.io/pod': [27, 'securityContext.seccompProfile', 'error'],
  'scheduler.alpha.kubernetes.io/critical-pod': [16, 'priorityClassName: system-cluster-critical', 'warning'],
  'scheduler.alpha.kubernetes.io/tolerations': [6, 'tolerations', 'warning'],
  'scheduler.alpha.kubernetes.io/affinity': [6, 'affinity', 'warning'],
  'security.alpha.kubernetes.io/sysctls': [11, 'securityContext.sysctls', 'warning'],
};

/** Labels of nodes that are no longer set, and those that took their place. */
export const NODE_LABELS: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'node-role.kubernetes.io/master': 'node-role.kubernetes.io/control-plane',
};

export const PROVISIONERS: Readonly<Record<string, string>> = {
  'kubernetes.io/aws-ebs': 'ebs.csi.aws.com',
  'kubernetes.io/gce-pd': 'pd.csi.storage.gke.io',
  'kubernetes.io/azure-disk': 'disk.csi.azure.com',
  'kubernetes.io/azure-file': 'file.csi.azure.com',
  'kubernetes.io/cinder': 'cinder.csi.openstack.org',
  'kubernetes.io/vsphere-volume': 'csi.vsphere.vmware.com',
  'kubernetes.io/portworx-volume': 'pxd.portworx.com',
  'kubernetes.io/rbd': 'rbd.csi.ceph.com',
  'kubernetes.io/glusterfs': 'another provisioner',
};

/** Volumes in the tree of Kubernetes that were removed from it, and since when. */
export const VOLUMES: Readonly<Record<string, number>> = {
  awsElasticBlockStore: 27,
  azureDisk: 27,
  azureFile: 27,
  cinder: 26,
  gcePersistentDisk: 28,
  glusterfs: 26,
  vsphereVolume: 30,
  cephfs: 31,
  rbd: 31,
  flocker: 25,
  quobyte: 25,
  storageos: 25,
  gitRepo: 33,
  scaleIO: 22,
};
