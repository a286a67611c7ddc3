/** Where Argo CD and its objects live, on every hub. */
export const ARGOCD_NAMESPACE = 'argocd';

/** The Secret with Argo CD's client at the identity provider. */
export const ARGOCD_CLIENT = 'argocd-client';
