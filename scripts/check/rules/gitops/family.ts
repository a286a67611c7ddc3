import type { Family } from '../../rule.ts';
import { applicationDestination } from './application-destination.ts';
import { applicationForm } from './application-form.ts';
import { applicationImage } from './application-image.ts';
import { applicationOfOtherCluster } from './application-of-other-cluster.ts';
import { applicationOutsideProject } from './application-outside-project.ts';
import { applicationPath } from './application-path.ts';
import { applicationSet } from './application-set.ts';
import { deliveryPolicy } from './delivery-policy.ts';
import { foreignLiteral } from './foreign-literal.ts';
import { ignoredDifference } from './ignored-difference.ts';
import { kindOutsideProject } from './kind-outside-project.ts';
import { meshCredentials } from './mesh-credentials.ts';
import { meshGatewayBetween } from './mesh-gateway-between.ts';
import { meshOfClusters } from './mesh-of-clusters.ts';
import { meshTwins } from './mesh-twins.ts';
import { namespaceBare } from './namespace-bare.ts';
import { notificationUndefined } from './notification-undefined.ts';
import { placeUnlikeOthers } from './place-unlike-others.ts';
import { placeholderLeft } from './placeholder-left.ts';
import { principalOfOtherTrust } from './principal-of-other-trust.ts';
import { projectHalfOpen } from './project-half-open.ts';
import { pruneUnprotected } from './prune-unprotected.ts';
import { queueUnlikeScaler } from './queue-unlike-scaler.ts';
import { syncAnnotations } from './sync-annotations.ts';
import { syncOrder } from './sync-order.ts';
import { unlikeOtherApplications } from './unlike-other-applications.ts';
import { volumesDeleted } from './volumes-deleted.ts';

/** Applications, projects and waves, and what has to be equal across clusters. */
export const gitops: Family = {
  name: 'gitops',
  about: 'Applications, projects and waves, and what has to be equal across clusters.',
  rules: [
    applicationOutsideProject,
    applicationPath,
    applicationForm,
    syncAnnotations,
    syncOrder,
    ignoredDifference,
    applicationDestination,
    applicationImage,
    applicationSet,
    deliveryPolicy,
    foreignLiteral,
    meshOfClusters,
    placeholderLeft,
    namespaceBare,
    unlikeOtherApplications,
    pruneUnprotected,
    notificationUndefined,
    applicationOfOtherCluster,
    meshGatewayBetween,
    meshCredentials,
    meshTwins,
    principalOfOtherTrust,
    queueUnlikeScaler,
    placeUnlikeOthers,
    projectHalfOpen,
    kindOutsideProject,
    volumesDeleted,
  ],
};
