/** Something that people have to put right before kubeconform can tell anything; the message says how. */
export class KubeconformError extends Error {
  override readonly name = 'KubeconformError';
}
