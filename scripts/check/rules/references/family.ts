import type { Family } from '../../rule.ts';
import { addressOfNoService } from './address-of-no-service.ts';
import { addressPortMissing } from './address-port-missing.ts';
import { downwardLabelMissing } from './downward-label-missing.ts';
import { governingService } from './governing-service.ts';
import { ingressActionMissing } from './ingress-action-missing.ts';
import { ingressRouteTwice } from './ingress-route-twice.ts';
import { ingressTlsHost } from './ingress-tls-host.ts';
import { matchLabelKeys } from './match-label-keys.ts';
import { missingBackupLocation } from './missing-backup-location.ts';
import { missingCertificate } from './missing-certificate.ts';
import { missingClaim } from './missing-claim.ts';
import { missingConfigMap } from './missing-config-map.ts';
import { missingContainer } from './missing-container.ts';
import { missingGateway } from './missing-gateway.ts';
import { missingIngressClass } from './missing-ingress-class.ts';
import { missingIssuer } from './missing-issuer.ts';
import { missingKey } from './missing-key.ts';
import { missingNamespace } from './missing-namespace.ts';
import { missingNodeClass } from './missing-node-class.ts';
import { missingPriorityClass } from './missing-priority-class.ts';
import { missingProject } from './missing-project.ts';
import { missingRole } from './missing-role.ts';
import { missingRolloutPart } from './missing-rollout-part.ts';
import { missingRuntimeClass } from './missing-runtime-class.ts';
import { missingScaleTarget } from './missing-scale-target.ts';
import { missingSecret } from './missing-secret.ts';
import { missingSecretStore } from './missing-secret-store.ts';
import { missingService } from './missing-service.ts';
import { missingServiceAccount } from './missing-service-account.ts';
import { missingStorageClass } from './missing-storage-class.ts';
import { missingStore } from './missing-store.ts';
import { missingTriggerAuthentication } from './missing-trigger-authentication.ts';
import { mountedFileMissing } from './mounted-file-missing.ts';
import { noSuchKind } from './no-such-kind.ts';
import { policySelectsNoPods } from './policy-selects-no-pods.ts';
import { portOfNodeTwice } from './port-of-node-twice.ts';
import { probePortMissing } from './probe-port-missing.ts';
import { pullSecretType } from './pull-secret-type.ts';
import { routeNotAttached } from './route-not-attached.ts';
import { sameObjectTwice } from './same-object-twice.ts';
import { secretMadeTwice } from './secret-made-twice.ts';
import { servicePortMissing } from './service-port-missing.ts';
import { serviceSelectsNoPods } from './service-selects-no-pods.ts';
import { targetPortMissing } from './target-port-missing.ts';
import { templateValueNotFetched } from './template-value-not-fetched.ts';
import { triggerVariableMissing } from './trigger-variable-missing.ts';
import { twoDefaults } from './two-defaults.ts';
import { unusedObject } from './unused-object.ts';
import { unusedSecret } from './unused-secret.ts';
import { variableUndefined } from './variable-undefined.ts';
import { workloadsSharePods } from './workloads-share-pods.ts';

/** Every name, label, port, key, class and host that one object says of another, and what is said twice. */
export const references: Family = {
  name: 'references',
  about:
    'Every name, label, port, key, class and host that one object says of another, and what is said twice.',
  rules: [
    addressOfNoService,
    addressPortMissing,
    downwardLabelMissing,
    governingService,
    ingressActionMissing,
    ingressRouteTwice,
    ingressTlsHost,
    matchLabelKeys,
    missingBackupLocation,
    missingCertificate,
    missingClaim,
    missingConfigMap,
    missingContainer,
    missingGateway,
    missingIngressClass,
    missingIssuer,
    missingKey,
    missingNamespace,
    missingNodeClass,
    missingPriorityClass,
    missingProject,
    missingRole,
    missingRolloutPart,
    missingRuntimeClass,
    missingScaleTarget,
    missingSecretStore,
    missingSecret,
    missingServiceAccount,
    missingService,
    missingStorageClass,
    missingStore,
    missingTriggerAuthentication,
    mountedFileMissing,
    noSuchKind,
    policySelectsNoPods,
    portOfNodeTwice,
    probePortMissing,
    pullSecretType,
    routeNotAttached,
    sameObjectTwice,
    secretMadeTwice,
    servicePortMissing,
    serviceSelectsNoPods,
    targetPortMissing,
    templateValueNotFetched,
    triggerVariableMissing,
    twoDefaults,
    unusedObject,
    unusedSecret,
    variableUndefined,
    workloadsSharePods,
  ],
};
