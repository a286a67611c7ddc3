import type { Family } from '../../rule.ts';
import { accountIds } from './account-ids.ts';
import { floatingImage } from './floating-image.ts';
import { imageReference } from './image-reference.ts';
import { imageRegistry } from './image-registry.ts';
import { podSecurity } from './pod-security.ts';
import { podSecurityLabels } from './pod-security-labels.ts';
import { sealedSecret } from './sealed-secret.ts';
import { secretRotation } from './secret-rotation.ts';
import { secretStores } from './secret-stores.ts';
import { secretsInGit } from './secrets-in-git.ts';
import { secretsInTheClear } from './secrets-in-the-clear.ts';

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
  ],
};
