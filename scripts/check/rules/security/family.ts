import type { Family } from '../../rule.ts';
import { accountIds } from './account-ids.ts';
import { cloudHardening } from './cloud-hardening.ts';
import { defaultDeny } from './default-deny.ts';
import { floatingImage } from './floating-image.ts';
import { hardeningPractice } from './hardening-practice.ts';
import { hostAccess } from './host-access.ts';
import { imageReference } from './image-reference.ts';
import { imageRegistry } from './image-registry.ts';
import { ingressSnippets } from './ingress-snippets.ts';
import { oldTls } from './old-tls.ts';
import { openLoadBalancer } from './open-load-balancer.ts';
import { openPolicies } from './open-policies.ts';
import { plainEntry } from './plain-entry.ts';
import { podSecurity } from './pod-security.ts';
import { podSecurityLabels } from './pod-security-labels.ts';
import { pullSecrets } from './pull-secrets.ts';
import { sealedSecret } from './sealed-secret.ts';
import { secretRotation } from './secret-rotation.ts';
import { secretStores } from './secret-stores.ts';
import { secretsInGit } from './secrets-in-git.ts';
import { secretsInTheClear } from './secrets-in-the-clear.ts';
import { tokenAutomount } from './token-automount.ts';
import { wideBindings } from './wide-bindings.ts';
import { wideRoles } from './wide-roles.ts';

/** Pod Security after injection, secrets in the clear, images, wide permissions. */
export const security: Family = {
  name: 'security',
  about: 'Pod Security after injection, secrets in the clear, images, wide permissions.',
  rules: [
    accountIds,
    floatingImage,
    imageReference,
    imageRegistry,
    podSecurityLabels,
    podSecurity,
    sealedSecret,
    secretRotation,
    secretStores,
    secretsInGit,
    secretsInTheClear,
    cloudHardening,
    defaultDeny,
    hardeningPractice,
    hostAccess,
    oldTls,
    openLoadBalancer,
    openPolicies,
    plainEntry,
    pullSecrets,
    tokenAutomount,
    wideBindings,
    wideRoles,
    ingressSnippets,
  ],
};
