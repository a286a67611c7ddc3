/** Version of Istio's charts and images; a release that supports Kubernetes 1.30 to 1.35. */
export const istioVersion = '1.30.3';

/**
 * Name of the control plane's revision. Namespaces choose it by label, so an upgrade moves them one by one:
 * a second revision is installed beside this one first.
 */
export const revision = '1-30';
