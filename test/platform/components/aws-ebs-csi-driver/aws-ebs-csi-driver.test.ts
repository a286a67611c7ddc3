import { describe, expect, test } from 'vitest';
import { awsEbsCsiDriver } from '../../../../platform/components/aws-ebs-csi-driver/aws-ebs-csi-driver.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, every, one } from '../../../manifest-reader.ts';

const { fleet, contextOf, renderUnit } = frozenFleet;

const NAME = 'aws-ebs-csi-driver';

describe.each(fleet.clusters)('volumes that nobody makes on $name (S4-38)', ({ name, terraform }) => {
  const values = JSON.parse(JSON.stringify(awsEbsCsiDriver.values(contextOf(name))));

  test('the driver of the StorageClass is installed, with its own role', () => {
    expect(values.controller.serviceAccount.annotations).toEqual({
      'eks.amazonaws.com/role-arn': terraform.irsaRoleArns['ebs-csi-controller-sa'],
    });
    expect(values.controller.region).toBe(terraform.region);
  });

  test('every image comes through the registry of the own region', () => {
    const repositories = [
      values.image,
      ...Object.values(values.sidecars).map((sidecar) => at(sidecar, 'image')),
    ];
    expect(repositories).toHaveLength(7);
    for (const image of repositories) {
      expect(at(image, 'repository')).toMatch(new RegExp(`^${terraform.ecrRegistry}/ecr-public/`));
    }
  });

  test('only the namespace of the driver is privileged for it, and the controller is restricted all the same', () => {
    const namespace = one(renderUnit('namespaces', name), 'Namespace', NAME);
    expect(at(namespace, 'metadata.labels["pod-security.kubernetes.io/enforce"]')).toBe('privileged');
    expect(values.controller.securityContext).toMatchObject({ runAsNonRoot: true });
    expect(values.controller.containerSecurityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
    // The node's pod has the same sidecars, as root.
    for (const sidecar of Object.values(values.sidecars)) {
      expect(at(sidecar, 'securityContext.runAsNonRoot')).toBeUndefined();
      expect(at(sidecar, 'securityContext.allowPrivilegeEscalation')).toBe(false);
    }
  });

  test('the controller reaches EC2 by the endpoints of the VPC, the node agent the Kubernetes API alone', () => {
    const policies = every(renderUnit(NAME, name), 'NetworkPolicy');
    const text = (policy: string) => JSON.stringify(one(policies, 'NetworkPolicy', policy));
    const [endpoint = ''] = terraform.vpcEndpointCidrs;
    expect(text('allow-ebs-csi-controller')).toContain(endpoint);
    expect(text('allow-ebs-csi-node')).not.toContain(endpoint);
  });
});
